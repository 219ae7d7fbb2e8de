#include "report/terminal.h"

#include <algorithm>
#include <array>

namespace abi {

std::string paint(const TextStyle& style, Ink ink, const std::string& text) {
    constexpr std::array inks{"\x1b[1m",  "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m",
                              "\x1b[32m", "\x1b[2m",    "\x1b[35m",   "\x1b[34m"};
    if (!style.color || text.empty()) return text;
    return inks.at(static_cast<std::size_t>(ink)) + text + "\x1b[0m";
}

std::size_t columns_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
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
