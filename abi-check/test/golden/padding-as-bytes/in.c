#include <stdint.h>

enum { KIND_EXEC = 0x400, KIND_EXIT = 0x401 };
#define PACKET_BYTES 32

struct Packet {
    uint32_t kind;
    uint8_t _pad_fill[4];
    uint64_t arg;
    unsigned char id[16];
};
