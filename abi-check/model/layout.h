// A layout describes bytes in memory: records with their fields, enumerations and constants.
//
//     spec ─┐
//     clang ─┼─► Layout ─► compare ─► Findings ─► reports
//     dump ─┘
//
// The spec is a layout, what a reader extracts from a source is a layout, an old git revision is a
// layout. The types below are the same for all of these sources, and they are plain values.
//
// Invariant: the tiles of a record cover [0, size) exactly, each bit once (see `tile`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/target_facts.h"

namespace abi {

/// An integer of up to 128 bits and its sign: the value of a constant or an enumerator.
struct Integer {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    bool negative = false;  // the value is -(high:low); never set for zero

    friend bool operator==(const Integer&, const Integer&) = default;
};

/// Decimal from -9 to 9, otherwise hexadecimal ("0x400", "-0x10"), as in dumps of packets.
std::string to_string(const Integer& value);

/// Reads "1024", "-1", "0x400", "0b101", with `_` or `'` between digits. Returns nothing if the
/// text is not such an integer, or if the value does not fit in 128 bits.
std::optional<Integer> parse_integer(std::string_view text);

/// Where something is declared. Lines and columns count from 1; 0 means unknown.
struct Place {
    std::string file;
    unsigned line = 0;
    unsigned column = 0;
    unsigned end_line = 0;
    unsigned end_column = 0;  // one past the last character

    friend bool operator==(const Place&, const Place&) = default;
};

/// "file:line:col", as compilers print it; parts that are unknown are left out.
std::string to_string(const Place& place);

/// `native` is the machine's own order. Only a spec has it; `on_target` replaces it.
enum class ByteOrder { little, big, native };
std::string_view to_string(ByteOrder order);

/// The kind of one element of a field.
enum class Kind {
    unsigned_integer,
    signed_integer,
    floating,
    boolean,
    byte,     // raw memory: `bytes[N]` of a spec, std::byte; it equals any 8-bit integer
    pointer,  // as wide as an address of the target
    enumeration,
    record,
    unknown,  // the reader could not determine it, or a spec cannot express it
};
std::string_view to_string(Kind kind);

/// The type of a field: an element and, for arrays, how often it is repeated.
struct Type {
    Kind kind = Kind::unknown;
    std::uint64_t width_bits = 0;        // one element; 0 when unknown
    std::string name;                    // of the record or enumeration; see find_record, find_enum
    std::vector<std::uint64_t> extents;  // outermost first; empty: not an array
    bool flexible_tail = false;          // `u8 data[]`: the outermost extent is open; it counts as 0 bits
    bool is_signed = false;              // for an enumeration: its integer type is signed
    bool host_sized = false;             // long, size_t, a pointer...: the target decides the width
    std::string spelling;                // as in the source: "uint32_t", "u32"
    std::string typedefs{};              // behind the spelling, from the outside in: "__uint32_t __u32"

