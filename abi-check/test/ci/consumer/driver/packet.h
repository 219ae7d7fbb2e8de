#include <stdint.h>

struct packet {
    uint32_t kind;
    uint32_t length;
    uint64_t address;
};
