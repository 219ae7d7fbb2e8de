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

/* Writes the header of an empty ring into zeroed memory. */
void hal_ring_format(struct hal_ring_header* ring);

/* The producer's count, acquired: slots before it are complete. */
uint32_t hal_ring_tail(const struct hal_ring_header* ring);
/* The consumer's count, acquired: slots before it may be filled again. */
uint32_t hal_ring_head(const struct hal_ring_header* ring);
/* Releases a new count to the other side. */
void hal_ring_set_head(struct hal_ring_header* ring, uint32_t head);
void hal_ring_set_tail(struct hal_ring_header* ring, uint32_t tail);

/* Copies slot `index` (counted without wrapping), each member once. */
void hal_ring_take(const struct hal_ring_header* ring, uint32_t index, struct hal_cmd_packet* packet);
/* Fills slot `index` (counted without wrapping). hal_ring_set_tail shows it. */
void hal_ring_post(struct hal_ring_header* ring, uint32_t index, const struct hal_completion_packet* packet);
/* The bytes of slot `index` as they lie in memory, RING_SLOT_BYTES of them. To be printed, never to be decided on. */
void hal_ring_peek(const struct hal_ring_header* ring, uint32_t index, uint8_t* bytes);

#ifdef __cplusplus
}
#endif

#endif
