#include <stdint.h>

enum { KIND_EXEC = 0x400, KIND_EXIT = 0x401 };
#define PACKET_BYTES 32

struct Packet {
    uint32_t kind;
    uint32_t _pad;
#ifdef NARROW
    uint32_t arg __attribute__((aligned(8)));
#else
    uint64_t arg;
#endif
    uint8_t id[16] __attribute__((aligned(8)));
};
