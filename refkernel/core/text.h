// Numbers and bytes as text, without a heap.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace core {

/// Up to 20 characters, held by value.
struct ShortText {
    std::array<char, 20> letters{};
    std::size_t first = 20;  // the text is [first, 20): digits are found from the last to the first

    std::string_view view() const { return {letters.data() + first, letters.size() - first}; }
};

/// Bytes, seen as characters.
inline std::string_view as_text(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// "0x1f".
ShortText hexadecimal(std::uint64_t value);
/// "31".
ShortText decimal(std::uint64_t value);
/// "1f": two lower-case digits.
std::array<char, 2> hex_digits(std::uint8_t byte);

}  // namespace core
