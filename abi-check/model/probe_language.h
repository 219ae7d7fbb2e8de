// The languages of the probe reader, as facts; the functions that ask their compilers are in read/probe/.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace abi {

struct ProbeLanguage {
    std::string_view name;             // "cpp", as a configuration writes it
    std::string_view title;            // "C++"
    std::string_view suffix;           // of its sources, without a dot
    std::string_view value_separator;  // between an enumeration and its value: "::"; empty: a value needs no owner
    bool has_bit_fields = false;
};

inline constexpr std::array probe_languages{
#define PROBE_LANGUAGE(name, title, suffix, separator, bit_fields) \
    ProbeLanguage{#name, title, suffix, separator, bit_fields},
#include "model/probe_languages.def"
#undef PROBE_LANGUAGE
};

/// The language of that name; null if there is none.
constexpr const ProbeLanguage* find_probe_language(std::string_view name) {
    const auto* const found = std::ranges::find(probe_languages, name, &ProbeLanguage::name);
    return found == probe_languages.end() ? nullptr : found;
}

/// "c, cpp, zig, rust or nim".
inline std::string probe_language_names() {
    std::string names;
    for (const auto& language : probe_languages) {
        const bool is_last = &language == &probe_languages.back();
        names += (names.empty() ? "" : is_last ? " or " : ", ") + std::string(language.name);
    }
    return names;
}

}  // namespace abi
