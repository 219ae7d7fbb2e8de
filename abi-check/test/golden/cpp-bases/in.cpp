#include <stdint.h>

struct Base {
    uint32_t y, x;
};

struct Pair : Base {};
