#include "lsp/position.h"

#include <algorithm>
#include <cctype>

namespace abi::lsp {
namespace {

/// The bytes of the character at the beginning of a text that is not empty.
std::size_t bytes_of_first(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (length > text.size()) return 1;
    for (std::size_t i = 1; i < length; ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80) return 1;
    }
    return length;
}

bool is_word(char c) {
    return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

std::size_t utf16_units(std::string_view text) {
    std::size_t units = 0;
    while (!text.empty()) {
        const auto bytes = bytes_of_first(text);
        units += bytes == 4 ? 2 : 1;
        text.remove_prefix(bytes);
    }
    return units;
}

Lines::Lines(std::string_view text) : text_(text), begins_{0} {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_end = text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'));
        if (is_end) begins_.push_back(at + 1);
    }
}

std::string_view Lines::at(std::size_t line) const {
    if (line >= begins_.size()) return "";
    const auto end = line + 1 < begins_.size() ? begins_[line + 1] : text_.size();
    auto text = text_.substr(begins_[line], end - begins_[line]);
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

std::size_t Lines::offset(std::size_t line, std::size_t utf16) const {
    if (line >= begins_.size()) return text_.size();
    auto rest = at(line);
    const auto length = rest.size();
    std::size_t units = 0;
    while (!rest.empty() && units < utf16) {
        const auto bytes = bytes_of_first(rest);
        units += bytes == 4 ? 2 : 1;
        rest.remove_prefix(bytes);
    }
    return begins_[line] + length - rest.size();
}

nlohmann::json Lines::position(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const auto line = static_cast<std::size_t>(std::ranges::upper_bound(begins_, offset) - begins_.begin()) - 1;
    return {{"line", line}, {"character", utf16_units(text_.substr(begins_[line], offset - begins_[line]))}};
}

nlohmann::json Lines::range(std::size_t begin, std::size_t end) const {
    return {{"start", position(begin)}, {"end", position(end)}};
}

nlohmann::json Lines::line_range(const Place& place) const {
    const std::size_t line = std::min<std::size_t>(place.line == 0 ? 0 : place.line - 1, begins_.size() - 1);
    const auto text = at(line);
    const auto indent = std::min(text.find_first_not_of(" \t"), text.size());
    const bool is_known = place.column != 0 && place.line != 0 && place.column - 1 <= text.size();
    const std::size_t begin = is_known ? place.column - 1 : indent;
    const bool ends_here = is_known && place.end_line == place.line && place.end_column > place.column;
    const std::size_t end = ends_here ? std::min<std::size_t>(place.end_column - 1, text.size()) : text.size();
    return range(begins_[line] + begin, begins_[line] + std::max(begin, end));
}

std::string Lines::word_at(std::size_t line, std::size_t utf16) const {
    if (line >= begins_.size()) return "";
    const auto text = at(line);
    std::size_t begin = offset(line, utf16) - begins_[line];
    auto end = begin;
    while (begin > 0 && is_word(text[begin - 1])) --begin;
    while (end < text.size() && is_word(text[end])) ++end;
    return std::string(text.substr(begin, end - begin));
}

}  // namespace abi::lsp
