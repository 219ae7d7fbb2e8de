/* The membrane's C interface, for programs in other languages than C++.
 *
 *     membrane_seal ─► membrane_push ─► membrane_doorbell ─► membrane_collect
 *
 * Whole slots go through this interface as bytes. Only the program's own declaration gives them a meaning, so an error
 * in it reaches the kernel unchanged. */
#ifndef MEMBRANE_MEMBRANE_H
#define MEMBRANE_MEMBRANE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The program's end of its rings. */
typedef struct Membrane Membrane; /* NOLINT(modernize-use-using): C reads this, too */

/** The program's main function. Returns its exit status of 31 bits; 0 is success. */
uint64_t main_program(Membrane* membrane);

/** Writes the id into the 32 bytes at `packet`: the next sequence number, and the tag over it and the 16 bytes before
 * it. Push the packet before you seal the next one. */
void membrane_seal(Membrane* membrane, void* packet);

/** Puts 32 bytes into the submission ring, unchanged. Returns 0 if the ring is full. */
int membrane_push(Membrane* membrane, const void* packet);

/** Runs the kernel until it has answered all packets that it can answer now, and at least one. */
void membrane_doorbell(Membrane* membrane);

/** Moves the next answer from the completion ring to the 32 bytes at `completion`. Returns 0 if there is none. */
int membrane_collect(Membrane* membrane, void* completion);

#ifdef __cplusplus
}
#endif

#endif
