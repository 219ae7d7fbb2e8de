#include <stdint.h>

struct Pair {
    uint32_t y, x;
};

struct Frame {
    struct Pair pair;
};
