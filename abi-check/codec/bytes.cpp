#include "codec/bytes.h"

#include <optional>

namespace abi {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

std::optional<std::uint8_t> digit_value(char c) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    const auto at = hex_digits.find(c);
    if (at == std::string_view::npos) return std::nullopt;
    return static_cast<std::uint8_t>(at);
}

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// "'x'" for a printable character, else "the byte 0x1b".
std::string spell(char c) {
    if (c >= ' ' && c <= '~') return std::string("'") + c + "'";
    const auto byte = static_cast<std::uint8_t>(c);
    return "the byte 0x" + to_hex(std::span(&byte, 1));
}

}  // namespace

Result<Bytes> parse_hex(std::string_view text) {
    Bytes bytes;
    std::size_t digits = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_space(text[i])) continue;
        const auto digit = digit_value(text[i]);
        if (!digit) {
            return Problem{{}, "", "hexadecimal digits", spell(text[i]) + " at position " + std::to_string(i + 1)};
        }
        if (digits++ % 2 == 0) {
            bytes.push_back(static_cast<std::uint8_t>(*digit << 4U));
        } else {
            bytes.back() = static_cast<std::uint8_t>(bytes.back() | *digit);
        }
        last = i + 1;
    }
    if (digits % 2 != 0) {
        return Problem{
            {},
            "",
            "an even number of hexadecimal digits",
            std::to_string(digits) + ", the last at position " + std::to_string(last),
        };
    }
    return bytes;
}

std::string to_hex(std::span<const std::uint8_t> bytes, std::size_t group) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (group != 0 && i != 0 && i % group == 0) text += ' ';
        text += hex_digits[bytes[i] >> 4U];
        text += hex_digits[bytes[i] & 15U];
    }
    return text;
}

}  // namespace abi
