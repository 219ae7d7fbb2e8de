#include <stdint.h>

struct Packet {
    uint32_t kind;
    uint32_t _pad;
    uint64_t arg;
    uint64_t time;
} packet;
