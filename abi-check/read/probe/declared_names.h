// The names that a source seems to declare, found in its text. A probe asks a compiler about names, so somebody has to
// name them; where there is no spec, this search does. It does not understand the language: it may find names that the
// compiler does not know, and the probe then has no answer for them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace abi::probe {

/// A field of a record whose type may be another record of the sources, or an array of it.
struct TypedField {
    std::string record;
    std::string field;
    std::string type;  // without scopes

    friend bool operator==(const TypedField&, const TypedField&) = default;
};

struct DeclaredNames {
    std::vector<std::string> records;
    std::vector<std::string> enums;
    std::vector<std::string> constants;  // C, C++: macros that have a value and no parameters
    std::vector<std::string> modules{};  // Rust: those of other files: "mod a;"
    std::vector<TypedField> fields{};    // Rust: its compiler confirms the type of a field, but does not name it
};

/// `language`: a name of probe_languages.def. Names have their scopes: "wire::Packet" in Rust, "wire.Packet" in Zig. In
/// Zig only public names are found, because the probe cannot ask about others. In Go, `enums` are the types that
/// another name defines: the compiler knows which of them are integers with constants.
DeclaredNames declared_names(std::string_view text, std::string_view language);

/// The names in a file, or in the files of a folder (a package of Go) and, in Rust, in the files of its modules. Files
/// that cannot be read have no names: the probe reports them.
DeclaredNames declared_names_in(const std::string& path, std::string_view language);

}  // namespace abi::probe
