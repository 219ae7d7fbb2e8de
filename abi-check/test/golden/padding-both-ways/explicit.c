#include <stdint.h>

struct Packet {
    uint32_t kind;
    uint8_t _pad0[1], _pad1[3];
    uint64_t arg;
    uint8_t id[16];
};
