#include <stdint.h>

struct H {
    uint8_t in[8];
    uint32_t z;
};
