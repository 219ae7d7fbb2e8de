#include <stdint.h>

#define PACKET_LIMIT 64
enum packet_kind { PACKET_KIND_NULL, PACKET_KIND_EXEC };

typedef struct {
    uint16_t low;
    uint16_t high;
} packet_range_t;

typedef struct {
    uint32_t kind;
    uint32_t count;
    uint64_t arg;
    packet_range_t range;
} packet_t;
