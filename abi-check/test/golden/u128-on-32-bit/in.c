#include <stdint.h>

#ifdef __SIZEOF_INT128__
struct Wide {
    unsigned __int128 id;
};
#endif

struct Narrow {
    uint32_t id;
};
