#include "types.h"

u32 count;

#include "packet.h"
