/*
 * Ring memory: the only code of the kernel that touches it.
 *
 *     slot ──one read per member──► struct hal_cmd_packet ──► core checks its private copy
 *
 * A ring is a struct hal_ring_header and RING_CAPACITY slots behind it. The other side may write to it at any
 * time and may lie: nothing read here is trusted, and nothing is read twice. Touches no register; host-tested.
 */
#ifndef REFKERNEL_HAL_CHANNEL_H
#define REFKERNEL_HAL_CHANNEL_H

#include "hal/records.h"

#ifdef __cplusplus
extern "C" {
#endif

/* RING_CAPACITY and RING_SLOT_BYTES, under names that C++ can have too; channel.c holds them to these. */
enum { HAL_RING_CAPACITY = 64, HAL_RING_SLOT_BYTES = 32 };

/* Slots are RING_SLOT_BYTES apart whatever our own struct measures: the stride is the ring's, not the compiler's. */
static inline uintptr_t hal_ring_slot(const struct hal_ring_header* ring, uint32_t index) {
    return (uintptr_t)ring + sizeof *ring + (uintptr_t)(index % HAL_RING_CAPACITY) * HAL_RING_SLOT_BYTES;
}

/* The producer's count, acquired: slots before it are complete. */
static inline uint32_t hal_ring_tail(const struct hal_ring_header* ring) {
    return __atomic_load_n(&ring->tail, __ATOMIC_ACQUIRE);
}

/* The consumer's count, acquired: slots before it may be filled again. */
static inline uint32_t hal_ring_head(const struct hal_ring_header* ring) {
    return __atomic_load_n(&ring->head, __ATOMIC_ACQUIRE);
}

/* Release a new count to the other side. */
static inline void hal_ring_set_head(struct hal_ring_header* ring, uint32_t head) {
    __atomic_store_n(&ring->head, head, __ATOMIC_RELEASE);
}
static inline void hal_ring_set_tail(struct hal_ring_header* ring, uint32_t tail) {
    __atomic_store_n(&ring->tail, tail, __ATOMIC_RELEASE);
}

#ifdef __SIZEOF_INT128__
/* Copies slot `index` (counted without wrapping), each member once. volatile: the compiler may neither read a member
 * again after a check nor leave a read for later. */
static inline void hal_ring_take(const struct hal_ring_header* ring, uint32_t index, struct hal_cmd_packet* packet) {
    const volatile struct hal_cmd_packet* slot = (const volatile struct hal_cmd_packet*)hal_ring_slot(ring, index);
    packet->kind = slot->kind;
    packet->_pad = slot->_pad;
    packet->arg = slot->arg;
    packet->id = slot->id;
}
#endif

/* Fills slot `index` (counted without wrapping). hal_ring_set_tail shows it. */
static inline void hal_ring_post(struct hal_ring_header* ring, uint32_t index,
                                 const struct hal_completion_packet* packet) {
    volatile struct hal_completion_packet* slot = (volatile struct hal_completion_packet*)hal_ring_slot(ring, index);
    slot->sequence = packet->sequence;
    slot->verdict = packet->verdict;
    slot->_pad = packet->_pad;
    slot->result = packet->result;
    slot->_reserved = packet->_reserved;
}

/* Writes the header of an empty ring. */
void hal_ring_format(struct hal_ring_header* ring);

/* The bytes of slot `index` as they lie in memory, RING_SLOT_BYTES of them. To be printed, never to be decided on. */
void hal_ring_peek(const struct hal_ring_header* ring, uint32_t index, uint8_t* bytes);

#ifdef __cplusplus
}
#endif

#endif
