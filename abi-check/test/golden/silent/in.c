#include <stdint.h>

struct Packet {
    uint32_t kind;
    uint32_t arg;
} packet;

struct Reply {
    uint32_t status;
} reply;
