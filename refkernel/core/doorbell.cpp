#include "core/doorbell.h"

#include <algorithm>
#include <array>

#include "core/commands.h"
#include "core/kernel.h"
#include "core/transcript.h"
#include "hal/channel.h"

namespace core {
namespace {

void print_packet(const SubmissionRing& ring) {
    std::array<std::uint8_t, RING_SLOT_BYTES> bytes{};
    hal_ring_peek(ring.memory, ring.head, bytes.data());
    print_line("[Ring] packet ", decimal(ring.head), ": ", HexDump{.bytes = bytes, .group = 4});
}

/// Takes the next packet into `packet`, and returns judge's verdict.
Verdict take_packet(Kernel& kernel, Process& process, CmdPacket& packet) {
    if (kernel.arguments.debug_packets) {
        print_packet(process.image.submission);
    }
    packet = take(process.image.submission);
    ++process.packets;
    return judge(process.image.provenance, packet);
}

Answer answer_packet(Kernel& kernel, Process& process, const CmdPacket& packet, Verdict verdict, Caller caller) {
    if (kernel.replay) {
        report_result(*kernel.replay, packet, verdict);
        return {.verdict = verdict};
    }
    if (verdict != VERDICT_OK) {
        return {.verdict = verdict};
    }
    if (caller == Caller::running_elsewhere && !may_act_beside(packet.kind)) {
        return {.fate = Answer::Fate::blocked};
    }
    return act(kernel, process, packet);
}

void post_answer(Kernel& kernel, Process& process, const CmdPacket& packet, const Answer& answer) {
    ++kernel.verdicts[std::min<std::size_t>(answer.verdict, kernel.verdicts.size() - 1)];
    post(process.image.completion, {.sequence = sequence_of(packet),
                                    .verdict = answer.verdict,
                                    ._pad = 0,
                                    .result = answer.result,
                                    ._reserved = 0});
}

/// How many packets to take and answer now: those that wait, at most as many as there is room for answers. Returns
/// nothing if a ring's count is not valid.
std::optional<std::uint32_t> next_batch(const Process& process) {
    const std::optional<std::uint32_t> packets = waiting(process.image.submission);
    const std::optional<std::uint32_t> slots = room(process.image.completion);
    if (!packets || !slots) {
        return std::nullopt;
    }
    return std::min(*packets + (process.pending ? 1 : 0), *slots);
}

/// Answers a batch of packets. Returns false if a ring's count is not valid.
bool answer_packets(Kernel& kernel, Process& process, Caller caller) {
    const std::optional<std::uint32_t> batch = next_batch(process);
    for (std::uint32_t left = batch.value_or(0); left > 0; --left) {
        CmdPacket packet;
        Verdict verdict = VERDICT_OK;
        if (process.pending) {
            packet = *process.pending;  // it was judged when it was taken
            process.pending.reset();
        } else {
            verdict = take_packet(kernel, process, packet);
        }
        const Answer answer = answer_packet(kernel, process, packet, verdict, caller);
        if (answer.fate == Answer::Fate::gone) {
            return true;
        }
        if (answer.fate == Answer::Fate::blocked) {
            process.pending = packet;
            break;
        }
        post_answer(kernel, process, packet, answer);
        if (answer.fate == Answer::Fate::answered_elsewhere) {
            break;  // the rest of the batch was counted in the old rings
        }
    }
    if (batch.value_or(0) > 0) {
        release_slots(process.image.submission);
        show_answers(process.image.completion);
    }
    process.yields = process.yields || batch == RING_CAPACITY;  // after a full batch, other processes run
    return batch.has_value();
}

/// A stopped process is blocked if one of its commands waits and there are fewer answers than the process wants.
ProcessState state_after(const Process& process) {
    const std::uint32_t there = answers(process.image.completion).value_or(RING_CAPACITY);
    if (process.pending && there < std::min(process.wanted, RING_CAPACITY)) {
        return PROCESS_BLOCKED;
    }
    return process.state == PROCESS_BLOCKED ? PROCESS_READY : process.state;
}

}  // namespace

void serve(Kernel& kernel, Process& process, Caller caller) {
    const bool sane = answer_packets(kernel, process, caller);
    if (caller == Caller::running_elsewhere || process.number == 0 || process.state == PROCESS_ENDED) {
        return;
    }
    if (!sane) {
        kill_process(kernel, process, cause_offence, "a count in its rings is not valid");
        return;
    }
    process.state = state_after(process);
}

}  // namespace core
