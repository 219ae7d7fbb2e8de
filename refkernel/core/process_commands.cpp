// The commands CMD_SYS_* that start, replace, end and wait for programs.
#include <algorithm>

#include "core/argument.h"
#include "core/commands.h"
#include "core/kernel.h"
#include "hal/timer.h"

namespace core {
namespace {

/// A line about a program that is started, or refused.
template <typename... Parts>
void log_loader(const Kernel& kernel, Log level, const Parts&... parts) {
    if (!kernel.arguments.quiet) {
        log_line(level, "[Loader] ", parts...);
    }
}

Loading failed(Verdict verdict, std::string_view why) {
    return {.verdict = verdict, .why = why};
}

/// The first step of exec and spawn: begins to make an image from the Launch at `arg` for the process `owner`, the
/// caller itself or its child. A limit for processes that is reached has no line, or a fork bomb would fill the
/// console.
Loading begin(Kernel& kernel, const Process& caller, std::uint64_t arg, Process& owner) {
    LaunchArgument launch;
    if (const Verdict verdict = read_launch(caller, arg, launch); verdict != VERDICT_OK) {
        return failed(verdict, "its path or its arguments cannot be read");
    }
    if (&owner != &caller) {
        owner.background = caller.background || launch.background;
        if (const Verdict verdict = join_quota(kernel, owner, caller.quota, launch.limits); verdict != VERDICT_OK) {
            return {.verdict = verdict};
        }
    } else if (launch.background || launch.limited) {
        return failed(VERDICT_EINVAL, "exec changes neither limits nor the console");
    }
    log_loader(kernel, Log::info, "Summoning: ", Escaped{launch.path.text()});
    const FoundProgram program = find_program(kernel.vfs, launch.path.text());
    if (program.verdict != VERDICT_OK) {
        return failed(program.verdict, describe(program.verdict));
    }
    return begin_image(kernel, program, owner, std::span(launch.arguments).first(launch.arguments_length));
}

/// The end of a step of exec or spawn: the next one follows later, or the program starts, or it is refused.
Answer end_step(Kernel& kernel, Process& process, const Loading& loading) {
    if (loading.unfinished) {
        process.loading = loading;
        return {.fate = Answer::Fate::unfinished};
    }
    Process* const child = loading.child;
    if (loading.verdict != VERDICT_OK) {
        if (child != nullptr) {
            free_place(kernel, *child);
        }
        if (!loading.why.empty()) {
            log_loader(kernel, Log::warn, "Refused: ", loading.why, elf_numbers(loading.load.check));
        }
        return {.verdict = loading.verdict};
    }
    if (child != nullptr) {
        start_process(kernel, *child, loading.image, process.number);
        return {.result = child->number};
    }
    log_loader(kernel, Log::info, "Transferring Consciousness...");
    replace_image(kernel, process, loading.image);
    return {.fate = Answer::Fate::gone};
}

/// A later step of exec and spawn.
Answer go_on_loading(Kernel& kernel, Process& process) {
    Loading loading = *process.loading;
    process.loading.reset();
    continue_image(kernel, loading);
    return end_step(kernel, process, loading);
}

bool descends_from(Kernel& kernel, const Process& process, const Process& ancestor) {
    const Process* at = &process;
    while (at != nullptr && at->parent != ancestor.number) {
        at = find_process(kernel, at->parent);
    }
    return at != nullptr;
}

}  // namespace

Answer sys_exec(Kernel& kernel, Process& process, std::uint64_t arg) {
    return process.loading ? go_on_loading(kernel, process)
                           : end_step(kernel, process, begin(kernel, process, arg, process));
}

Answer sys_spawn(Kernel& kernel, Process& process, std::uint64_t arg) {
    if (process.loading) {
        return go_on_loading(kernel, process);
    }
    Process* const child =
        process.doomed == 0 ? reserve_process(kernel) : nullptr;  // or the child would outlive a kill
    if (child == nullptr) {
        return {.verdict = VERDICT_EAGAIN};
    }
    Loading loading = begin(kernel, process, arg, *child);
    loading.child = child;
    return end_step(kernel, process, loading);
}

Answer sys_wait(Kernel& kernel, Process& process, std::uint64_t arg) {
    const auto is_meant = [&process, arg](const Process& other) {
        return exists(other) && other.parent == process.number && (arg == ANY_CHILD || arg == other.number);
    };
    const auto ended = std::ranges::find_if(kernel.processes, [&is_meant](const Process& other) {
        return other.state == PROCESS_ENDED && is_meant(other);
    });
    if (ended != kernel.processes.end()) {
        const std::uint64_t result = std::uint64_t{ended->number} << 32 | ended->status;
        free_place(kernel, *ended);
        return {.result = result};
    }
    if (std::ranges::none_of(kernel.processes, is_meant)) {
        return {.verdict = VERDICT_ECHILD};
    }
    process.awaits = static_cast<std::uint32_t>(arg);
    return {.fate = Answer::Fate::blocked, .waits_for = WaitsFor::child};
}

Answer sys_exit(Kernel& kernel, Process& process, std::uint64_t arg) {
    if (arg >= STATUS_KILLED) {
        return {.verdict = VERDICT_EINVAL};
    }
    end_process(kernel, process, static_cast<std::uint32_t>(arg));
    return {.fate = Answer::Fate::gone};
}

Answer sys_kill(Kernel& kernel, Process& process, std::uint64_t arg) {
    Process* const target = find_process(kernel, static_cast<std::uint32_t>(arg));
    if (arg >> 32 != 0 || target == nullptr || target == &process || !is_alive(*target) ||
        (process.number != init_number && !descends_from(kernel, *target, process))) {
        return {.verdict = VERDICT_ECHILD};
    }
    end_by_kill(kernel, *target);
    return {};
}

Answer sys_sleep(Kernel& /*kernel*/, Process& process, std::uint64_t arg) {
    const std::uint64_t now = hal_timer_now();
    if (process.wakes_at == 0) {
        process.wakes_at = now + arg / NANOSECONDS_PER_TICK;
    }
    if (now < process.wakes_at) {
        return {.fate = Answer::Fate::blocked, .waits_for = WaitsFor::time};
    }
    process.wakes_at = 0;
    return {};
}

Answer sys_yield(Kernel& /*kernel*/, Process& process, std::uint64_t /*arg*/) {
    process.turn |= turn_ends;
    return {};
}

}  // namespace core
