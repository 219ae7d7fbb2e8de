// Units as bytes, to be kept between runs: a compact format of our own.
//
// Numbers are LEB128, texts are a length and bytes, lists are a count and their elements. Nothing in it depends on the
// machine. There is no version: whoever stores bytes says who wrote them (see cache.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/clang/unit.h"

namespace abi::clang_reader {

void put_number(std::string& bytes, std::uint64_t number);
void put_text(std::string& bytes, std::string_view text);

/// Takes from the front of bytes that anybody may have written. After the first thing that does not fit it gives zeros
/// and empty texts, and `good` is false for ever.
struct ByteSource {
    std::string_view rest;
    bool good = true;

    std::uint64_t number();
    std::string_view text();
    /// How many elements follow. Each takes one byte at least, so there are no more than bytes.
    std::size_t count();
};

std::string bytes_of(const std::vector<Unit>& units);

/// Nothing when the bytes are not exactly what bytes_of writes for some units.
std::optional<std::vector<Unit>> units_of(std::string_view bytes);

}  // namespace abi::clang_reader
