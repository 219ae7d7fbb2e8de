// Where a name of a record is asked for in a crate, and how it is written there. A question stands in the module that
// declares the record, since only there and below it rustc shows what is private:
//
//     "ring::P"      in the module ring: super::P
//     "P"            at the root: super::P, and if that is `pub use imp::P`, in the module imp: super::P
//     "P"            if the root has none, and one module declares it: there
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace abi::probe {

/// A module of the crate that has questions. The first one is the root.
struct RustPart {
    std::vector<std::string> module{};  // its path in the crate; empty: the root
    std::string file{};                 // that contains it, absolute
    std::set<std::string> declared{};   // names of types, constants and statics
    std::set<std::string> maybe{};      // names that macros may declare
};

struct RustSpelling {
    std::size_t part = 0;  // the module of the question
    std::string text{};    // as the question writes the name: "super::P"
    std::string same{};    // the path of the same type in the crate, which the compiler must confirm; may be empty
};

/// The ways to write the name of a record or an enumeration, in the order in which they are tried; not empty.
/// "crate::a::B" and "a::B" mean B in the module a; if there is none, "a::B" means B in the crate.
std::vector<RustSpelling> type_spellings(const std::vector<RustPart>& parts, const std::string& name);

/// The same for a constant, also one of a type: "Kind::FIRST".
std::vector<RustSpelling> constant_spellings(const std::vector<RustPart>& parts, const std::string& name);

/// The modules that declare a type if its name does not tell which one is meant; otherwise empty.
std::vector<std::string> rival_modules(const std::vector<RustPart>& parts, const std::string& name);

/// A keyword as an identifier has "r#" before it (Rust reference, raw identifiers).
std::string raw_identifier(const std::string& name);

/// The names whose declarations are of interest for "a::Kind::FIRST": "FIRST" and "Kind".
void add_wanted(const std::string& name, std::set<std::string>& wanted);

}  // namespace abi::probe
