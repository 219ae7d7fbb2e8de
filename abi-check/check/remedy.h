// What a user can do about a difference between the spec and a layer.
#pragma once

#include <string>

#include "check/compare.h"

namespace abi {

/// Advice for a difference of the two records, as an imperative sentence without a full stop: "insert `_pad: u32` after
/// `kind`". Empty where none is known.
std::string remedy(const Difference& difference, const Record& expected, const Record& actual);

}  // namespace abi
