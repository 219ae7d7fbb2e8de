// Source text from a spec. One file per language.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/layout.h"

namespace abi {

/// A spec, and what its text alone does not hold.
struct GenRequest {
    const Layout& spec;
    std::string name;                                                 // of the spec
    std::string digest;                                               // of the whole spec, 64 hexadecimal digits
    std::vector<std::pair<std::string, std::string>> record_digests;  // record, digest; in the spec's order
};

/// A language that declarations can be written in.
struct Language {
    std::string_view name;   // "c", as `abi-check gen` takes it
    std::string_view title;  // "C11", for people
    std::string (*write)(const GenRequest& request);
};

/// c, cpp, zig, nim, rust, python, table: in this order.
std::span<const Language> languages();

/// Declarations of all that a spec can say, with assertions of what the compiler makes of them: the size and alignment
/// of each record, the offset and width of each field. What a language cannot say is said in a comment. Each carries
/// the digest (note.h), and its text depends on the request alone.
std::string gen_c(const GenRequest& request);
std::string gen_cpp(const GenRequest& request);
std::string gen_zig(const GenRequest& request);
std::string gen_nim(const GenRequest& request);
std::string gen_rust(const GenRequest& request);
std::string gen_python(const GenRequest& request);

/// A C++20 header of constexpr rows for abi/conforms.hpp: namespace abi::table::NAME with a RecordRow per
/// record and the spec's digest. Records that exist on some targets only are there on all: a row is a
/// description, no declaration. Bit-fields have no row, so neither has a record that holds one.
std::string gen_table(const GenRequest& request);

}  // namespace abi
