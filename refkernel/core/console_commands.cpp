// CMD_CONSOLE_*: the terminal.
#include <algorithm>

#include "core/argument.h"
#include "core/commands.h"
#include "core/kernel.h"

namespace core {
namespace {

/// What a command sends itself, so that short output does not wait for the next tick.
constexpr std::size_t drained_at_once_bytes = 256;

}  // namespace

Answer write_console(Kernel& kernel, Process& process, UserSpan span) {
    span.bytes = std::min<std::uint64_t>(span.bytes, max_console_write_bytes);
    if (console_room() < span.bytes) {
        const bool sent = drain_console(drained_at_once_bytes);
        return {.fate = sent ? Answer::Fate::unfinished : Answer::Fate::blocked, .waits_for = WaitsFor::room};
    }
    std::array<std::uint8_t, max_console_write_bytes> bytes;
    if (!copy_in(process.image.space, span, bytes)) {
        return {.verdict = VERDICT_EFAULT};
    }
    if (!take(kernel.quotas, process.quota, Resource::output_bytes, span.bytes)) {
        return {.verdict = VERDICT_ELIMIT};
    }
    print(as_text(std::span(bytes).first(span.bytes)));
    (void)drain_console(drained_at_once_bytes);
    return {.result = span.bytes};
}

Answer read_console(Kernel& kernel, Process& process, UserSpan span) {
    if (process.background) {
        return {.verdict = VERDICT_EACCES};
    }
    if (span.bytes == 0) {
        return {};
    }
    // Checked before the line is taken, so that a bad address does not lose what was typed.
    span.bytes = std::min<std::uint64_t>(span.bytes, kernel.input.bytes.size());
    if (!user_may(process.image.space, span, access_write)) {
        return {.verdict = VERDICT_EFAULT};
    }
    const bool interrupted = read_typed(kernel.input);
    kernel.input.interrupted = interrupted;  // look_after_devices handles it
    if (!kernel.input.complete) {
        return {.fate = Answer::Fate::blocked, .waits_for = WaitsFor::line};
    }
    std::array<std::uint8_t, std::tuple_size_v<decltype(LineInput::bytes)>> line;
    const std::size_t count = take_line(kernel.input, std::span(line).first(span.bytes));
    if (!copy_out(process.image.space, span.address, std::span(line).first(count))) {
        return {.verdict = VERDICT_EFAULT};
    }
    return {.result = count};
}

Answer console_write(Kernel& kernel, Process& process, std::uint64_t arg) {
    const SpanArgument argument = read_span(process, arg);
    return argument.verdict == VERDICT_OK ? write_console(kernel, process, argument.span)
                                          : Answer{.verdict = argument.verdict};
}

Answer console_read(Kernel& kernel, Process& process, std::uint64_t arg) {
    const SpanArgument argument = read_span(process, arg);
    return argument.verdict == VERDICT_OK ? read_console(kernel, process, argument.span)
                                          : Answer{.verdict = argument.verdict};
}

}  // namespace core
