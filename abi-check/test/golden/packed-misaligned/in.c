#include <stdint.h>

struct Sample {
    uint32_t id;
    uint64_t time;
} __attribute__((packed));
