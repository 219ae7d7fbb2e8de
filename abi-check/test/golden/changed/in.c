#include <stdint.h>

enum Kind : uint32_t { KIND_EXEC = 0x400, KIND_STOP = 0x402 };

struct Packet {
    uint32_t kind;
    uint32_t _pad;
    uint64_t arg;
};
