// What one unit declares, by offset: the first walk over its entries. It reads no member and enters no function.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "llvm/ADT/DenseMap.h"
#include "model/layout.h"
#include "read/dwarf/die.h"
#include "read/dwarf/lines.h"
#include "read/dwarf/names.h"

namespace abi::dwarf {

/// A type as far as a field needs it. The name of a record or an enumeration is found when it is written down.
struct Type {
    Kind kind = Kind::unknown;
    std::uint64_t width_bits = 0;
    unsigned exact_bits = 0;             // of an integer that does not fill its storage: u7, _BitInt(17)
    Kind kind_if_exact = Kind::unknown;  // what it is as a bit-field
    std::vector<std::uint64_t> extents;
    bool flexible_tail = false;
    bool is_signed = false;
    bool host_sized = false;
    bool incomplete = false;        // a record that is only declared where it was looked for
    bool nameless = false;          // the record or enumeration has no name of its own
    DieRef tag = no_die;            // the record or enumeration
    std::uint32_t align_bytes = 0;  // as a typedef states it; 0: nothing is stated
    std::uint64_t fingerprint = 0;  // equal for equal types, and hardly ever for others
};

/// A scope's name with the separator behind it: "core::"; the outermost is empty.
using ScopeId = std::uint32_t;

struct Declared {
    std::uint64_t offset = 0;  // in the unit's section
    std::uint16_t tag = 0;
    bool is_declaration = false;
    bool is_private = false;  // in a namespace without a name
    ScopeId scope = 0;
    const char* name = nullptr;
    DieRef type = no_die;  // of a typedef
};

struct UnitContext {
    UnitContext(const Unit& unit, std::shared_ptr<const AbbrevTable> abbrevs, const Program& program);

    const Unit& unit;
    const Program& program;
    std::shared_ptr<const AbbrevTable> abbrevs;
    DieReader reader;
    bool has_types = false;       // of any kind; false after -g1
    std::vector<Declared> types;  // records, enumerations and what looks like one, in their order
    std::vector<Declared> typedefs;
    std::vector<Declared> constants;  // variables and static members with a value
    std::vector<std::string> scopes{std::string()};
    llvm::DenseMap<std::uint64_t, ScopeId> scope_of;            // types that are not in the outermost scope
    llvm::DenseMap<std::uint64_t, const char*> name_of;         // of a type that is named by its declaration
    llvm::DenseMap<std::uint64_t, const Declared*> typedef_of;  // of a type without a name: the first that names it
    llvm::DenseMap<std::uint64_t, Type*> known_types;
    std::deque<Type> type_pool;
    std::optional<SourceFiles> files;
    std::vector<std::string> file_names;  // as places write them; filled as they are needed
};

/// What a record or an enumeration is called: by itself, by its declaration, else by the first typedef of it.
struct TagName {
    std::string_view scope;  // "core::", or empty
    std::string_view name;   // as debug information writes it; empty: it has none
};
TagName name_of_tag(const UnitContext& context, const Die& die);

bool is_c(const Unit& unit);
bool is_cpp(const Unit& unit);
bool is_rust(const Unit& unit);

bool is_record_tag(std::uint16_t tag);
bool is_enum_tag(std::uint16_t tag);

/// Fills the lists of a context. With `in_functions`, what functions declare is among them, under its bare name.
void walk_unit(UnitContext& context, bool in_functions);

/// Base types of Zig that stand for a packed struct: those with a name that no integer has.
bool is_zig_packed(const Unit& unit, std::string_view name);

}  // namespace abi::dwarf
