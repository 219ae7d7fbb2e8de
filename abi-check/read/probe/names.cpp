#include "read/probe/names.h"

#include <algorithm>

namespace abi::probe {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes a word from the front; false if there is none.
bool take_word(std::string_view& name) {
    if (name.empty() || !is_letter(name.front())) return false;
    const auto* const end = std::ranges::find_if_not(name, [](char c) { return is_letter(c) || is_digit(c); });
    name.remove_prefix(static_cast<std::size_t>(end - name.begin()));
    return true;
}

/// Takes template arguments ("<unsigned, 3>") from the front, if there are any. Returns false if the brackets are not
/// balanced or if a character is not allowed: no comment may begin in them.
bool take_arguments(std::string_view& name) {
    constexpr std::string_view allowed = ":.,*& -+<>";
    if (!name.starts_with('<')) return true;
    int depth = 0;
    for (; !name.empty(); name.remove_prefix(1)) {
        const char c = name.front();
        if (!is_letter(c) && !is_digit(c) && allowed.find(c) == std::string_view::npos) return false;
        depth += (c == '<' ? 1 : 0) - (c == '>' ? 1 : 0);
        if (depth != 0) continue;
        name.remove_prefix(1);
        return true;
    }
    return false;
}

bool take_separator(std::string_view& name) {
    for (const std::string_view separator : {"::", ".", " "}) {
        if (!name.starts_with(separator)) continue;
        name.remove_prefix(separator.size());
        return true;
    }
    return false;
}

}  // namespace

bool is_plain_name(std::string_view name) {
    do {
        if (!take_word(name) || !take_arguments(name)) return false;
        if (name.empty()) return true;
    } while (take_separator(name));
    return false;
}

std::string quoted_text(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            quoted += {'\\', 'x', digits[byte >> 4U], digits[byte & 0xFU]};
            continue;
        }
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\"";
}

std::vector<std::string> components_of(std::string_view name) {
    std::vector<std::string> parts{""};
    int depth = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '<') ++depth;
        if (name[i] == '>') --depth;
        if (depth == 0 && name.substr(i, 2) == "::") {
            parts.emplace_back();
            ++i;
        } else {
            parts.back() += name[i];
        }
    }
    return parts;
}

std::string without_arguments(std::string_view name) {
    return std::string(name.substr(0, name.find('<')));
}

}  // namespace abi::probe
