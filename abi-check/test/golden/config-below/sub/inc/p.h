#pragma once
#include <stdint.h>
struct Packet {
    uint32_t kind;
    int32_t arg;
};
