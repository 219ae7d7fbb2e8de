#include <stdint.h>
struct pin {
    uint8_t vector;
    uint8_t mode : 3, dest : 1, busy : 1, low : 1, irr : 1, level : 1;
    uint8_t mask : 1, : 7;
    uint8_t reserved[4];
    uint8_t id;
};
struct link { uint32_t speed : 9, : 23; uint32_t mtu; };
