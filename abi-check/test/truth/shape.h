// A shape is a record before any compiler has seen it: what the generator invents, what is written down in a language,
// and what is made smaller when two witnesses disagree about it.
//
//     seed ─► Unit of Shapes ─► source + table ─► compilers ─► objects ─┬─► table ─┐
//                   ▲                    └────────────────► readers ────┴──────────┴─► judge ─► tally
//                   └───────────────────── shrink ◄────────────────────────────────────────┘
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/layout.h"

namespace abi::truth {

/// `cargo` is Rust in a package of Cargo, with modules. New ones come last: the number chooses what a seed invents.
enum class Language { c, cpp, zig, rust, nim, go, cargo };
inline constexpr std::array all_languages{Language::c,   Language::cpp, Language::zig,  Language::rust,
                                          Language::nim, Language::go,  Language::cargo};

constexpr bool is_rust(Language language) {
    return language == Language::rust || language == Language::cargo;
}

/// A type that a language has of itself, or that every unit begins by declaring.
struct Scalar {
    std::string before;  // "int (*": what stands before the name …
    std::string after;   // ")(int)": … and after it
    Kind kind = Kind::unknown;
    std::string asked_sign;   // a type, of which the compiler is asked whether it is signed; empty: not an integer
    unsigned field_bits = 0;  // the widest bit-field of it on any target; 0: none
    bool in_arrays = true;
    bool only_64 = false;  // only on targets with 128-bit integers; elsewhere long long stands in
    bool only_clang = false;
    bool odd_null = false;  // its null is not all zeros: only in units that have it
};

struct Shape;

struct Member {
    enum class Of { scalar, enumeration, record, inner };

    std::string name;  // empty: an unnamed bit-field, or an anonymous record; "_": a blank field of Go
    Of of = Of::scalar;
    std::size_t index = 0;               // of the scalar, the enumeration, or the earlier shape of the unit
    std::vector<Shape> inner;            // one, when the record is defined where it is used
    std::vector<std::uint64_t> extents;  // outermost first
    bool flexible = false;               // `[]` before the extents
    std::optional<unsigned> bits;        // of a bit-field
    bool packed = false;
    unsigned aligned = 0;      // bytes, of the attribute; 0: none
    unsigned at_least = 0;     // bytes, of alignas
    bool shares_room = false;  // [[no_unique_address]]
    bool is_private = false;
    bool is_pointer = false;   // Go: to the record, which may be the one that holds it
    bool is_embedded = false;  // Go: the name is that of its type
    std::string qualifier;     // "const ", "volatile ", "_Atomic "; or empty
};

struct Base {
    std::size_t record = 0;
    bool is_virtual = false;
};

struct Shape {
    std::string tag;  // empty: an anonymous record, or the type of the member alone
    bool is_union = false;
    bool packed = false;
    unsigned pack = 0;      // bytes, of #pragma pack or packed(N); 0: none
    unsigned aligned = 0;   // bytes
    unsigned at_least = 0;  // bytes, of alignas
    bool has_virtual_function = false;
    std::string module;       // Cargo: "wire::deep"; empty: the root of the crate
    bool is_private = false;  // Cargo: only its module and those within see it
    std::vector<Base> bases;
    std::vector<Member> members;
};

struct Enumeration {
    std::string tag;
    std::string underlying;  // empty: the compiler's choice
    bool scoped = false;
    bool packed = false;
    std::vector<std::string> values;
};

struct Unit {
    Language language = Language::c;
    bool only_clang = false;  // it uses what GCC 12 does not have, or cannot do
    bool has_bit_fields = true;
    bool has_shared_room = true;  // [[no_unique_address]]
    bool has_odd_nulls = false;   // pointers to members
    std::size_t form = 0;         // Cargo: chooses the edition, the features, and who writes the file that is included
    std::vector<Enumeration> enums;
    std::vector<Shape> shapes;
};

/// One record that witnesses are asked about, and what its source says of it: names, kinds, extents and the widths of
/// bit-fields. Sizes and offsets are what is to be found out.
struct Subject {
    Record record;               // named as the readers name it
    std::string type;            // the type as its source can spell it
    const Shape* top = nullptr;  // of the unit: it, or what it is defined in
    struct Asked {
        std::string path;  // of the field, for offsetof and for a pointer
        const Member* member = nullptr;
        bool takes_no_room = false;      // readers may leave it out
        bool in_packed = false;          // a packed struct of Zig: every field is made of bits
        bool has_no_expression = false;  // by which its compiler could put its place into a table
    };
    std::vector<Asked> asked;  // beside record.fields
};

/// All records of a unit, in the order of their definition. Points into the unit.
std::vector<Subject> subjects_of(const Unit& unit);

bool is_empty(const Unit& unit, const Shape& shape);
bool has_virtual_base(const Unit& unit, const Shape& shape);
bool has_vtable(const Unit& unit, const Shape& shape);
/// It, or what it holds, has a constructor that does something: a member of no union (C++ [class.union.general]).
bool is_made(const Unit& unit, const Shape& shape);
bool has_flexible_tail(const Unit& unit, const Shape& shape);
/// It has no bytes: an empty record, struct{} of Go, an array without an element.
bool takes_no_room(const Unit& unit, const Member& member);
/// The shape of the member's record, or null if the member is not a record.
const Shape* record_of(const Unit& unit, const Member& member);

const std::vector<Scalar>& scalars_of(Language language);

}  // namespace abi::truth
