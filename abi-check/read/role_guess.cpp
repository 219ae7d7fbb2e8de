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

// The last one: bindgen's `__bindgen_padding_0`.
constexpr std::array<std::string_view, 3> padding_words{"pad", "padding", "bindgen_padding"};

/// "Reserved1" of "wReserved1": without the letters that tell the type of the field.
std::string_view without_type_letters(std::string_view name) {
    for (const std::string_view letters : {"b", "w", "dw", "bm"}) {
        if (name.starts_with(letters) && name.substr(letters.size()).starts_with("Reserved"))
            return name.substr(letters.size());
    }
    return name;
}

/// Whether the name is `word` alone or with numbers: "pad2", "reserved_1", but not "pad_left" or "unused_count".
bool is_word(std::string_view name, std::string_view word) {
    return name.starts_with(word) && name.find_first_not_of("_0123456789", word.size()) == std::string_view::npos;
}

/// The name in lower case, without the underscores and digits in front of it.
std::string bare_name(std::string_view name) {
    std::string bare(name.substr(std::min(name.find_first_not_of("_0123456789"), name.size())));
    std::ranges::transform(bare, bare.begin(), lower);
    return bare;
}

bool is_one_of(std::string_view bare, const auto& words) {
    return std::ranges::any_of(words, [&](auto word) { return is_word(bare, word); });
}

}  // namespace

Role guess_role(std::string_view field_name) {
    const auto bare = bare_name(without_type_letters(field_name));
    if (is_one_of(bare, reserved_words)) return Role::reserved;
    if (is_one_of(bare, padding_words)) return Role::padding;
    // Names of the C implementation say which padding it is: "__sem_nsems_pad", "__ss_padding".
    const bool says_padding =
        std::ranges::any_of(padding_words, [&](auto word) { return bare.ends_with("_" + std::string(word)); });
    return field_name.starts_with("__") && says_padding ? Role::padding : Role::data;
}

bool begins_like_padding(std::string_view field_name) {
    if (guess_role(field_name) != Role::data) return false;
    const auto bare = bare_name(field_name);
    const auto begins = [&](auto word) { return bare.starts_with(word); };
    return std::ranges::any_of(padding_words, begins) || std::ranges::any_of(reserved_words, begins);
}

}  // namespace abi
