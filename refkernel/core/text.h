// Converts numbers and bytes to text, without a heap.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace core {

/// A text of up to 20 characters.
struct ShortText {
    std::array<char, 20> letters{};
    std::size_t first = 20;  // the text is letters[first, 20), because digits are written from the last to the first

    std::string_view view() const { return {letters.data() + first, letters.size() - first}; }
};

/// Removes the part before the first `end` from `text`, and that character; all of `text` if there is none. Returns the
/// part.
inline std::string_view take_part(std::string_view& text, char end) {
    const std::string_view part(text.data(), std::min(text.find(end), text.size()));  // not substr: it can throw
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

/// Bytes as characters.
inline std::string_view as_text(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// "0x1f".
ShortText hexadecimal(std::uint64_t value);
/// "31".
ShortText decimal(std::uint64_t value);
/// A character of a text that others choose, such as a name: itself if it is printable ASCII, otherwise "\x0a". A
/// backslash is "\x5c", so different texts stay different.
ShortText escaped(char character);
/// The value of a hexadecimal digit.
std::optional<std::uint32_t> hex_digit(char letter);
/// "1f": two lower-case digits.
std::array<char, 2> hex_digits(std::uint8_t byte);

}  // namespace core
