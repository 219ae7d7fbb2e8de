// How a language writes the declarations of a spec. One driver walks the spec; a dialect writes each part:
//
//     heading ► opening ► enumerations ► constants ► records ► ending, with the digest note
//                                                    └ pieces ► members and assertions
//
// A new language is one file with a GenDialect, and a row in languages.def.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gen/gen.h"
#include "gen/machine.h"
#include "gen/pieces.h"
#include "gen/words.h"

namespace abi::gen {

struct GenDialect;

/// A generated file while it is written. Names are those of the language, unless a comment says "spec".
struct Source {
    const GenRequest& request;
    const Layout& spec;
    const GenDialect& dialect;
    Names types;
    Names values;      // of constants, and of enumerators in languages where these share one scope
    std::string last;  // C: text for the end of the file
};

/// A record while it is written.
struct Body {
    Source& source;
    const Record& record;
    std::string type;
    std::string condition;  // under which the record exists; "" if it exists on every target
    std::uint64_t size_bytes = 0;
    std::uint64_t align_bytes = 0;
    bool states_alignment = false;  // compilers may align the members less, so the text must state the alignment
    Names names;                    // of members
    std::string indent;             // of members
    std::string members = {};
    std::string assertions = {};
    std::string after_members = {};  // Python: properties
    bool has_member = false;
};

/// A member of a record.
struct Member {
    std::string name;
    std::string type;
    std::uint64_t offset_bits = 0;
    std::uint64_t size_bytes = 0;  // 0 for a flexible array member
    std::string remark = {};       // a comment for the end of its line, or ""
    const Field* field = nullptr;  // null for an integer or bytes that stand for several fields
};

/// How an enumeration is written. The views are patterns for fmt.
struct EnumPatterns {
    std::string_view begin;  // {0} is the name of the enumeration, {1} its integer type
    std::string_view value;  // {0} is the name of the value, {1} the name of the enumeration, {2} the number
    std::string_view end;
    std::string_view indent = "    ";  // of the comments above a value
    bool has_scope = true;             // false: values and constants share one scope
    Names::Accept accept = nullptr;    // for the names of values; null: GenDialect::accept
};

// Defaults for the functions of a dialect.

/// Writes an enumeration by GenDialect::enum_patterns.
std::string write_enumeration(Source& source, const Enum& one);

/// Writes a constant by GenDialect::constant_pattern.
std::string write_constant(Source& source, const Constant& constant, const std::string& name,
                           const std::string& number);

/// Writes bit-fields as the integers of units_of(), each with comments that say where the bit-fields lie.
void write_bits_as_integers(Body& body, const Piece& bits);

/// Writes fields that share bytes as an array of bytes, with a comment that says where each field lies.
void write_shared_as_bytes(Body& body, const Piece& shared);

/// Writes the members of a union. A union without members gets an array of bytes.
void write_union(Body& body, const Piece& all);

/// "0x400", "-1", "true".
std::string plain_number(const Integer& value, const Type& type, ByteOrder order);

/// A language. Its functions return or append whole lines, comments included.
struct GenDialect {
    std::string_view name;                // as in languages.def
    std::string_view doc = "///";         // begins a comment that documents the declaration below it
    std::string_view remark = "//";       // begins any other comment on a line of its own
    std::string_view end_remark = " //";  // begins a comment at the end of a line
    std::string_view growth = "///";      // begins the comment "Grows at its end" above a record
    std::string_view indent = "    ";     // of members
    std::string_view after_constants = "\n";
    std::string_view array;      // the type of an array, as a pattern for fmt: {0} is the element, {1} the count
    std::string_view tail;       // the type of a flexible array member: {0} is the element
    std::string_view own_words;  // names that the generated text itself uses, so that no type may have them
    EnumPatterns enum_patterns = {};
    std::string_view constant_pattern;     // {0} is the name, {1} the type, {2} the number
    std::string_view enum_number = "{1}";  // the number {1} as a constant of the enumeration {0}
    Questions questions = {};              // about the target. None: records are declared on every target
    bool comments_inside = false;          // the comments of an enumeration come below its first line
    bool tells_renamed = true;             // a comment gives the spec's name where the generated name differs
    bool is_one_scope = true;              // constants and types share one scope
    bool holds_orders = false;             // types state the byte order, so that the reader need not know it
    bool tails_in_unions = true;           // a union may have a flexible array member
    Names::Accept accept = nullptr;
    Names::Accept key = [](const std::string& name) { return name; };
    Names::Accept accept_target = [](const std::string& name) { return name; };  // in Questions::unknown

    /// One element of a type.
    std::string (*element)(Source& source, const Type& type) = nullptr;
    /// The value of an enumerator or constant; `type` is an integer or boolean.
    std::string (*number)(const Integer& value, const Type& type, ByteOrder order) = plain_number;
    std::string (*enumeration)(Source& source, const Enum& one) = write_enumeration;
    std::string (*constant)(Source& source, const Constant& constant, const std::string& name,
                            const std::string& number) = write_constant;
    /// Appends a member and its assertions to the body.
    void (*member)(Body& body, const Member& member) = nullptr;
    void (*bits)(Body& body, const Piece& bits) = write_bits_as_integers;
    void (*shared)(Body& body, const Piece& shared) = write_shared_as_bytes;
    void (*members_of_union)(Body& body, const Piece& all) = write_union;
    /// The record, once its body is complete.
    std::string (*record)(Body& body) = nullptr;
    /// What comes between the heading and the declarations. May reserve names.
    std::string (*opening)(Source& source) = nullptr;
    /// Completes the file.
    void (*finish)(Source& source, std::string& text) = nullptr;
};

/// Returns the whole file.
std::string write_declarations(const GenRequest& request, const GenDialect& dialect);

// Parts for the functions of dialects.

/// Calls GenDialect::member.
void add_member(Body& body, const Member& member);

/// Appends a field as a member, below its comments.
void add_field(Body& body, const Field& field);

/// Appends an integer that holds the bit-fields of `unit`, one of units_of(), or an array of bytes if no integer has
/// its width. Comments above it say where the bit-fields lie; each begins with
/// `mark`.
void add_unit(Body& body, const Piece& unit, std::string_view mark);

/// 8, 16, 32 or 64 bits.
bool is_integer_width(std::uint64_t bits);

/// Appends the fields at the beginning of a union as members. For each other field, a comment says where it lies.
void add_fields_of_union(Body& body, const Piece& all);

/// The type of a field, with its extents: "[2]u32".
std::string type_word(Source& source, const Type& type);

/// The comments above a declaration: the documentation, and the spec's name if `name` differs from it.
std::string comments(const Source& source, const std::string& doc, const std::string& spec_name,
                     const std::string& name, std::string_view indent = "");

/// The comments above a record.
std::string record_comments(const Body& body, std::string_view indent = "");

/// Returns the line of an enumeration for a value with this name and number.
using ValueLine = std::function<std::string(const std::string& name, const std::string& number)>;

/// The lines of the values of an enumeration, each below its comments.
std::string value_lines(Source& source, const Enum& one, Names& names, std::string_view indent, const ValueLine& line);

/// The type of one element as Zig and Rust spell it: "u32", "usize", the name of a record, or `pointer`.
std::string short_word(Source& source, const Type& type, std::string_view pointer);

/// Returns the enumeration that `type` names. Null if `type` is not an enumeration, or if the spec does not declare it.
const Enum* enum_of(const Source& source, const Type& type);

}  // namespace abi::gen
