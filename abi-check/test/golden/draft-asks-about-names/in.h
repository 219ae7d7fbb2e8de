#include <stdint.h>

struct Dma {
    uint32_t flags;
    uint32_t _pad;
    uint64_t _paddr;
    uint64_t reserved_for_kernel_ptr;
    uint32_t _pad_left;
    uint32_t __reserved2;
};
