#include <stdint.h>
struct regs { uint64_t ip; uint32_t flags, _pad; };
struct made { uint16_t id, flags; };
struct listed { uint32_t count, sizes[4]; };
struct in_macro { uint32_t high, low; };
struct only_there { uint32_t x; };
