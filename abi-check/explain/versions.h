// The shorter records that older versions of a spec wrote, for records that grow and state their own size.
//
//     the record: size, flags, queue (since 2), time (since 3)    32 bytes
//     versions:   size, flags                                     8 bytes, `size` holds 8
//                 size, flags, queue                              16 bytes, `size` holds 16
#pragma once

#include <vector>

#include "model/layout.h"

namespace abi {

/// The record as each older, shorter version wrote it, the shortest first. The versions are those that its fields name
/// (`since`); if no field names one, the record may end before each of its fields from min_size_bytes on. Empty for a
/// record without a size_field, because nothing in the bytes would tell its versions apart.
std::vector<Record> shorter_versions(const Record& record);

}  // namespace abi
