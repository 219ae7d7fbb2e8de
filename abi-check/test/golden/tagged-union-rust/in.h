#include <stdint.h>
struct Shape {
    uint32_t tag;
    union {
        struct { float radius; uint32_t colour; } circle;
        struct { uint8_t x; uint8_t y; } dot;
        uint32_t id;
    };
};
struct Message { struct Shape shape; uint32_t seq; };
