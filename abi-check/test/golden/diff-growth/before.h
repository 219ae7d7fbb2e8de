#include <stdint.h>

struct ring {
    uint32_t head;
    uint32_t reserved[4];
    uint32_t pad;
    uint64_t base;
};
struct slot {
    uint32_t kind;
    uint32_t owner;
};
