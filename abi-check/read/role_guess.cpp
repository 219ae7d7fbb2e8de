#include "read/role_guess.h"

#include <algorithm>
#include <array>
#include <string>

namespace abi {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr std::array<std::string_view, 7> reserved_words{"reserved", "rsv",   "rsvd", "resv",
                                                         "unused",   "spare", "mbz"};  // "must be zero"

/// Whether the name is `word` alone or with a number: "pad2", "reserved_1", but not "pad_left" or "unused_count".
bool is_word(std::string_view name, std::string_view word) {
    return name.starts_with(word) && name.find_first_not_of("_0123456789", word.size()) == std::string_view::npos;
}

}  // namespace

Role guess_role(std::string_view field_name) {
    std::string name(field_name);
    std::ranges::transform(name, name.begin(), lower);
    const std::string_view bare = std::string_view(name).substr(std::min(name.find_first_not_of('_'), name.size()));
    if (std::ranges::any_of(reserved_words, [&](auto word) { return is_word(bare, word); })) return Role::reserved;
    const bool underscored = bare.size() != name.size();
    if (underscored && bare.starts_with("pad")) return Role::padding;
    if (is_word(bare, "pad") || is_word(bare, "padding")) return Role::padding;
    return Role::data;
}

}  // namespace abi
