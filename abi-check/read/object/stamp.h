// The notes in a compiled file about the spec that it was built from.
#pragma once

#include <vector>

#include "model/stamp.h"
#include "read/object/image.h"

namespace abi::object {

/// Reads the notes of the owner "abi-check". A note of type 1 is the digest of the spec, 32 bytes. A note of type 2 is
/// the digest of one record, 32 bytes, and the record's name with a NUL. A linked file contains the notes of all its
/// objects, so it can have several specs: one stamp each. Malformed notes are ignored.
std::vector<Stamp> read_stamps(const Image& image);

}  // namespace abi::object
