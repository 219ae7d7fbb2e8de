#include <stdint.h>
union command {
    uint32_t raw;
    struct { uint16_t controller, reserved; } identify;
    struct { uint16_t feature, reserved; } get;
    struct { uint16_t operation, reserved; } manage;
};
struct identify { uint8_t model[8]; };
