// What each command of spec/membrane.abi.json does.
//
// A command is one function. It reads its argument out of the caller's memory once, into a private copy, checks the
// copy, and answers.
#pragma once

#include <cstdint>

#include "core/records.h"
#include "core/user_memory.h"

namespace core {

struct Kernel;
struct Process;

struct Answer {
    enum class Fate : std::uint8_t {
        answered,
        answered_elsewhere,  // in other rings than those that the packet came from
        blocked,             // not yet: it is to be tried again when something has happened
        gone,  // the caller is another program now, or has ended, and with it the ring that would hold the answer
    };
    Fate fate = Fate::answered;
    Verdict verdict = VERDICT_OK;
    std::uint64_t result = 0;
};

/// Acts upon a packet of a kind that provenance.h knows. `process` is the caller and does not run meanwhile, unless
/// may_act_beside says that it may.
Answer act(Kernel& kernel, Process& process, const CmdPacket& packet);

/// Whether the command can be acted upon by one hart while the caller runs on another.
bool may_act_beside(CmdKind kind);

/// The console, however it was reached: as far as one command goes, and as far as a line.
Answer write_console(Process& process, UserSpan span);
Answer read_console(Kernel& kernel, Process& process, UserSpan span);

Answer console_write(Kernel& kernel, Process& process, std::uint64_t arg);
Answer console_read(Kernel& kernel, Process& process, std::uint64_t arg);

Answer file_open(Kernel& kernel, Process& process, std::uint64_t arg);
Answer file_read(Kernel& kernel, Process& process, std::uint64_t arg);
Answer file_write(Kernel& kernel, Process& process, std::uint64_t arg);
Answer file_close(Kernel& kernel, Process& process, std::uint64_t arg);
Answer file_stat(Kernel& kernel, Process& process, std::uint64_t arg);
Answer file_list(Kernel& kernel, Process& process, std::uint64_t arg);

Answer sys_exec(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_exit(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_spawn(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_wait(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_yield(Kernel& kernel, Process& process, std::uint64_t arg);

Answer sys_time(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_stat(Kernel& kernel, Process& process, std::uint64_t arg);
Answer sys_processes(Kernel& kernel, Process& process, std::uint64_t arg);
Answer ring_move(Kernel& kernel, Process& process, std::uint64_t arg);

}  // namespace core
