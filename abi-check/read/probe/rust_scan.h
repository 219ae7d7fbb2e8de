// Finds in the text of a Rust source which modules it has and what they declare:
//
//     struct A { }  mod x { pub(crate) struct B { } }       the file: declares A        its module x: declares B
//     s! { struct C { } }  make!(D);  fn f() { struct E; }  the file: declares C, may have D by make!; E is in a body
//
// The text only tells where to ask. The compiler answers, also whether a module has the record.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace abi::probe {

/// The file itself, or a module that it writes as `mod name { … }`.
struct ScannedModule {
    std::size_t end = 0;                // in bytes: its closing brace, or the end of the file
    bool is_file = false;               // the file itself
    std::set<std::string> declared{};   // types, constants and statics, also in the arguments of macros
    std::set<std::string> mentioned{};  // identifiers in the arguments of macros, which may declare them
    std::set<std::string> macros{};     // that it calls
};

struct ScannedFile {
    std::vector<ScannedModule> modules;  // the file first
    std::set<std::string> in_bodies;     // types in the bodies of functions: no other code can name them
    std::map<std::string, std::set<std::string>> macros;  // by macro: the types that its definition declares
    bool names_crate = false;                             // #![crate_name = "…"]
    std::size_t top = 0;                                  // where an attribute of the crate can be put, in bytes
};

ScannedFile scan_rust(std::string_view text);

}  // namespace abi::probe
