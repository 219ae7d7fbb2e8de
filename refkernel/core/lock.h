// The kernel's only lock. A hart holds it while it runs kernel code for a trap, so only one hart changes the kernel's
// state. Only ring memory can change meanwhile, because programs write to it.
#pragma once

#include <cstdint>

namespace core {

/// A ticket lock: harts get it in the order in which they asked.
struct Lock {
    std::uint32_t next = 0;     // the next ticket
    std::uint32_t serving = 0;  // the ticket that holds the lock
};

/// Waits for a ticket that did not hold the lock at once. After a while the hart naps, because the hart that holds the
/// lock may need its processor: a machine can have more harts than the host has cores. Returns whether it napped: then
/// the timer's time is lost.
bool wait_for_ticket(const Lock& lock, std::uint32_t ticket);

/// Returns whether the timer's time is lost.
inline bool acquire(Lock& lock) {
    const std::uint32_t ticket = __atomic_fetch_add(&lock.next, 1, __ATOMIC_RELAXED);
    return __atomic_load_n(&lock.serving, __ATOMIC_ACQUIRE) != ticket && wait_for_ticket(lock, ticket);
}

/// Takes the lock if no hart holds it or waits for it.
inline bool try_acquire(Lock& lock) {
    std::uint32_t ticket = __atomic_load_n(&lock.serving, __ATOMIC_ACQUIRE);
    return __atomic_compare_exchange_n(&lock.next, &ticket, ticket + 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

inline void release(Lock& lock) {
    __atomic_store_n(&lock.serving, lock.serving + 1, __ATOMIC_RELEASE);
}

}  // namespace core
