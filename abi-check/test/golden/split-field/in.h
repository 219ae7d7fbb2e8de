#include <stdint.h>
struct override { uint8_t bus, source; uint16_t gsi_low, gsi_high, flags; };
