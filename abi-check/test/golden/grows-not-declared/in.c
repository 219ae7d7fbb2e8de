#include <stdint.h>

/* As it was before `device` was appended. */
struct Stat {
    uint32_t version;
    uint32_t flags;
    uint64_t size;
    uint64_t time;
    uint32_t owner;
    uint32_t group;
    uint64_t links;
};
