#include "report/terminal.h"

#include <llvm/Support/Unicode.h>

#include <algorithm>
#include <array>

namespace abi {
namespace {

/// The bytes of the first character; for malformed text, one byte.
std::string_view first_character(std::string_view text) {
    std::size_t bytes = 1;
    while (bytes < text.size() && bytes < 4 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) ++bytes;
    return text.substr(0, bytes);
}

/// A character that cannot be printed, or that LLVM does not know, counts as one column.
std::size_t columns_of_character(std::string_view character) {
    if (character.size() == 1) return 1;
    const int columns = llvm::sys::unicode::columnWidthUTF8(character);
    return columns < 0 ? 1 : static_cast<std::size_t>(columns);
}

/// How many bytes at the start of the text fit into `columns`.
std::size_t bytes_within(std::string_view text, std::size_t columns) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto character = first_character(text.substr(at));
        const auto width = columns_of_character(character);
        if (width > columns) break;
        columns -= width;
        at += character.size();
    }
    return at;
}

}  // namespace

std::string paint(const TextStyle& style, Ink ink, const std::string& text) {
    constexpr std::array inks{"\x1b[1m",  "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m",
                              "\x1b[32m", "\x1b[2m",    "\x1b[35m",   "\x1b[34m"};
    if (!style.color || text.empty()) return text;
    return inks.at(static_cast<std::size_t>(ink)) + text + "\x1b[0m";
}

std::size_t columns_of(std::string_view text) {
    std::size_t columns = 0;
    while (!text.empty()) {
        const auto character = first_character(text);
        columns += columns_of_character(character);
        text.remove_prefix(character.size());
    }
    return columns;
}

std::string shortened(std::string_view text, std::size_t columns, std::string_view mark) {
    if (bytes_within(text, columns) == text.size()) return std::string(text);
    const auto room = columns - std::min(columns, columns_of(mark));
    return std::string(text.substr(0, bytes_within(text, room))) + std::string(mark);
}

std::string fit(std::string_view text, std::size_t columns, std::string_view mark) {
    std::string made = shortened(text, columns, mark);
    const auto used = columns_of(made);
    return made + std::string(columns - std::min(columns, used), ' ');
}

void append_wrapped(std::string& out, std::string_view head, std::string_view text) {
    const std::string indent(columns_of(head), ' ');
    std::string line(head);
    bool empty = true;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const auto word = text.substr(at, end - at);
        if (!empty && columns_of(line) + 1 + columns_of(word) > page_columns) {
            out += line + "\n";
            line = indent;
            empty = true;
        }
        if (!empty) line += ' ';
        line += word;
        empty = false;
        at = end + 1;
    }
    out += line + "\n";
}

}  // namespace abi
