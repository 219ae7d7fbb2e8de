#include <stdint.h>
#define SLOTS 8
#define NAME "ring"
static const uint16_t version = 3;
struct empty {};
struct entry {
    uint8_t kind;
    uint32_t arg;
    struct empty nothing[3];
#ifdef WITH_TAIL
    uint8_t tail[];
#endif
};
union first { uint32_t raw; struct { uint32_t low : 4, high : 28; } bits; };
union second { uint32_t raw; struct { uint32_t low : 8, high : 24; } bits; };
