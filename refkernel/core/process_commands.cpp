// The commands CMD_SYS_* that start, replace, end and wait for programs.
#include "core/argument.h"
#include "core/commands.h"
#include "core/kernel.h"
#include "core/leave.h"

namespace core {
namespace {

Answer refuse(const Kernel& kernel, Verdict verdict, std::string_view why, const ElfNumbers& numbers = {}) {
    if (!kernel.arguments.quiet) {
        log_line(kernel.arguments.log, Log::warn, "[Loader] Refused: ", why, numbers);
    }
    return {.verdict = verdict};
}

/// The common part of exec and spawn: makes an image from the Launch at `arg`.
LoadedImage load(Kernel& kernel, const Process& caller, std::uint64_t arg, std::uint32_t number) {
    LaunchArgument launch;
    if (const Verdict verdict = read_launch(caller, arg, launch); verdict != VERDICT_OK) {
        return {.verdict = verdict, .why = "its path or its arguments cannot be read"};
    }
    if (!kernel.arguments.quiet) {
        log_line(kernel.arguments.log, Log::info, "[Loader] Summoning: ", Escaped{launch.path.text()});
    }
    const FoundProgram program = find_program(kernel.vfs, launch.path.text());
    if (program.verdict != VERDICT_OK) {
        return {.verdict = program.verdict, .why = describe(program.verdict)};
    }
    return load_image(kernel, program.file, number, std::span(launch.arguments).first(launch.arguments_length));
}

/// A child that matches `arg` and has ended, and whether any child matches.
struct FoundChild {
    Process* ended = nullptr;
    bool any = false;
};

FoundChild find_child(Kernel& kernel, const Process& parent, std::uint64_t arg) {
    FoundChild found;
    for (Process& process : kernel.processes) {
        if (process.number == 0 || process.parent != parent.number || (arg != ANY_CHILD && arg != process.number)) {
            continue;
        }
        found.any = true;
        if (process.state == PROCESS_ENDED) {
            found.ended = &process;
            return found;
        }
    }
    return found;
}

}  // namespace

Answer sys_exec(Kernel& kernel, Process& process, std::uint64_t arg) {
    const LoadedImage loaded = load(kernel, process, arg, process.number);
    if (loaded.verdict != VERDICT_OK) {
        return refuse(kernel, loaded.verdict, loaded.why, numbers_of(kernel, loaded));
    }
    if (!kernel.arguments.quiet) {
        log_line(kernel.arguments.log, Log::info, "[Loader] Transferring Consciousness...");
    }
    replace_image(kernel, process, loaded.image);
    return {.fate = Answer::Fate::gone};
}

Answer sys_spawn(Kernel& kernel, Process& process, std::uint64_t arg) {
    Process* const child = reserve_process(kernel);
    if (child == nullptr) {
        return refuse(kernel, VERDICT_EAGAIN, "too many processes");
    }
    const LoadedImage loaded = load(kernel, process, arg, child->number);
    if (loaded.verdict != VERDICT_OK) {
        child->number = 0;
        return refuse(kernel, loaded.verdict, loaded.why, numbers_of(kernel, loaded));
    }
    start_process(*child, loaded.image, process.number);
    return {.result = child->number};
}

Answer sys_wait(Kernel& kernel, Process& process, std::uint64_t arg) {
    const FoundChild child = find_child(kernel, process, arg);
    if (!child.any) {
        return {.verdict = VERDICT_ECHILD};
    }
    if (child.ended == nullptr) {
        return {.fate = Answer::Fate::blocked};
    }
    const std::uint64_t result = std::uint64_t{child.ended->number} << 32 | child.ended->status;
    child.ended->number = 0;
    return {.result = result};
}

Answer sys_exit(Kernel& kernel, Process& process, std::uint64_t arg) {
    if (arg >= STATUS_KILLED) {
        return {.verdict = VERDICT_EINVAL};
    }
    end_process(kernel, process, static_cast<std::uint32_t>(arg));
    return {.fate = Answer::Fate::gone};
}

Answer sys_yield(Kernel& /*kernel*/, Process& process, std::uint64_t /*arg*/) {
    process.yields = true;
    return {};
}

}  // namespace core
