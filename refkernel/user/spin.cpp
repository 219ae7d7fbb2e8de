// An endless loop that asks for nothing: whoever runs beside it was let in by the timer.
#include "membrane/start.h"

std::uint64_t run(membrane::Ion& /*ion*/) {
    for (;;) {
        __asm__ volatile("");
    }
}
