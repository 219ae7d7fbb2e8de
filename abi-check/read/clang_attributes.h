// Attributes that change a layout and that clang does not know by itself.
#pragma once

#include <string>

#include "clang/AST/Decl.h"

namespace abi {

/// Why the fields of a record cannot be told, in words; empty: they can. GCC's
/// scalar_storage_order("big-endian") turns round the bytes and bit-fields of a
/// record, and clang would drop it with no more than a warning.
std::string blinding_attribute(const clang::RecordDecl& declared);

}  // namespace abi
