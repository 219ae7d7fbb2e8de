#include <signal_value.h>
#include <stdint.h>
struct event {
    struct { uint32_t low, high; } value;  // not the `value` of the system header
    struct { uint16_t first, last; } span;
    signal_value sent;
};
