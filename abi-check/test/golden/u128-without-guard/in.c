#include <stdint.h>

struct Wide {
    unsigned __int128 id;
};

struct Narrow {
    uint32_t id;
};
