#include <stdint.h>
union Value {
    uint64_t number;
    uint8_t text[8];
};
struct Item {
    union Value value;
    uint64_t id;
};
