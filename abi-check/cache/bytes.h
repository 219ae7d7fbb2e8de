// Values as bytes, for the files of the cache: a compact format.
//
// A number is LEB128, a text is its length and its bytes, a list is its count and its elements. The format does not
// depend on the machine. It has no version: the cache records which build of the program wrote it (see key.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace abi {

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

}  // namespace abi
