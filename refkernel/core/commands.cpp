#include "core/commands.h"

namespace core {
Answer act(Kernel& kernel, Process& process, CmdKind kind, std::uint64_t arg) {
    switch (kind) {
    case CMD_NULL: return {};
    case CMD_CONSOLE_WRITE: return console_write(kernel, process, arg);
    case CMD_CONSOLE_READ: return console_read(kernel, process, arg);
    case CMD_FILE_OPEN: return file_open(kernel, process, arg);
    case CMD_FILE_READ: return file_read(kernel, process, arg);
    case CMD_FILE_WRITE: return file_write(kernel, process, arg);
    case CMD_FILE_CLOSE: return file_close(kernel, process, arg);
    case CMD_FILE_STAT: return file_stat(kernel, process, arg);
    case CMD_FILE_LIST: return file_list(kernel, process, arg);
    case CMD_FILE_REMOVE: return file_remove(kernel, process, arg);
    case CMD_FILE_MAKE_DIRECTORY: return file_make_directory(kernel, process, arg);
    case CMD_SYS_EXEC: return sys_exec(kernel, process, arg);
    case CMD_SYS_EXIT: return sys_exit(kernel, process, arg);
    case CMD_SYS_SPAWN: return sys_spawn(kernel, process, arg);
    case CMD_SYS_WAIT: return sys_wait(kernel, process, arg);
    case CMD_SYS_YIELD: return sys_yield(kernel, process, arg);
    case CMD_SYS_TIME: return sys_time(kernel, process, arg);
    case CMD_SYS_STAT: return sys_stat(kernel, process, arg);
    case CMD_SYS_PROCESSES: return sys_processes(kernel, process, arg);
    case CMD_SYS_KILL: return sys_kill(kernel, process, arg);
    case CMD_SYS_SLEEP: return sys_sleep(kernel, process, arg);
    case CMD_RING_MOVE: return ring_move(kernel, process, arg);
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
