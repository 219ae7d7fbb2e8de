#include "core/commands.h"

#include "core/leave.h"

namespace core {

Answer act(Kernel& kernel, Process& process, const CmdPacket& packet) {
    switch (packet.kind) {
    case CMD_NULL: return {};
    case CMD_CONSOLE_WRITE: return console_write(kernel, process, packet.arg);
    case CMD_CONSOLE_READ: return console_read(kernel, process, packet.arg);
    case CMD_FILE_OPEN: return file_open(kernel, process, packet.arg);
    case CMD_FILE_READ: return file_read(kernel, process, packet.arg);
    case CMD_FILE_WRITE: return file_write(kernel, process, packet.arg);
    case CMD_FILE_CLOSE: return file_close(kernel, process, packet.arg);
    case CMD_FILE_STAT: return file_stat(kernel, process, packet.arg);
    case CMD_FILE_LIST: return file_list(kernel, process, packet.arg);
    case CMD_SYS_EXEC: return sys_exec(kernel, process, packet.arg);
    case CMD_SYS_EXIT: return sys_exit(kernel, process, packet.arg);
    case CMD_SYS_SPAWN: return sys_spawn(kernel, process, packet.arg);
    case CMD_SYS_WAIT: return sys_wait(kernel, process, packet.arg);
    case CMD_SYS_YIELD: return sys_yield(kernel, process, packet.arg);
    case CMD_SYS_TIME: return sys_time(kernel, process, packet.arg);
    case CMD_SYS_STAT: return sys_stat(kernel, process, packet.arg);
    case CMD_SYS_PROCESSES: return sys_processes(kernel, process, packet.arg);
    case CMD_RING_MOVE: return ring_move(kernel, process, packet.arg);
    }
    panic("judge accepted an unknown command");
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
