// What the firmware of last year was built from. Nobody has its sources in this tree.
#include <stdint.h>

enum CmdKind : uint32_t { CMD_NULL = 0x100, CMD_CONSOLE_WRITE = 0x200, CMD_SYS_EXEC = 0x400 };

struct __attribute__((packed)) CmdPacket {
    enum CmdKind kind;
    uint64_t arg;
    unsigned __int128 id;
};
