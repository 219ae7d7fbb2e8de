#include "core/doorbell.h"

#include <algorithm>
#include <array>

#include "core/commands.h"
#include "core/kernel.h"
#include "core/scheduler.h"
#include "core/transcript.h"
#include "hal/channel.h"
#include "hal/timer.h"
#include "hal/trap.h"

namespace core {
namespace {

[[gnu::noinline]] void print_packet(const SubmissionRing& ring) {
    std::array<std::uint8_t, RING_SLOT_BYTES> bytes{};
    hal_ring_peek(ring.memory, ring.head, bytes.data());
    print_line("[Ring] packet ", decimal(ring.head), ": ", HexDump{.bytes = bytes, .group = 4});
}

[[gnu::noinline]] void record(Kernel& kernel, const CmdPacket& packet, Verdict verdict) {
    report_result(*kernel.replay, packet, verdict);
}

/// Takes the next packet into `packet`, and returns judge's verdict.
[[gnu::always_inline]] inline Verdict take_packet(Kernel& kernel, Process& process, CmdPacket& packet) {
    if (kernel.arguments.debug_packets) {
        print_packet(process.image.submission);
    }
    packet = take(process.image.submission);
    ++process.packets;
    return judge(process.image.provenance, packet);
}

template <Caller caller>
[[gnu::always_inline]] inline Answer answer_packet(Kernel& kernel, Process& process, const CmdPacket& packet,
                                                   Verdict verdict) {
    if (kernel.replay) {
        const CmdPacket copy = packet;  // only the copy needs an address; the packet stays in registers
        record(kernel, copy, verdict);
        return {.verdict = verdict};
    }
    if (verdict != VERDICT_OK) {
        return {.verdict = verdict};
    }
    if (caller == Caller::running_elsewhere && !may_act_beside(packet.kind)) {
        return {.fate = Answer::Fate::blocked, .waits_for = WaitsFor::own_turn};
    }
    return act(kernel, process, packet.kind, packet.arg);
}

[[gnu::always_inline]] inline void post_answer(Kernel& kernel, Process& process, const CmdPacket& packet,
                                               const Answer& answer) {
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

/// Answers `left` packets, at least one. Returns false if the caller's program is gone. Not inlined, so that a doorbell
/// without packets saves no registers for it.
template <Caller caller>
[[gnu::noinline]] bool answer_batch(Kernel& kernel, Process& process, std::uint32_t left) {
    const std::uint64_t end = hal_timer_now() + trap_ticks;
    if (left == RING_CAPACITY) {
        process.turn |= turn_ends;  // after a full batch, other processes run
    }
    for (;;) {
        CmdPacket packet;
        Verdict verdict = VERDICT_OK;
        if (process.pending) {
            packet = *process.pending;  // it was judged when it was taken
            process.pending.reset();
        } else {
            verdict = take_packet(kernel, process, packet);
        }
        const Answer answer = answer_packet<caller>(kernel, process, packet, verdict);
        if (answer.fate == Answer::Fate::answered) {
            post_answer(kernel, process, packet, answer);
            if (--left == 0) {
                break;
            }
        } else if (answer.fate == Answer::Fate::gone) {
            return false;
        } else if (answer.fate == Answer::Fate::answered_elsewhere) {
            post_answer(kernel, process, packet,
                        answer);  // in the new rings; the rest of the batch was in the old ones
            break;
        } else {
            process.pending = packet;
            process.waits_for = answer.waits_for;
            if (answer.fate == Answer::Fate::blocked) {
                break;
            }
        }
        if (hal_timer_now() >= end) {
            process.turn |= caller == Caller::stopped ? has_commands : 0;
            break;
        }
    }
    release_slots(process.image.submission);
    show_answers(process.image.completion);
    return true;
}

/// A stopped process is blocked if one of its commands waits and there are fewer answers than the process wants. Output
/// that waits for room in the console's queue always blocks it, because the program did not ask to wait for anything.
void settle(Kernel& kernel, Process& process) {
    if (process.state != PROCESS_RUNNING || !process.pending || (process.turn & has_commands) != 0) {
        return;
    }
    if (process.waits_for == WaitsFor::room ||
        answers(process.image.completion).value_or(RING_CAPACITY) < std::min(process.wanted, RING_CAPACITY)) {
        block(kernel, process);
    }
}

/// Answers what can be answered now. Returns false if the caller's program is gone.
template <Caller caller>
[[gnu::always_inline]] inline bool answer_all(Kernel& kernel, Process& process) {
    const std::optional<std::uint32_t> batch = next_batch(process);
    if (batch) {
        return *batch == 0 || answer_batch<caller>(kernel, process, *batch);
    }
    if (caller == Caller::running_elsewhere) {
        return true;
    }
    kill_process(kernel, process, cause_offence, "a count in its rings is not valid");
    return false;
}

}  // namespace

void serve(Kernel& kernel, Process& process, Caller caller) {
    if (caller == Caller::running_elsewhere) {
        answer_all<Caller::running_elsewhere>(kernel, process);
    } else {
        answer_all<Caller::stopped>(kernel, process);
        settle(kernel, process);
    }
}

}  // namespace core

hal_doorbell_end core_doorbell(std::uint64_t wanted, hal_trap_frame* frame) {
    core::Hart& hart = *static_cast<core::Hart*>(frame->hart);
    core::Kernel& kernel = *hart.kernel;
    if (core::acquire(kernel.lock)) [[unlikely]] {
        core::arm_turn(hart);
    }
    core::Process& process = *hart.process;
    hal_trap_frame* const same = &process.frame;
    process.wanted = static_cast<std::uint32_t>(std::min<std::uint64_t>(wanted, core::RING_CAPACITY));
    if (!core::answer_all<core::Caller::stopped>(kernel, process)) {
        core::settle(kernel, process);
        return {.frame = same, .next = HAL_PROGRAM_GONE};
    }
    if (process.pending || process.turn != 0) {
        core::settle(kernel, process);
        return {.frame = same, .next = HAL_TURN_ENDS};  // if nothing else may run, core_after_doorbell returns to it
    }
    core::release(kernel.lock);  // from here on, only `same` may be used
    return {.frame = same, .next = HAL_SAME_PROGRAM};
}