    /// Ignores the spelling: `uint32_t` equals `u32`.
    friend bool operator==(const Type& a, const Type& b) {
        return a.kind == b.kind && a.width_bits == b.width_bits && a.name == b.name && a.extents == b.extents &&
               a.flexible_tail == b.flexible_tail;
    }
};

/// The size of all elements together, in bits. 0 for a flexible tail.
std::uint64_t size_bits(const Type& type);

/// The spec's spelling: "u32", "i8[4]", "bytes[16]", "CmdKind", "f64[2][3]", "u8[]", "ptr".
std::string to_string(const Type& type);

/// The purpose of a field. `padding` means declared padding: padding that a compiler inserts is not a field.
enum class Role { data, padding, reserved, tag };
std::string_view to_string(Role role);

struct Field {
    std::string name;
    Type type;
    std::uint64_t offset_bits = 0;              // from the start of the record
    std::optional<unsigned> bit_width;          // set for a bit-field: its width in bits
    std::optional<std::uint64_t> storage_bits;  // a bit-field's storage unit, where known
    std::optional<ByteOrder> byte_order;        // of this field, if it is stated; otherwise the record's holds
    Role role = Role::data;
    std::string since;      // the version of the spec that added it: "2", "6.1"; empty: always there (spec only)
    bool overlaps = false;  // shares bits with other fields on purpose, as in an anonymous union (spec only)
    std::string doc;
    Place place;
};

/// How many bits of its record a field covers.
std::uint64_t size_bits(const Field& field);

enum class RecordKind { structure, union_ };

struct Record {
    std::string name;
    RecordKind kind = RecordKind::structure;
    std::optional<std::uint64_t> size_bytes;   // nothing: unknown
    std::optional<std::uint64_t> align_bytes;  // nothing: unknown
    std::vector<Field> fields;                 // sorted by offset, then in the order of declaration
    bool packed = false;
    std::string fields_unknown;  // why fields may be missing or wrong, in words; empty: all are known
    std::string only_asked;      // why fields that the witness was not asked for may be missing, in words
    std::string no_promise;      // why another compiler may lay it out otherwise, in words; empty: promised
    bool grows_at_end = false;   // newer writers may append fields (spec only)
    std::optional<std::uint64_t> min_size_bytes;  // of a record that grows: its first version (spec only)
    std::string size_field;                       // the field that holds the size of this record in bytes (spec only)
    std::optional<ByteOrder> byte_order;          // of its fields; nothing: that of the layout (spec only)
    std::optional<unsigned> pointer_bytes;        // size of a pointer, if a field is ptr or usize (spec only)
    std::vector<std::string> targets;  // where the record has this layout; empty: wherever no namesake has one
                                       // of its own (spec only)
    std::string unit;                  // the file whose compilation declared it, if a reader knows
    bool unit_local = false;           // declared in a function or a namespace without a name, so that another unit's
                                       // record of this name is another type; false: not so, or not known
    std::vector<Record> history;       // earlier layouts, named "CmdPacket@label" (spec only)
    std::string doc;
    Place place;
};

struct Enumerator {
    std::string name;
    Integer value;
    std::string doc;
    Place place;
};

struct Enum {
    std::string name;
    Type type;                // the integer type of its values
    bool fixed_width = true;  // the source states the width; otherwise the compiler chooses it
    std::vector<Enumerator> enumerators;
    std::string doc;
    Place place;
    bool only_asked = false;             // there may be enumerators that the witness was not asked for
    bool scoped = false;                 // its enumerators are found by its name only: C++'s `enum class`, Zig, Rust
    std::vector<std::string> targets{};  // as in a record (spec only)
};

/// What the value of a constant is made of (spec only). See expression.h for the arithmetic.
struct Expression {
    std::string form;       // "ioctl", "size", "align" or "offset"
    std::string direction;  // of an ioctl: "none", "read", "write", "read_write"
    Integer type;           // of an ioctl
    Integer number;         // of an ioctl
    std::string record;     // whose size, alignment or field is meant; for an ioctl the argument, or a built-in type
    std::string field;      // of "offset"
    Type argument{};        // of an ioctl: the type that `record` spells; the target decides its width

    friend bool operator==(const Expression&, const Expression&) = default;
};

struct Constant {
    std::string name;
    Type type;
    Integer value;
    std::string doc;
    Place place;
    std::optional<Expression> expression{};  // if set, `value` is computed from it (spec only)
    std::vector<std::string> targets{};      // as in a record (spec only)
};

/// All that one source declares for one target.
struct Layout {
    std::string origin;  // the source: a spec's path, a layer's name, "layer@REV"
    std::string target;  // the target's name; empty: valid for every target (a spec)
    TargetFacts facts;   // what the witness answered for; nothing is known of a spec
    ByteOrder byte_order = ByteOrder::little;
    std::vector<Record> records;
    std::vector<Enum> enums;
    std::vector<Constant> constants;
};

/// A constant or an enumerator: a spec and a layer may declare a value as either.
struct NamedValue {
    std::string owner;  // the enumeration; empty for a constant
    std::string name;
    Integer value;
    Place place;
};

/// The constants, then the enumerators, in the order of their declaration. A name is there once for each unit that
/// defines it, and its values may differ.
std::vector<NamedValue> values_of(const Layout& layout);

const Record* find_record(const Layout& layout, std::string_view name);
const Enum* find_enum(const Layout& layout, std::string_view name);

enum class TileKind {
    field,             // bits of at least one data, tag or reserved field
    declared_padding,  // bits that only padding fields cover
    implicit_padding,  // bits that no field covers: the compiler's choice
    unknown,           // bits of a record whose fields could not be read
};
std::string_view to_string(TileKind kind);

/// A run of bits of a record that the same fields cover.
struct Tile {
    std::uint64_t begin_bits = 0;
    std::uint64_t end_bits = 0;
    TileKind kind = TileKind::implicit_padding;
    std::vector<std::size_t> fields;  // indices into Record::fields; several in a union

    friend bool operator==(const Tile&, const Tile&) = default;
};

/// Cuts a record into tiles that cover [0, size) exactly, in order, each bit once. A record of
/// unknown size has no tiles. A record of known size without a readable field has one tile, of kind unknown.
/// Fields, or parts of them, past the end of the record are left out: conformance reports those.
std::vector<Tile> tile(const Record& record);

}  // namespace abi
