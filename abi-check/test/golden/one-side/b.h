#include <stdint.h>
struct Message {
    uint32_t kind;
    uint32_t arg;
};
struct Ack {
    uint32_t kind;
};
