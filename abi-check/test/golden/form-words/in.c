#include <stdbool.h>
#include <stdint.h>

struct opaque {
    uint32_t a;
    uint32_t b;
};
struct device {
    uint32_t read : 1, write : 1, rest : 30;
    bool on : 1;
    uint32_t mode : 31;
    uint32_t low : 16, high : 16;
    struct opaque context;
    uint8_t rsvd[4];
    uint32_t rsvd2;
    uint32_t __st_dev_padding;
    char name[4];
};
