#include <stdint.h>

/* Packs what is declared here and nothing within `inner`: 8 bytes, and 12 in all, as the spec says. */
struct Inner {
    uint8_t tag;
    uint32_t value;
};

struct Outer {
    uint8_t a;
    struct Inner inner;
    uint8_t tail[3];
} __attribute__((packed));
