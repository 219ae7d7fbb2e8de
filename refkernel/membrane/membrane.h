/* The membrane for programs in other languages than C++: what is not a layout.
 *
 *     membrane_seal ─► membrane_push ─► membrane_doorbell ─► membrane_collect
 *
 * Whole slots cross here, as bytes. What they mean is the program's own declaration, and nobody's else: one that is
 * wrong meets the kernel as it is. */
#ifndef MEMBRANE_MEMBRANE_H
#define MEMBRANE_MEMBRANE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The program's end of its rings. */
typedef struct Membrane Membrane; /* NOLINT(modernize-use-using): C reads this, too */

/** The program. Returns its exit status, 31 bits; 0 is success. */
uint64_t main_program(Membrane* membrane);

/** Writes the id of the 32 bytes at `packet`: the next sequence number, and the tag of the 16 bytes before it. It must
 *  be pushed before the next one is sealed. */
void membrane_seal(Membrane* membrane, void* packet);

/** Puts 32 bytes into the submission ring as they are. 0: the ring is full. */
int membrane_push(Membrane* membrane, const void* packet);

/** Lets the kernel run until it has answered what it can and, at least, one packet. */
void membrane_doorbell(Membrane* membrane);

/** Moves the next answer out of the completion ring into the 32 bytes at `completion`. 0: there is none. */
int membrane_collect(Membrane* membrane, void* completion);

#ifdef __cplusplus
}
#endif

#endif
