#include <stdint.h>

struct Packet {
    uint32_t kind;
    uint64_t arg;
    uint8_t id[16];
};
