#include "core/commands.h"

namespace core {

Answer act(Kernel& kernel, Process& process, CmdKind kind, std::uint64_t arg) {
    switch (kind) {
    case CMD_NULL: return {};
#define REFKERNEL_CASE(command, function) \
    case command: return function(kernel, process, arg);
        REFKERNEL_COMMANDS(REFKERNEL_CASE)
#undef REFKERNEL_CASE
    }
    return {.verdict = VERDICT_EKIND};  // not reached: judge refuses unknown kinds
}

bool may_act_beside(CmdKind kind) {
    switch (kind) {
    case CMD_SYS_EXEC:
    case CMD_SYS_EXIT:
    case CMD_SYS_YIELD:
    case CMD_RING_MOVE: return false;  // these change the caller's program, state or rings
    default: return true;
    }
}

}  // namespace core
