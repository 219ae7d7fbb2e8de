#include "core/text.h"

namespace core {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

ShortText in_base(std::uint64_t value, std::uint64_t base) {
    ShortText text;
    do {
        text.letters[--text.first] = digits[value % base];
        value /= base;
    } while (value != 0);
    return text;
}

}  // namespace

ShortText hexadecimal(std::uint64_t value) {
    ShortText text = in_base(value, 16);
    text.letters[--text.first] = 'x';
    text.letters[--text.first] = '0';
    return text;
}

ShortText decimal(std::uint64_t value) {
    return in_base(value, 10);
}

ShortText escaped(char character) {
    const auto byte = static_cast<std::uint8_t>(character);
    ShortText text;
    if (byte >= 0x20 && byte < 0x7f && character != '\\') {
        text.letters[--text.first] = character;
        return text;
    }
    for (const char letter : {digits[byte & 15], digits[byte >> 4], 'x', '\\'}) {
        text.letters[--text.first] = letter;
    }
    return text;
}

std::optional<std::uint32_t> hex_digit(char letter) {
    if (letter >= '0' && letter <= '9') {
        return static_cast<std::uint32_t>(letter - '0');
    }
    const char lower = static_cast<char>(letter | 0x20);  // both cases of a letter differ in this bit
    return lower >= 'a' && lower <= 'f' ? std::optional<std::uint32_t>(lower - 'a' + 10) : std::nullopt;
}

std::array<char, 2> hex_digits(std::uint8_t byte) {
    return {digits[byte >> 4], digits[byte & 15]};
}

}  // namespace core
