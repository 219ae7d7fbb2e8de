#include <stdint.h>

struct stamp {
    int64_t tv_sec;
    int64_t tv_usec;
};
struct source {
    struct stamp time;
    uint16_t gsi_low;
    uint16_t gsi_high;
    uint32_t flags;
};
