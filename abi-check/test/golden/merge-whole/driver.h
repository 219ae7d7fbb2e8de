#include <stdint.h>
struct Command {
    uint32_t kind;
    uint32_t length;
    unsigned long arg;
};
struct Reply {
    uint32_t status;
    uint32_t last;
};
