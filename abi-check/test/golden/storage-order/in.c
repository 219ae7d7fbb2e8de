#include <stdint.h>

#pragma scalar_storage_order big-endian
struct Packet {
    uint32_t kind;
    uint32_t count;
    uint64_t arg;
};
#pragma scalar_storage_order default

typedef struct {
    uint32_t kind;
} Reply __attribute__((scalar_storage_order("big-endian")));

struct Ack {
    uint32_t kind;
};
