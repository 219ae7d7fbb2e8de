// The kernel's one lock. Whoever runs kernel code on behalf of a trap holds it: the kernel's state has one writer, and
// only ring memory has another side that moves.
#pragma once

#include <cstdint>

#include "hal/hart.h"

namespace core {

/// A ticket lock: harts enter in the order in which they came.
struct Lock {
    std::uint32_t next = 0;     // ticket to be drawn
    std::uint32_t serving = 0;  // ticket that holds the lock
};

inline void acquire(Lock& lock) {
    const std::uint32_t ticket = __atomic_fetch_add(&lock.next, 1, __ATOMIC_RELAXED);
    while (__atomic_load_n(&lock.serving, __ATOMIC_ACQUIRE) != ticket) {
        hal_pause();
    }
}

inline void release(Lock& lock) {
    __atomic_store_n(&lock.serving, lock.serving + 1, __ATOMIC_RELEASE);
}

}  // namespace core
