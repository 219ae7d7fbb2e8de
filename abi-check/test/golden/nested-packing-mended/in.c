#include <stdint.h>

struct Inner {
    uint8_t tag;
    uint32_t value;
} __attribute__((packed));

struct Outer {
    uint8_t a;
    struct Inner inner;
    uint8_t tail[6];
} __attribute__((packed));
