#include <stdint.h>

struct ring {
    uint32_t head;
    uint32_t queue;
    uint32_t reserved[3];
    uint32_t pad;
    union {
        uint64_t base;
        int64_t signed_base;
    };
    uint64_t time;
};
struct slot {
    uint32_t kind;
    uint32_t reserved;
    uint32_t more;
};
