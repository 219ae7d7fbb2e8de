#include <stdint.h>

struct Dma {
    uint32_t flags;
    uint32_t _pad;
    uint64_t _paddr;
    uint64_t len;
};
