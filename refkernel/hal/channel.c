#include "hal/channel.h"

/* Slots are RING_SLOT_BYTES apart whatever our own struct measures: the stride is the ring's, not the compiler's. */
static uintptr_t slot_address(const struct hal_ring_header* ring, uint32_t index) {
    return (uintptr_t)ring + sizeof *ring + (uintptr_t)(index % RING_CAPACITY) * RING_SLOT_BYTES;
}

void hal_ring_format(struct hal_ring_header* ring) {
    ring->magic = RING_MAGIC;
    ring->capacity = RING_CAPACITY;
    ring->slot_bytes = RING_SLOT_BYTES;
    hal_ring_set_head(ring, 0);
    hal_ring_set_tail(ring, 0);
}

uint32_t hal_ring_tail(const struct hal_ring_header* ring) {
    return __atomic_load_n(&ring->tail, __ATOMIC_ACQUIRE);
}

uint32_t hal_ring_head(const struct hal_ring_header* ring) {
    return __atomic_load_n(&ring->head, __ATOMIC_ACQUIRE);
}

void hal_ring_set_head(struct hal_ring_header* ring, uint32_t head) {
    __atomic_store_n(&ring->head, head, __ATOMIC_RELEASE);
}

void hal_ring_set_tail(struct hal_ring_header* ring, uint32_t tail) {
    __atomic_store_n(&ring->tail, tail, __ATOMIC_RELEASE);
}

/* volatile: the compiler may neither read a member again after a check nor leave a read for later. */
void hal_ring_take(const struct hal_ring_header* ring, uint32_t index, struct hal_cmd_packet* packet) {
    const volatile struct hal_cmd_packet* slot = (const volatile struct hal_cmd_packet*)slot_address(ring, index);
    packet->kind = slot->kind;
    packet->_pad = slot->_pad;
    packet->arg = slot->arg;
    packet->id = slot->id;
}

void hal_ring_post(struct hal_ring_header* ring, uint32_t index, const struct hal_completion_packet* packet) {
    volatile struct hal_completion_packet* slot = (volatile struct hal_completion_packet*)slot_address(ring, index);
    slot->sequence = packet->sequence;
    slot->verdict = packet->verdict;
    slot->_pad = packet->_pad;
    slot->result = packet->result;
    slot->_reserved = packet->_reserved;
}

void hal_ring_peek(const struct hal_ring_header* ring, uint32_t index, uint8_t* bytes) {
    const volatile uint8_t* slot = (const volatile uint8_t*)slot_address(ring, index);
    for (uint32_t i = 0; i < RING_SLOT_BYTES; i++) {
        bytes[i] = slot[i];
    }
}
