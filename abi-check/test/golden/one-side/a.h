#include <stdint.h>
struct Packet {
    uint32_t kind;
    uint32_t arg;
};
struct Ack {
    uint32_t kind;
};
