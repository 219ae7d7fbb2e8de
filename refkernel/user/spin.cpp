// An endless loop without commands. Another process on the same hart can run only because of the timer.
#include "membrane/start.h"

std::uint64_t run(membrane::Ion& /*ion*/) {
    for (;;) {
        __asm__ volatile("");
    }
}
