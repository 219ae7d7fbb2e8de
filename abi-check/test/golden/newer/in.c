#include <stdint.h>

struct Request {
    uint32_t size;
    uint32_t flags;
    uint32_t queue;
    uint32_t deadline;
};
