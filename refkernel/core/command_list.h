// Every command of spec/membrane.abi.json that does something, and the function that carries it out.
#pragma once

#define REFKERNEL_COMMANDS(X)                       \
    X(CMD_CONSOLE_WRITE, console_write)             \
    X(CMD_CONSOLE_READ, console_read)               \
    X(CMD_FILE_OPEN, file_open)                     \
    X(CMD_FILE_READ, file_read)                     \
    X(CMD_FILE_WRITE, file_write)                   \
    X(CMD_FILE_CLOSE, file_close)                   \
    X(CMD_FILE_STAT, file_stat)                     \
    X(CMD_FILE_LIST, file_list)                     \
    X(CMD_FILE_REMOVE, file_remove)                 \
    X(CMD_FILE_MAKE_DIRECTORY, file_make_directory) \
    X(CMD_SYS_EXEC, sys_exec)                       \
    X(CMD_SYS_EXIT, sys_exit)                       \
    X(CMD_SYS_SPAWN, sys_spawn)                     \
    X(CMD_SYS_WAIT, sys_wait)                       \
    X(CMD_SYS_YIELD, sys_yield)                     \
    X(CMD_SYS_TIME, sys_time)                       \
    X(CMD_SYS_STAT, sys_stat)                       \
    X(CMD_SYS_PROCESSES, sys_processes)             \
    X(CMD_SYS_KILL, sys_kill)                       \
    X(CMD_SYS_SLEEP, sys_sleep)                     \
    X(CMD_RING_MOVE, ring_move)
