#include "core/lock.h"

#include "hal/hart.h"
#include "hal/timer.h"

namespace core {
namespace {

/// Most holders release the lock sooner.
constexpr unsigned pauses_before_nap = 300;

}  // namespace

bool wait_for_ticket(const Lock& lock, std::uint32_t ticket) {
    bool napped = false;
    for (unsigned pauses = 0; __atomic_load_n(&lock.serving, __ATOMIC_ACQUIRE) != ticket; ++pauses) {
        if (pauses < pauses_before_nap) {
            hal_pause();
        } else {
            hal_timer_nap();
            napped = true;
        }
    }
    return napped;
}

}  // namespace core
