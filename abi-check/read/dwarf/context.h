// What one unit declares, by offset. This is the first walk over the entries; it skips members and functions.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "model/layout.h"
#include "read/dwarf/die.h"
#include "read/dwarf/lines.h"
#include "read/dwarf/names.h"

namespace abi::dwarf {

/// What a field needs to know of its type. The name of a record or an enumeration is looked up later, when a layout
/// contains it.
struct Type {
    Kind kind = Kind::unknown;
    std::uint64_t width_bits = 0;
    unsigned exact_bits = 0;             // of an integer smaller than its storage: u7, _BitInt(17)
    Kind kind_if_exact = Kind::unknown;  // its kind as a bit-field of exact_bits
    unsigned natural_bits = 0;           // of a range of a signed integer without negative values: the bits they need
    std::vector<std::uint64_t> extents;
    bool flexible_tail = false;
    bool is_signed = false;
    bool host_sized = false;
    bool incomplete = false;        // the record is only declared
    bool nameless = false;          // the record or enumeration has no name of its own
    DieRef tag = no_die;            // the record or enumeration
    std::uint32_t align_bytes = 0;  // as a typedef states it; 0 if it does not
    std::uint8_t endianity = 0;     // DW_END_* (DWARF 5, 5.1): of a scalar whose byte order is stated
    std::uint64_t fingerprint = 0;  // equal for equal types, and almost never for others
};

/// The kind of a range in memory of that width: it has no sign if its values need all bits, and if they need more, the
/// memory has something else.
inline Kind kind_in_bits(const Type& range, std::uint64_t bits) {
    if (range.natural_bits < bits) return range.kind;
    return range.natural_bits == bits ? Kind::unsigned_integer : Kind::unknown;
}

/// Index of a scope's name with its separator: "core::". The outermost scope is empty.
using ScopeId = std::uint32_t;

struct Declared {
    std::uint64_t offset = 0;  // in the unit's section
    std::uint16_t tag = 0;
    bool is_declaration = false;
    bool is_private = false;   // in a namespace without a name
    bool needs_scope = false;  // C++: a constant or an enumeration of a class, or a scoped enumeration
    ScopeId scope = 0;
    const char* name = nullptr;
    DieRef type = no_die;           // of a typedef
    std::uint32_t align_bytes = 0;  // of a typedef, as it states it; 0 if it does not
};

/// What the base types of C and C++ tell about the target. 0: the unit does not have the type.
struct BaseTypes {
    unsigned long_bits = 0;
    unsigned long_double_bits = 0;
    unsigned wchar_bits = 0;
    unsigned char_encoding = 0;  // DW_ATE_signed_char or DW_ATE_unsigned_char

    friend bool operator==(const BaseTypes&, const BaseTypes&) = default;
};

struct UnitContext {
    UnitContext(const Unit& unit, std::shared_ptr<AbbrevTable> abbrevs, const Program& program);

    const Unit& unit;
    const Program& program;
    std::shared_ptr<AbbrevTable> abbrevs;
    DieReader reader;
    bool has_types = false;  // false if compiled with -g1
    BaseTypes base_types;
    std::vector<Declared> types;  // records, enumerations and packed structs of Zig, in their order
    std::vector<Declared> typedefs;
    std::vector<Declared> constants;  // variables and static members with a value
    std::vector<std::string> scopes{std::string()};
    llvm::DenseMap<std::uint64_t, ScopeId> scope_of;            // types that are not in the outermost scope
    llvm::DenseMap<std::uint64_t, const char*> name_of;         // of a type that is named by its declaration
    llvm::DenseMap<std::uint64_t, const Declared*> typedef_of;  // of a type without a name: its first typedef
    llvm::DenseSet<std::uint64_t> named_twice;                  // types without a name that have several typedefs
    llvm::DenseMap<std::uint64_t, Type*> known_types;
    std::deque<Type> type_pool;
    std::optional<SourceFiles> files;
    std::vector<std::string> file_names;  // as Place holds them; filled on demand
};

/// The name of a record or an enumeration: its own, that of its declaration, or else its first typedef.
struct TagName {
    std::string_view scope;  // "core::", or empty
    std::string_view name;   // as debug information writes it; empty if it has none
};
TagName name_of_tag(const UnitContext& context, const Die& die);

bool is_c(const Unit& unit);
bool is_cpp(const Unit& unit);
bool is_rust(const Unit& unit);
bool is_go(const Unit& unit);
/// Whether Nim's compiler wrote the C or C++ of the unit.
bool is_of_nim(const Unit& unit);
bool is_ada(const Unit& unit);

bool is_record_tag(std::uint16_t tag);
bool is_enum_tag(std::uint16_t tag);

/// Fills the lists of a context. With `in_functions`, the lists include what functions declare, under its bare name.
/// With `strings`, those of a unit of C leave out most types that are not asked for.
void walk_unit(UnitContext& context, bool in_functions, const WantedStrings* strings = nullptr);

/// Returns whether a base type of Zig stands for a packed struct: its name is one that integers do not have.
bool is_zig_packed(const Unit& unit, std::string_view name);

}  // namespace abi::dwarf
