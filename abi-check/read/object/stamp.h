// The notes that a build left about the spec it was made from.
#pragma once

#include <vector>

#include "model/stamp.h"
#include "read/object/image.h"

namespace abi::object {

/// From the notes of the owner "abi-check": type 1, 32 bytes, is the digest of the spec; type 2 is 32 bytes, the digest
/// of one record, and the record's name with a NUL. A linked file holds those of all its objects: one stamp per
/// different spec. Notes that make no sense are passed over.
std::vector<Stamp> read_stamps(const Image& image);

}  // namespace abi::object
