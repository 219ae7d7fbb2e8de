// Padding that a reader cannot see.
//
//     struct s { unsigned on : 1; unsigned : 31; };    DWARF and BTF list `on`, and nothing behind it
//
// So they cannot tell an unnamed bit-field from bits that the compiler left free.
#pragma once

#include <span>
#include <vector>

#include "check/answer.h"

namespace abi {

/// Corrects the findings of rule implicit_padding about bit-fields of `expected`, from `first` on: if a witness that
/// lists unnamed bit-fields sees declared padding there, the finding is removed; if no such witness sees the record, it
/// becomes abi-unverified.
void settle_unseen_padding(const Record& expected, std::span<const WitnessAnswer> witnesses,
                           std::vector<Finding>& findings, std::size_t first);

}  // namespace abi
