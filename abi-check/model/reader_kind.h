// The kinds of readers, as facts; each reader has a folder in read/.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace abi {

struct ReaderKind {
    std::string_view name;    // as a configuration writes it
    std::string_view source;  // what it reads
    bool has_past = false;    // what it reads can be read at an older revision
    bool has_language = false;
};

inline constexpr std::array reader_kinds{
#define READER(name, source, has_past, has_language) ReaderKind{#name, source, has_past, has_language},
#include "model/readers.def"
#undef READER
};

/// The reader of that name; null if there is none.
constexpr const ReaderKind* find_reader(std::string_view name) {
    const auto* const found = std::ranges::find(reader_kinds, name, &ReaderKind::name);
    return found == reader_kinds.end() ? nullptr : found;
}

}  // namespace abi
