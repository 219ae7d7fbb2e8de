// Units as bytes (read/bytes.h), for the cache and for shards.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/clang/unit.h"

namespace abi::clang_reader {

std::string bytes_of(const std::vector<Unit>& units);

/// Nothing if the bytes are not exactly what bytes_of writes for some units.
std::optional<std::vector<Unit>> units_of(std::string_view bytes);

}  // namespace abi::clang_reader
