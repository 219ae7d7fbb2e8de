#include <stdint.h>

struct Pair {
    uint32_t x, y;
};

struct Frame {
    struct Pair pair;
};
void draw(const struct Frame *frame);
