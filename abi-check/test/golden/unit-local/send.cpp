#include <stdint.h>

enum Kind : uint32_t { KIND_EXEC = 0x400, KIND_EXIT = 0x401 };
#define PACKET_BYTES 32

namespace {

struct Packet {
    Kind kind;
    uint32_t _pad;
    uint64_t arg;
    uint8_t id[16];
};

}  // namespace
