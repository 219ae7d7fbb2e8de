#include <stdint.h>

enum Kind : uint32_t {
    KIND_EXEC = 0x400,
    KIND_EXIT = 0x401,  // old programs still send it
};

struct Packet {
    uint32_t kind, _pad;
    uint64_t arg;
};
