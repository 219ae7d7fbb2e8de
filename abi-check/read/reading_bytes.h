// What readers return as bytes, for the cache.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cache/model_bytes.h"
#include "read/reading.h"

namespace abi {

namespace bytes {

void members(auto& io, is<UnitChoice> auto& value) {
    auto& [is_left_out, why, found_in, file] = value;
    io.parts(is_left_out, why, found_in, file);
}

}  // namespace bytes

std::string bytes_of(const Reading& reading);

/// Nothing if the bytes are not exactly what bytes_of writes for a reading.
std::optional<Reading> reading_of(std::string_view bytes);

}  // namespace abi
