#include <stdint.h>

struct Packet {
    uint32_t a;
    uint64_t b;
    uint32_t c;
};

struct Reply {
    uint32_t a;
    uint32_t b;
};

struct Frame;
void draw(const struct Frame *frame);
