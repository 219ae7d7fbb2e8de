#pragma once
#include "types.h"

struct Packet {
    u32 kind;
    SIZE_TYPE size;
};
