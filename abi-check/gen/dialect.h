// How a language writes the declarations of a spec. One driver walks the spec; a dialect writes each part:
//
//     heading ► opening ► enumerations ► constants ► records ► ending, with the digest note
//                                                    └ pieces ► members and assertions
//
// A new language is one file with a Dialect, and a row in languages.def.
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

struct Dialect;

/// A generated file while it is written. All names below are the language's.
struct Source {
    const GenRequest& request;
    const Layout& spec;
    const Dialect& dialect;
    Names types;
    Names values;      // of constants, and of enumerators that share their scope
    std::string last;  // text for the end of the file
};

/// A record while it is written.
struct Body {
    Source& source;
    const Record& record;
    std::string type;
    std::string condition;  // of the target; "" if the record exists everywhere
    std::uint64_t size_bytes = 0;
    std::uint64_t align_bytes = 0;
    bool states_alignment = false;  // its members alone do not have its alignment on every target
    Names names;                    // of its members
    std::string indent;             // of its members
    std::string members = {};
    std::string assertions = {};
    std::string after_members = {};  // Python: the properties
    bool has_member = false;
};

/// A member of a record.
struct Member {
    std::string name;
    std::string type;
    std::uint64_t offset_bits = 0;
    std::uint64_t size_bytes = 0;  // 0 for a flexible tail
    std::string remark = {};       // a comment for the end of its line, or ""
    const Field* field = nullptr;  // null: an integer or bytes that stand for several fields
};

/// The patterns of an enumeration.
struct EnumPatterns {
    std::string_view begin;  // {0} is its name, {1} its integer
    std::string_view value;  // {0} is the name of the value, {1} that of the enumeration, {2} the number
    std::string_view end;
    std::string_view indent = "    ";  // of the comments of a value
    bool has_scope = true;             // its values may have the names of constants
    Names::Accept accept = nullptr;    // for values; null: as for all names
};

std::string write_enumeration(Source& source, const Enum& one);
std::string write_constant(Source& source, const Constant& constant, const std::string& name,
                           const std::string& number);
void write_bits_as_integers(Body& body, const Piece& bits);
void write_shared_as_bytes(Body& body, const Piece& shared);
void write_union(Body& body, const Piece& all);
std::string plain_number(const Integer& value, const Type& type, ByteOrder order);

/// The functions return or append whole lines, with their comments.
struct Dialect {
    std::string_view name;                // as in languages.def
    std::string_view doc = "///";         // begins a comment that documents the declaration below it
    std::string_view remark = "//";       // begins any other comment
    std::string_view end_remark = " //";  // begins a comment at the end of a line
    std::string_view growth = "///";      // begins the comment that a record may grow
    std::string_view indent = "    ";     // of members
    std::string_view after_constants = "\n";
    std::string_view array;      // an array as fmt writes it: {0} is the element, {1} the count
    std::string_view tail;       // a flexible array member: {0} is the element
    std::string_view own_words;  // names in the generated text that no type may have
    EnumPatterns enum_patterns = {};
    std::string_view constant_pattern;  // {0} is its name, {1} its type, {2} its number
    std::string_view enum_number =
        "{1}";                     // the number of a constant of an enumeration: {0} is its name, {1} the number
    Questions questions = {};      // about the target; not for languages that declare records on every target
    bool comments_inside = false;  // comments come behind the first line of an enumeration
    bool tells_renamed = true;     // a comment gives the spec's name where the language needs another one
    bool is_one_scope = true;      // a constant may not have the name of a type
    bool tails_in_unions = true;   // a union may hold a flexible array member
    Names::Accept accept = nullptr;
    Names::Accept key = [](const std::string& name) { return name; };
    Names::Accept accept_target = [](const std::string& name) { return name; };  // for the target of a question

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

/// The whole file.
std::string write_declarations(const GenRequest& request, const Dialect& dialect);

/// Calls the dialect's `member`.
void add_member(Body& body, const Member& member);

/// A field as a member of its own, behind its comments.
void add_field(Body& body, const Field& field);

/// An integer or, if no integer has its width, an array of bytes that holds the bit-fields of `unit`, one of
/// units_of(). A comment for each bit-field, begun by `mark`, says where it lies.
void add_unit(Body& body, const Piece& unit, std::string_view mark);

/// 8, 16, 32 or 64 bits.
bool is_integer_width(std::uint64_t bits);

/// The fields of a union that begin where it begins, as members; a comment for each other one says where it lies.
void add_fields_of_union(Body& body, const Piece& all);

/// The type of a field without its bit width: "[2]u32".
std::string type_word(Source& source, const Type& type);

/// The comments above a declaration: its documentation, and the spec's name if `name` is another one.
std::string comments(const Source& source, const std::string& doc, const std::string& spec_name,
                     const std::string& name, std::string_view indent = "");

/// The comments above a record.
std::string record_comments(const Body& body, std::string_view indent = "");

/// A line for each value of an enumeration, behind its comments. `line` gets the language's name of the value and the
/// number.
using ValueLine = std::function<std::string(const std::string& name, const std::string& number)>;
std::string value_lines(Source& source, const Enum& one, Names& names, std::string_view indent, const ValueLine& line);

/// A type as Zig and Rust spell it: "u32", "usize", the language's name of a record; `pointer` for a pointer.
std::string short_word(Source& source, const Type& type, std::string_view pointer);

/// Does the enumeration named by the type of a constant exist?
const Enum* enum_of(const Source& source, const Type& type);

}  // namespace abi::gen
