// The commands of spec/membrane.abi.json.
//
// Each command is one function. It copies its argument once from the caller's memory, checks the copy, and returns an
// answer.
#pragma once

#include <cstdint>

#include "core/process.h"
#include "core/records.h"
#include "core/user_memory.h"

namespace core {

struct Answer {
    enum class Fate : std::uint8_t {
        answered,
        answered_elsewhere,  // the answer goes to other rings than those that the packet came from
        unfinished,          // no answer yet: a step of long work was done, and the command must be tried again
        blocked,             // no answer yet: the command must be tried again when what it waits for has come
        gone,                // no answer: the caller's program was replaced or ended, and its rings no longer exist
    };
    Fate fate = Fate::answered;
    Verdict verdict = VERDICT_OK;
    std::uint64_t result = 0;
    WaitsFor waits_for = WaitsFor::own_turn;  // of a blocked command
};

/// Carries out a command that judge (provenance.h) has accepted. `process` is the caller. It must not run meanwhile,
/// unless may_act_beside returns true for the kind.
Answer act(Kernel& kernel, Process& process, CmdKind kind, std::uint64_t arg);

/// Whether one hart can carry out the command while the caller runs on another hart.
bool may_act_beside(CmdKind kind);

/// Access to the console, for console and file commands. Writes at most the bytes that one command may write, and reads
/// at most one line.
Answer write_console(Kernel& kernel, Process& process, UserSpan span);
Answer read_console(Kernel& kernel, Process& process, UserSpan span);

Answer console_write(Kernel& kernel, Process& process, std::uint64_t arg);
Answer console_read(Kernel& kernel, Process& process, std::uint64_t arg);

Answer file_open(Kernel& kernel, Process& process, std::uint64_t arg);
Answer file_read(Kernel& kernel, Process& process, std::uint64_t arg);
Answer file_write(Kernel& kernel, Process& process, std::uint64_t arg);
Answer file_close(Kernel& kernel, Process& process, std::uint64_t arg);
Answer file_stat(Kernel& kernel, Process& process, std::uint64_t arg);
Answer file_list(Kernel& kernel, Process& process, std::uint64_t arg);
Answer file_remove(Kernel& kernel, Process& process, std::uint64_t arg);
Answer file_make_directory(Kernel& kernel, Process& process, std::uint64_t arg);

Answer sys_exec(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_exit(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_spawn(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_wait(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_yield(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_kill(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_sleep(Kernel& kernel, Process& process, std::uint64_t arg);

Answer sys_time(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_stat(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_processes(Kernel& kernel, Process& process, std::uint64_t arg);
Answer ring_move(Kernel& kernel, Process& process, std::uint64_t arg);

}  // namespace core
