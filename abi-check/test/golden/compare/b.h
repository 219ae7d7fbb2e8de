#include <stdint.h>

#define PACKET_LIMIT 32
static const uint32_t PACKET_MASK = 0xfffffffc;
typedef uint64_t packet_id_t;
typedef int32_t packet_error_t;
enum PacketKind { PacketKind_Null, PacketKind_Exec = 0x401 };

typedef struct {
    uint64_t base;
    uint32_t bytes;
    uint32_t flags;
} span;

struct pair {
    uint16_t a;
    uint16_t b;
};

struct packet {
    uint32_t kind;
    uint32_t _pad;
    uint64_t argument;
    struct pair in;
    uint32_t _pad2;
    span where;
};

struct only_there {
    uint8_t x;
};
