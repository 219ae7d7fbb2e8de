// The commands for information about the machine, and CMD_RING_MOVE.
#include <algorithm>

#include "core/argument.h"
#include "core/commands.h"
#include "core/kernel.h"
#include "hal/timer.h"

namespace core {
namespace {

std::uint64_t nanoseconds() {
    return hal_timer_now() * NANOSECONDS_PER_TICK;
}

ProcessEntry entry_of(const Process& process) {
    ProcessEntry entry{.number = process.number,
                       .parent = process.parent,
                       .state = process.state,
                       .hart = process.hart,
                       .packets = process.packets,
                       .refused = process.image.provenance.refused,
                       .name = {}};
    std::ranges::copy(process.image.name.letters, entry.name);
    return entry;
}

}  // namespace

Answer sys_time(Kernel& /*kernel*/, Process& /*process*/, std::uint64_t /*arg*/) {
    return {.result = nanoseconds()};
}

Answer sys_stat(Kernel& kernel, Process& process, std::uint64_t arg) {
    SystemStat stat{.pages = kernel.pages.count,
                    .pages_free = kernel.pages.free,
                    .nanoseconds = nanoseconds(),
                    .harts = kernel.hart_count,
                    .processes = 0,
                    .started = kernel.started,
                    .verdicts = {}};
    stat.processes = static_cast<std::uint32_t>(
        std::ranges::count_if(kernel.processes, [](const Process& other) { return is_alive(other); }));
    std::ranges::copy(kernel.verdicts, stat.verdicts);
    return {.verdict = copy_out_record(process.image.space, arg, stat) ? VERDICT_OK : VERDICT_EFAULT};
}

Answer sys_processes(Kernel& kernel, Process& process, std::uint64_t arg) {
    const SpanArgument argument = read_span(process, arg);
    if (argument.verdict != VERDICT_OK) {
        return {.verdict = argument.verdict};
    }
    std::uint64_t written = 0;
    for (const Process& other : kernel.processes) {
        if (!exists(other)) {
            continue;
        }
        if (argument.span.bytes - written < sizeof(ProcessEntry)) {
            break;
        }
        if (!copy_out_record(process.image.space, argument.span.address + written, entry_of(other))) {
            return {.verdict = VERDICT_EFAULT};
        }
        written += sizeof(ProcessEntry);
    }
    return {.result = written};
}

Answer ring_move(Kernel& /*kernel*/, Process& process, std::uint64_t arg) {
    Image& image = process.image;
    const std::optional<RingPlace> place = copy_in_record<RingPlace>(image.space, arg);
    if (!place) {
        return {.verdict = VERDICT_EFAULT};
    }
    if (place->_pad != 0) {
        return {.verdict = VERDICT_EPAD};
    }
    if (place->submission % page_bytes != 0 || place->completion % page_bytes != 0 ||
        place->submission == place->completion) {
        return {.verdict = VERDICT_EINVAL};
    }
    const std::optional<std::uint64_t> submission = own_user_page(image.space, place->submission);
    const std::optional<std::uint64_t> completion = own_user_page(image.space, place->completion);
    if (!submission || !completion) {
        return {.verdict = VERDICT_EFAULT};
    }
    image.submission.memory = reinterpret_cast<hal_ring_header*>(*submission);
    image.completion.memory = reinterpret_cast<hal_ring_header*>(*completion);
    format_rings(image.submission, image.completion, place->start);
    return {.fate = Answer::Fate::answered_elsewhere};
}

}  // namespace core
