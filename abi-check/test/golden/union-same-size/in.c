#include <stdint.h>

/* 8 bytes, as the spec says; x and y share the first four of them. */
union Pair {
    uint32_t x, y;
    uint8_t _pad[8];
};
