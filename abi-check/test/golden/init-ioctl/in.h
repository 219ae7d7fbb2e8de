/* As asm-generic/ioctl.h and asm/ioctl.h of MIPS define them. */
#ifdef __mips__
#define BITS_OF_SIZE 13
#define DIR_NONE 1U
#define DIR_READ 2U
#define DIR_WRITE 4U
#else
#define BITS_OF_SIZE 14
#define DIR_NONE 0U
#define DIR_WRITE 1U
#define DIR_READ 2U
#endif
#define _IOC(dir, type, number, size) ((dir) << (16 + BITS_OF_SIZE) | (size) << 16 | (type) << 8 | (number))
#define _IO(type, number) _IOC(DIR_NONE, type, number, 0)
#define _IOR(type, number, argument) _IOC(DIR_READ, type, number, sizeof(argument))
#define _IOWR(type, number, argument) _IOC(DIR_READ | DIR_WRITE, type, number, sizeof(argument))
#define EVENT_IOWR(number, argument) _IOWR('E', EVENT_BASE + number, argument)

typedef unsigned int __u32;
struct event { __u32 kind; __u32 arg; };
typedef struct { __u32 first, last; } event_range;

#define EVENT_BASE 0x40
#define EVENT_RESET _IO('E', 0)
#define EVENT_READ \
    _IOR('E', 1, struct event)  /* one event */
#define EVENT_COUNT _IOR('E', 2, __u32)
#define EVENT_RANGE EVENT_IOWR(3, event_range)
#define EVENT_TEXT _IOR('E', 4, char[64])
#define EVENT_OLD _IOR('E', 5, sizeof(struct event))  /* the size of a size_t, which no record has */
