#include <stdint.h>
struct Command {
    uint32_t kind;
    uint32_t length;
    uint64_t arg;
};
struct Reply {
    uint32_t status;
    int32_t count;
    uint32_t last;
};
