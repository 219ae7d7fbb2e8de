#include "read/wanted_names.h"

#include <algorithm>

namespace abi {
namespace {

constexpr std::string_view blanks = " \t\n\r\f\v";

bool is_blank(char c) {
    return blanks.find(c) != std::string_view::npos;
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

std::string_view trimmed(std::string_view name) {
    name.remove_prefix(std::min(name.find_first_not_of(blanks), name.size()));
    return name.substr(0, name.find_last_not_of(blanks) + 1);
}

/// A name cut at its last separator outside of arguments.
struct Cut {
    std::string_view last;            // "Ring"
    std::string_view with_arguments;  // "Ring<core::Cmd>"
};

Cut cut(std::string_view name) {
    name = trimmed(name);
    if (name.empty() || std::string_view("<(&*[").find(name.front()) != std::string_view::npos) return {name, name};
    std::size_t begin = 0;
    std::size_t end = name.size();
    std::size_t depth = 0;  // of arguments; the names within them do not count
    for (std::size_t at = 0; at < name.size(); ++at) {
        const char c = name[at];
        const bool closes = c == ')' || (c == '>' && name[at - 1] != '-');  // "fn(u32) -> u8"
        if ((c == '<' || c == '(') && depth++ == 0) end = at;
        if (closes && depth != 0) --depth;
        if ((c != ':' && c != '.') || depth != 0) continue;
        begin = at + 1;
        end = name.size();
    }
    return {trimmed(name.substr(begin, end - begin)), name.substr(begin)};
}

}  // namespace

std::string_view last_component(std::string_view name) {
    return cut(name).last;
}

std::string_view WantedNames::last_component_with_arguments(std::string_view name) {
    return cut(name).with_arguments;
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
        names_.try_emplace(plain_name(name), name);
        const auto last = last_component(name);
        last_components_.insert(last);
        if (last.empty()) continue;
        first_two_.set(first_two(last));
        lengths_.push_back(last.size());
    }
    std::ranges::sort(lengths_);
    lengths_.erase(std::ranges::unique(lengths_).begin(), lengths_.end());
}

std::string WantedNames::spelled(std::string qualified) const {
    if (qualified.find_first_of("<(") == std::string::npos) return qualified;
    const auto asked = names_.find(plain_name(qualified));
    return asked != names_.end() ? asked->second : qualified;
}

}  // namespace abi
