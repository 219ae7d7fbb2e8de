#include <stdint.h>

struct Sample {
    uint64_t time;
    uint32_t id;
    uint32_t _pad;
};
