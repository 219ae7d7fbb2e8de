#include <stdint.h>

#if defined(__mips__)
#define IOC(direction, size) ((direction) << 29 | (size) << 16)
enum { NONE = 1, READ = 2, WRITE = 4 };
#else
#define IOC(direction, size) ((direction) << 30 | (size) << 16)
enum { NONE = 0, READ = 2, WRITE = 1 };
#endif

struct event {
    uint32_t kind;
#ifndef __i386__
    uint32_t _pad;
#endif
    uint64_t data;
};

#define EVENT_RESET (IOC(NONE, 0u) | 'E' << 8 | 0)
#define EVENT_READ (IOC(READ, (uint32_t)sizeof(struct event)) | 'E' << 8 | 1)
#define EVENT_MASK (IOC(WRITE, (uint32_t)sizeof(long)) | 'E' << 8 | 2)
#define EVENT_BYTES sizeof(struct event)
#define EVENT_DATA __builtin_offsetof(struct event, data)
