#include <stdint.h>

struct Pair {
    uint32_t x, y;
};

struct Frame;
void draw(const struct Frame *frame);
