#include <stdint.h>

typedef uint32_t counter_t;
typedef counter_t id64_t; /* the name lies */

struct Entry {
    id64_t id;
    counter_t _pad;
    _Alignas(8) counter_t count;
};
