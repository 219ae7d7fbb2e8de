// Units as bytes, for the cache: a compact format.
//
// A number is LEB128, a text is its length and its bytes, a list is its count and its elements. The format does not
// depend on the machine. It has no version: the cache records which build of the program wrote it (see cache.h).
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

/// Reads values from the front of untrusted bytes. After the first value that does not fit, `good` is false and every
/// further value is 0 or "".
struct ByteSource {
    std::string_view rest;
    bool good = true;

    std::uint64_t number();
    std::string_view text();
    /// The count of the elements that follow. Never more than the bytes that are left, as an element has at least one.
    std::size_t count();
};

std::string bytes_of(const std::vector<Unit>& units);

/// Nothing if the bytes are not exactly what bytes_of writes for some units.
std::optional<std::vector<Unit>> units_of(std::string_view bytes);

}  // namespace abi::clang_reader
