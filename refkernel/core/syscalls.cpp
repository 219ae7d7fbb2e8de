#include "core/syscalls.h"

#include <array>

#include "core/kernel.h"
#include "core/leave.h"
#include "core/transcript.h"
#include "core/user_memory.h"
#include "hal/channel.h"

namespace core {
namespace {

constexpr std::uint32_t max_write_bytes = 4096;
constexpr std::uint32_t max_line_bytes = 256;
constexpr std::uint32_t max_path_bytes = 256;

struct Answer {
    Verdict verdict = VERDICT_OK;
    std::uint64_t result = 0;
    bool replaced = false;  // the caller is gone, and with it the ring that would hold the answer
};

/// What the IoSpan at a user address says; its padding and its length (1 to `max_bytes`) are checked here.
struct SpanArgument {
    Verdict verdict = VERDICT_OK;
    UserSpan span;
};

SpanArgument read_span(const Kernel& kernel, std::uint64_t address, std::uint32_t max_bytes) {
    const std::optional<IoSpan> io = copy_in_record<IoSpan>(kernel.process.space, address);
    if (!io) {
        return {.verdict = VERDICT_EFAULT, .span = {}};
    }
    if (io->_pad != 0) {
        return {.verdict = VERDICT_EPAD, .span = {}};
    }
    if (io->length == 0 || io->length > max_bytes) {
        return {.verdict = VERDICT_EINVAL, .span = {}};
    }
    return {.verdict = VERDICT_OK, .span = {io->address, io->length}};
}

std::string_view as_text(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Answer console_write(Kernel& kernel, std::uint64_t arg) {
    const SpanArgument argument = read_span(kernel, arg, max_write_bytes);
    if (argument.verdict != VERDICT_OK) {
        return {.verdict = argument.verdict};
    }
    std::array<std::uint8_t, max_write_bytes> bytes;
    if (!copy_in(kernel.process.space, argument.span, bytes)) {
        return {.verdict = VERDICT_EFAULT};
    }
    print(as_text(std::span(bytes).first(argument.span.bytes)));
    return {.result = argument.span.bytes};
}

Answer console_read(Kernel& kernel, std::uint64_t arg) {
    const SpanArgument argument = read_span(kernel, arg, max_line_bytes);
    if (argument.verdict != VERDICT_OK) {
        return {.verdict = argument.verdict};
    }
    // Asked before the wait: what was typed must not be lost on a bad address.
    if (!user_may(kernel.process.space, argument.span, access_write)) {
        return {.verdict = VERDICT_EFAULT};
    }
    std::array<std::uint8_t, max_line_bytes> line;
    const std::size_t count = read_line(std::span(line).first(argument.span.bytes));
    if (!copy_out(kernel.process.space, argument.span.address, std::span(line).first(count))) {
        return {.verdict = VERDICT_EFAULT};
    }
    return {.result = count};
}

Answer refuse(Verdict verdict, std::string_view why) {
    say("[Loader] Refused: ", why);
    return {.verdict = verdict};
}

Answer sys_exec(Kernel& kernel, std::uint64_t arg) {
    const SpanArgument argument = read_span(kernel, arg, max_path_bytes);
    if (argument.verdict != VERDICT_OK) {
        return {.verdict = argument.verdict};
    }
    std::array<std::uint8_t, max_path_bytes> path;
    if (!copy_in(kernel.process.space, argument.span, path)) {
        return {.verdict = VERDICT_EFAULT};
    }
    const std::string_view name = as_text(std::span(path).first(argument.span.bytes));
    say("[Loader] Summoning: ", name);
    const std::optional<File> file = find_file(kernel.vfs, name);
    if (!file) {
        return refuse(VERDICT_ENOENT, "no such file");
    }
    Prepared prepared = prepare_process(kernel, *file);
    if (prepared.verdict != VERDICT_OK) {
        return refuse(prepared.verdict, prepared.why);
    }
    say("[Loader] Transferring Consciousness...");
    prepared.process.by_exec = true;
    enter_process(kernel, prepared.process);
    return {.replaced = true};
}

/// It is said only now that a transfer was a success: the program that was transferred to has run, and ended well.
[[noreturn]] Answer sys_exit(Kernel& kernel, std::uint64_t status) {
    say_refused(kernel.process);
    if (status != 0) {
        leave(EXIT_USER, kernel.process.name, " exited with status ", decimal(status));
    }
    if (kernel.process.by_exec) {
        say("Consciousness transferred successfully.");
    }
    leave(EXIT_OK, "ok");
}

Answer act(Kernel& kernel, const CmdPacket& packet) {
    switch (packet.kind) {
    case CMD_NULL: return {};
    case CMD_CONSOLE_WRITE: return console_write(kernel, packet.arg);
    case CMD_CONSOLE_READ: return console_read(kernel, packet.arg);
    case CMD_SYS_EXEC: return sys_exec(kernel, packet.arg);
    case CMD_SYS_EXIT: return sys_exit(kernel, packet.arg);
    }
    panic("judge let an unknown command pass");
}

void say_packet(const Process& process) {
    std::array<std::uint8_t, RING_SLOT_BYTES> bytes{};
    hal_ring_peek(process.submission.memory, process.submission.head, bytes.data());
    say("[Ring] packet ", decimal(process.submission.head), ": ", HexDump{.bytes = bytes, .group = 4});
}

Answer answer_packet(Kernel& kernel, const CmdPacket& packet) {
    const Verdict verdict = judge(kernel.process.provenance, packet);
    if (kernel.replay) {
        tell_result(record_result(*kernel.replay, packet, verdict));
        leave_when_over(*kernel.replay);
        return {.verdict = verdict};
    }
    return verdict == VERDICT_OK ? act(kernel, packet) : Answer{.verdict = verdict};
}

}  // namespace

void answer_doorbell(Kernel& kernel) {
    for (;;) {
        const std::optional<std::uint32_t> packets = waiting(kernel.process.submission);
        if (!packets) {
            end_process(kernel, "its submission ring's tail is nonsense");
        }
        const std::optional<std::uint32_t> slots = room(kernel.process.completion);
        if (!slots) {
            end_process(kernel, "its completion ring's head is nonsense");
        }
        if (*packets == 0 || *slots == 0) {
            return;
        }
        if (kernel.arguments.debug_packets) {
            say_packet(kernel.process);
        }
        const CmdPacket packet = take(kernel.process.submission);
        const Answer answer = answer_packet(kernel, packet);
        if (answer.replaced) {
            return;
        }
        post(kernel.process.completion, {.sequence = sequence_of(packet),
                                         .verdict = answer.verdict,
                                         ._pad = 0,
                                         .result = answer.result,
                                         ._reserved = 0});
    }
}

}  // namespace core
