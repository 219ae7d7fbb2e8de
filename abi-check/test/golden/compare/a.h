#include <stdint.h>

#define PACKET_LIMIT 64
#define PACKET_MASK (~0x3)
typedef uint32_t packet_id_t;
typedef int32_t packet_error_t;
enum packet_kind { PACKET_KIND_NULL, PACKET_KIND_EXEC = 0x400, PACKET_KIND_EXIT };

struct span {
    uint64_t base;
    uint64_t bytes;
};

struct packet {
    uint32_t kind;
    uint64_t arg; /* behind four bytes that the compiler adds */
    struct {
        uint16_t a;
        uint16_t b;
    } in;
    struct span where;
};

struct only_here {
    uint8_t x;
};
