#include "read/dwarf/names.h"

#include <algorithm>

namespace abi::dwarf {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_of_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// The end of a number's suffix that begins at `at`: C++ [lex.icon]; GCC writes it in small letters.
std::size_t after_suffix(std::string_view name, std::size_t at) {
    while (at < name.size() && (name[at] == 'u' || name[at] == 'U' || name[at] == 'l' || name[at] == 'L')) ++at;
    return at;
}

/// Where the arguments begin, or the end.
std::size_t head_end(std::string_view name) {
    return std::min(name.find_first_of("<("), name.size());
}

bool is_path(std::string_view name) {
    return !name.empty() && name.front() != '&' && name.front() != '*' && name.front() != '[';
}

/// "m.CmdPacket" of "m.CmdPacket__struct_904": what Zig calls a type that a declaration chooses by an `if`.
std::string_view without_zig_number(std::string_view written) {
    const auto digits = written.find_last_not_of("0123456789") + 1;
    for (const std::string_view word : {"__struct_", "__union_"}) {
        if (digits < written.size() && written.substr(0, digits).ends_with(word) && digits > word.size()) {
            return written.substr(0, digits - word.size());
        }
    }
    return written;
}

}  // namespace

std::string_view spoken_name(std::string_view written) {
    constexpr std::string_view nim_object = "tyObject_";
    if (!written.starts_with(nim_object)) return without_zig_number(written);
    const auto name = written.substr(nim_object.size());
    const auto end = name.rfind("__");
    return end == std::string_view::npos || end == 0 ? written : name.substr(0, end);
}

std::string_view last_component(std::string_view name) {
    // What follows the first bracket are arguments; a name that begins with one ("(u32, u8)", "[]u8") is no path.
    const auto head = name.substr(0, head_end(name));
    if (head.empty() || !is_path(name)) return name;
    const auto separator = head.find_last_of(":.");
    return separator == std::string_view::npos ? head : head.substr(separator + 1);
}

bool is_noise(std::string_view scope) {
    return scope.starts_with('{');
}

std::string plain_name(std::string_view name) {
    std::string kept;
    bool blank = false;
    for (std::size_t at = 0; at < name.size(); ++at) {
        const char c = name[at];
        if (is_blank(c)) {
            blank = true;
            continue;
        }
        if (blank && !kept.empty() && is_of_word(kept.back()) && is_of_word(c)) kept += ' ';
        blank = false;
        const bool begins_number = is_digit(c) && (kept.empty() || !is_of_word(kept.back()));
        kept += c;
        if (!begins_number) continue;
        while (at + 1 < name.size() && is_digit(name[at + 1])) kept += name[++at];
        const auto end = after_suffix(name, at + 1);
        if (end == name.size() || !is_of_word(name[end])) at = end - 1;
    }
    return kept;
}

WantedNames::WantedNames(const std::vector<std::string>& names) {
    for (const auto& name : names) {
        names_.emplace(plain_name(name), name);
        last_strings_.emplace(last_component(name));
    }
    for (const auto& last : last_strings_) {
        last_components_.insert(last);
        if (!last.empty()) first_two_.set(first_two(last));
    }
}

std::string_view WantedNames::last_component_with_arguments(std::string_view name) {
    if (!is_path(name)) return name;
    const auto separator = name.substr(0, head_end(name)).find_last_of(":.");
    return separator == std::string_view::npos ? name : name.substr(separator + 1);
}

std::string WantedNames::spelled(std::string qualified) const {
    if (qualified.find_first_of("<(") == std::string::npos) return qualified;
    const auto asked = names_.find(plain_name(qualified));
    return asked != names_.end() ? asked->second : qualified;
}

}  // namespace abi::dwarf
