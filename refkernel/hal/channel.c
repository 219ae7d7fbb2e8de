#include "hal/channel.h"

_Static_assert(HAL_RING_CAPACITY == RING_CAPACITY && HAL_RING_SLOT_BYTES == RING_SLOT_BYTES, "see channel.h");

void hal_ring_format(struct hal_ring_header* ring) {
    ring->magic = RING_MAGIC;
    ring->capacity = RING_CAPACITY;
    ring->slot_bytes = RING_SLOT_BYTES;
    hal_ring_set_head(ring, 0);
    hal_ring_set_tail(ring, 0);
}

void hal_ring_peek(const struct hal_ring_header* ring, uint32_t index, uint8_t* bytes) {
    const volatile uint8_t* slot = (const volatile uint8_t*)hal_ring_slot(ring, index);
    for (uint32_t i = 0; i < RING_SLOT_BYTES; i++) {
        bytes[i] = slot[i];
    }
}
