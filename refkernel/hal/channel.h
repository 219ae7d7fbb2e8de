/*
 * The only code of the kernel that accesses ring memory.
 *
 *     slot ──one read per member──► struct hal_cmd_packet ──► core checks its private copy
 *
 * A ring is a struct hal_ring_header followed by RING_CAPACITY slots. The other side may write any bytes to it at any
 * time, so values from it are untrusted, and each is read only once. Uses no registers; tested on the host.
 */
#pragma once

#include "hal/records.h"

#ifdef __cplusplus
extern "C" {
#endif

/* RING_CAPACITY and RING_SLOT_BYTES, with names that do not conflict in C++; channel.c asserts that they are equal. */
enum { HAL_RING_CAPACITY = 64, HAL_RING_SLOT_BYTES = 32 };

/* The address of a slot. The stride is RING_SLOT_BYTES, even if our struct has another size. */
static inline uintptr_t hal_ring_slot(const struct hal_ring_header* ring, uint32_t index) {
    return (uintptr_t)ring + sizeof *ring + (uintptr_t)(index % HAL_RING_CAPACITY) * HAL_RING_SLOT_BYTES;
}

/* The producer's count, with acquire ordering: slots before it are complete. */
static inline uint32_t hal_ring_tail(const struct hal_ring_header* ring) {
    return __atomic_load_n(&ring->tail, __ATOMIC_ACQUIRE);
}

/* The consumer's count, with acquire ordering: slots before it may be filled again. */
static inline uint32_t hal_ring_head(const struct hal_ring_header* ring) {
    return __atomic_load_n(&ring->head, __ATOMIC_ACQUIRE);
}

/* These two publish a new count to the other side, with release ordering. */
static inline void hal_ring_set_head(struct hal_ring_header* ring, uint32_t head) {
    __atomic_store_n(&ring->head, head, __ATOMIC_RELEASE);
}
static inline void hal_ring_set_tail(struct hal_ring_header* ring, uint32_t tail) {
    __atomic_store_n(&ring->tail, tail, __ATOMIC_RELEASE);
}

#ifdef __SIZEOF_INT128__
/* Copies slot `index` (counted without wrapping), each member once. volatile keeps the compiler from reading a member
 * again after a check, or later. */
static inline void hal_ring_take(const struct hal_ring_header* ring, uint32_t index, struct hal_cmd_packet* packet) {
    const volatile struct hal_cmd_packet* slot = (const volatile struct hal_cmd_packet*)hal_ring_slot(ring, index);
    packet->kind = slot->kind;
    packet->_pad = slot->_pad;
    packet->arg = slot->arg;
    packet->id = slot->id;
}
#endif

/* Fills slot `index` (counted without wrapping). hal_ring_set_tail publishes it. */
static inline void hal_ring_post(struct hal_ring_header* ring, uint32_t index,
                                 const struct hal_completion_packet* packet) {
    volatile struct hal_completion_packet* slot = (volatile struct hal_completion_packet*)hal_ring_slot(ring, index);
    slot->sequence = packet->sequence;
    slot->verdict = packet->verdict;
    slot->_pad = packet->_pad;
    slot->result = packet->result;
    slot->_reserved = packet->_reserved;
}

/* Writes the header of an empty ring, whose counts begin at `start`. */
void hal_ring_format(struct hal_ring_header* ring, uint32_t start);

/* Copies the RING_SLOT_BYTES raw bytes of slot `index`. Only for printing: they may differ from what hal_ring_take
 * copies. */
void hal_ring_peek(const struct hal_ring_header* ring, uint32_t index, uint8_t* bytes);

#ifdef __cplusplus
}
#endif
