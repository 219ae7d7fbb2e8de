#include <stdint.h>

struct stamp {
    int64_t tv_sec;
    int64_t tv_usec;
};
struct event {
    struct stamp time;
    uint16_t type;
    uint16_t code;
    int32_t value;
};
