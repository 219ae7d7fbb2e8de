// Source text from a spec. One file per language; languages.def lists the languages.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/layout.h"

namespace abi {

/// A spec, with its name and its digests, which the layout does not hold.
struct GenRequest {
    const Layout& spec;
    std::string name;                                                 // of the spec
    std::string digest;                                               // of the whole spec, 64 hexadecimal digits
    std::vector<std::pair<std::string, std::string>> record_digests;  // record, digest; in the spec's order
};

/// A row of languages.def.
struct Language {
    std::string_view name;    // "c", as `abi-check gen` takes it
    std::string_view title;   // "C", for people
    std::string_view suffix;  // of a file in the language: ".h"
    std::string (*write)(const GenRequest& request);
    bool is_format = false;  // for a program that shows bytes: without assertions and without the digest note
};

/// The rows of languages.def, in its order.
std::span<const Language> languages();

/// gen_c(), gen_cpp() and so on. Each returns declarations of the whole spec, and assertions by which the compiler
/// checks them: the size and alignment of each record, the offset and width of each field. A comment replaces what the
/// language cannot declare. The text carries the digest (note.h), and depends on the request alone.
///
/// gen_table() returns a C++20 header of constexpr rows for abi/conforms.hpp: namespace abi::table::NAME with the
/// digest of the spec and a RecordRow per record, whatever its targets: a row declares nothing. Records with bit-fields
/// have no row.
///
/// gen_wireshark(), gen_imhex(), gen_kaitai() and gen_text() describe bytes (formats.h). The byte orders of the spec
/// are known: refuse_orders() refuses `native` for the first three.
#define LANGUAGE(name, title, suffix) std::string gen_##name(const GenRequest& request);
#include "gen/languages.def"
#undef LANGUAGE

}  // namespace abi
