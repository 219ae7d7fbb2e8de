#include <stdint.h>
struct stamp { long seconds; int32_t part; int32_t zone; };
struct event { uint32_t kind; uint32_t pad; struct stamp at; uint64_t data; };
struct pair { int32_t a, b; };
#define LONG_BYTES sizeof(long)
