// The commands of spec/membrane.abi.json.
//
// Each command is one function. It copies its argument once from the caller's memory, checks the copy, and returns an
// answer.
#pragma once

#include <cstdint>

#include "core/command_list.h"
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

// The functions of command_list.h.
#define REFKERNEL_FUNCTION(command, function) Answer function(Kernel& kernel, Process& process, std::uint64_t arg);
REFKERNEL_COMMANDS(REFKERNEL_FUNCTION)
#undef REFKERNEL_FUNCTION

}  // namespace core
