#include <stdint.h>
#ifdef __x86_64__
struct __attribute__((packed)) event { uint32_t kind; uint64_t data; };
#else
struct event { uint32_t kind; uint32_t _pad; uint64_t data; } __attribute__((aligned(8)));
#endif
struct list { struct list *next; __SIZE_TYPE__ used; };
struct clock { uint32_t source; uint64_t ticks; };
