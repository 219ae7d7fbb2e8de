#include <stdint.h>

struct Flags {
    uint32_t type : 4;
    uint32_t no_reply : 1;
    uint32_t error : 1;
    uint32_t reserved : 26;
};

struct Turned {
#ifdef __s390x__
    uint32_t reserved : 28;
    uint32_t type : 4;
#else
    uint32_t type : 4;
    uint32_t reserved : 28;
#endif
};
