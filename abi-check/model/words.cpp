#include "model/words.h"

namespace abi {

std::string counted(std::uint64_t count, std::string_view noun) {
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string offset_text(std::uint64_t offset_bits) {
    std::string text = "offset " + std::to_string(offset_bits / 8);
    if (offset_bits % 8 != 0) text += ", bit " + std::to_string(offset_bits % 8);
    return text;
}

std::string offset_words(std::uint64_t offset_bits) {
    const std::string bytes = std::to_string(offset_bits / 8);
    return offset_bits % 8 == 0 ? bytes : bytes + "." + std::to_string(offset_bits % 8);
}

std::string size_text(std::uint64_t size_bits) {
    return size_bits % 8 == 0 ? counted(size_bits / 8, "byte") : counted(size_bits, "bit");
}

std::string type_text(const Field& field) {
    return to_string(field.type) + (field.bit_width ? ":" + std::to_string(*field.bit_width) : "");
}

std::string in_quotes(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

std::string snake_case(std::string_view name) {
    std::string made;
    for (const char c : name) {
        const bool is_capital = c >= 'A' && c <= 'Z';
        if (is_capital && !made.empty() && made.back() != '_') made += '_';
        made += is_capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return made;
}

}  // namespace abi
