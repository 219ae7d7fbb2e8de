// Compares the declarations of two sides with each other, without a spec.
//
//     first side, second side ─► pair_names ─► compare_sides ─► Comparison ─► reports
//                                                  └─► agreed ─► draft_spec
//
// The first side takes the place of a spec. What only concerns one side (a type of the host's width, padding that one
// side leaves to the compiler) is not a difference, because the bytes are the same.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "check/answer.h"
#include "check/pairing.h"
#include "model/finding.h"

namespace abi {

struct Side {
    std::string name;              // as the user named it: "include/packet.h"
    std::vector<std::string> own;  // beginnings of the paths whose declarations are the side's own; empty: all are
    std::vector<WitnessAnswer> answers;  // one for each target, with the side's own names
};

/// Adds findings, cells and the expected layout. `comparison` holds the targets; the layers are set here. Both sides
/// have an answer for each target, in that order.
void compare_sides(const Side& first, const Side& second, const Pairing& pairing, Comparison& comparison);

/// What both sides agree on, one layout for each target, in the first side's names: records and enumerations without a
/// finding at error level, and constants that have one value. What a record holds must be there, too.
std::vector<Layout> agreed(const Side& first, const Pairing& pairing, const Comparison& comparison);

}  // namespace abi
