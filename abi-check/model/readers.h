// The readers, and the languages of the probe reader, as facts. Each reader has a folder in read/; the functions that
// ask the compilers of the languages are in read/probe/.
#pragma once

#include <array>
#include <string_view>

namespace abi {

struct ReaderKind {
    std::string_view name;    // as a configuration writes it
    std::string_view source;  // what it reads
    bool has_past = false;    // what it reads can be read at an older revision
    bool has_language = false;
    bool lists_unnamed_bits = false;  // it sees `unsigned : 31`
};

inline constexpr std::array reader_kinds{
#define READER(name, source, has_past, has_language, lists_unnamed_bits) \
    ReaderKind{#name, source, has_past, has_language, lists_unnamed_bits},
#include "model/readers.def"
#undef READER
};

struct ProbeLanguage {
    std::string_view name;             // "cpp", as a configuration writes it
    std::string_view title;            // "C++"
    std::string_view suffix;           // of its sources, without a dot
    std::string_view value_separator;  // between an enumeration and its value: "::"; empty: a value needs no owner
    bool has_bit_fields = false;
    std::string_view tested;  // versions of its compilers: "clang 19, GCC 12"
};

inline constexpr std::array probe_languages{
#define PROBE_LANGUAGE(name, title, suffix, separator, bit_fields, tested) \
    ProbeLanguage{#name, title, suffix, separator, bit_fields, tested},
#include "model/probe_languages.def"
#undef PROBE_LANGUAGE
};

}  // namespace abi
