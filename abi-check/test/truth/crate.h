// A unit of Rust as a package of Cargo:
//
//     unit ─► Cargo.toml, build.rs, src/lib.rs, src/ring.rs, src/wire/… ─► cargo ─► probe
//       └───► one text with the same modules, and a table in each ─► rustc ─► table, DWARF
//
// Private records and fields are seen only within their module, so each module has the table of its own records.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "test/truth/random.h"
#include "test/truth/shape.h"

namespace abi::truth {

/// The modules that records are spread over; the first is the root.
extern const std::vector<std::string> crate_modules;

/// Whether code in module `from` may name the record.
bool is_visible(const Shape& shape, const std::string& from);

/// The type of a record or an enumeration as code in module `from` names it: "crate::wire::R3".
std::string path_in_crate(const std::string& module, const std::string& tag, const std::string& from);

/// What cargo is asked for, from the unit's form.
struct CrateForm {
    std::string edition;
    bool has_feature = false;      // "wide"
    bool is_default = false;       // by the package's default features, and not by name
    bool has_build_script = true;  // it writes the file that a module includes; else the file lies in the package
};
CrateForm crate_form(const Unit& unit);

/// The files of the package: path and text.
std::vector<std::pair<std::string, std::string>> write_crate(const Unit& unit);

/// All modules in one text.
std::string write_crate_declarations(const Unit& unit);
std::string write_crate_table(const Unit& unit, const std::vector<Subject>& subjects);

}  // namespace abi::truth
