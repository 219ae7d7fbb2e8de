// The spec that this kernel was built against.
#pragma once

#include <optional>

#include "core/elf.h"

namespace core {

/// The digest that programs must have; nothing if the build had no spec table.
std::optional<SpecDigest> spec_digest();

}  // namespace core
