// The answers in a probe's object, which the compiler wrote as data.
//
//     section .abi_probe:  chunk chunk …
//     chunk:               marker | tag << 32 | count of words that follow | words …
//
// All words have 64 bits in the object's byte order. The marker contains the version. Zero words between chunks are
// ignored. Each probe writes one zero word, so that an object without the section is an error and not an empty answer.
// The place of a bit-field is not in a chunk. Instead a section .abi_bits… holds an object of the record's type in
// which only that bit-field is not zero: its bytes show which bits the compiler sets.
// The section .abi_facts holds the target facts as text (see read_facts).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/layout.h"
#include "model/problem.h"

namespace abi::probe {

inline constexpr std::uint64_t marker = 0xAB1C'4EC4'9206'BE01;  // the last byte is the version
inline constexpr std::uint64_t none = ~std::uint64_t{0};        // "does not apply" in an answer

/// Tag 1: item, shape (1 structure, 2 union, else unknown), size in bytes, alignment in bytes, flags (1 the fields are
/// unknown, 2 the language promises no layout). If the compiler has a name of its own for the record: the length of the
/// name in bytes, its words.
struct RecordAnswer {
    std::uint64_t item = 0;
    std::optional<RecordKind> kind;  // nothing: the language cannot report it
    std::uint64_t size_bytes = 0;
    std::uint64_t align_bytes = 0;
    bool fields_unknown = false;  // the compiler defines no offsets for the fields
    bool no_promise = false;      // the language lets the compiler choose the layout
    std::string name;             // the compiler's; may be empty
};

/// A kind is one of 11: 0 unknown, 1 unsigned, 2 signed, 3 floating, 4 boolean, 5 byte, 6 pointer, 7 enumeration,
/// 8 record, 9 a plain `char` that is signed, 10 one that is not. The target
/// decides the sign of `char`, so it is told apart from a number whose sign the source states.
///
/// Tag 2: item of the record, item, offset in bits plus one (none: see Answers::bits; 0: no answer, because the offset
/// is only computed when the program starts), bit width (none: not a bit-field), kind, width in bits, flags (1 the
/// integer of an enumeration is signed, 2 host-sized, 4 flexible tail, 8 more extents than were asked for, 16 the type
/// is the record that the question names, 32 the type is a record without data, 64 the compiler confirms what the
/// elements are), storage in bits (or none), alignment of the type in bytes (0: unknown), number of extents, extents
/// (none: not an array), length of the field's name in bytes, its words, length of the type's name in bytes, its words.
struct FieldAnswer {
    std::uint64_t record = 0;
    std::uint64_t item = 0;
    std::uint64_t offset_bits = none;
    std::uint64_t align_bytes = 0;
    bool too_deep = false;
    bool is_inner = false;           // its type is the record that the question names
    bool is_empty = false;           // its type is a record without data: other members may have its bytes
    bool has_known_element = false;  // the compiler confirms what the elements are, even if there are none
    std::string name;                // empty: the name in the question
    Field field;                     // type, bit_width and storage_bits only
};

/// Tag 3: item, kind, width in bits, low word, high word, whether the high word is known (0 or 1).
struct ConstantAnswer {
    std::uint64_t item = 0;
    Type type;
    Integer value;
};

/// Tag 5: item of an enumeration, kind (1 unsigned, 2 signed, 0 unknown), width in bits, flags (1 the source states the
/// width, 2 the values decide the sign).
struct EnumAnswer {
    std::uint64_t item = 0;
    Kind kind = Kind::unknown;
    std::uint64_t width_bits = 0;
    bool fixed_width = false;
    bool sign_of_values = false;
};

/// Tag 6: item of the enumeration, item, flags (1 the value is signed, 2 the value has the type of the enumeration,
/// which in C means that the source states the width), low word, high word, whether the high word is known (0 or 1),
/// length of the name in bytes, its words.
struct EnumeratorAnswer {
    std::uint64_t owner = 0;
    std::uint64_t item = 0;
    bool has_own_type = false;
    std::string name;  // empty: the name in the question
    Integer value;
};

struct Answers {
    ByteOrder byte_order = ByteOrder::little;
    TargetFacts facts;
    std::vector<RecordAnswer> records;
    std::vector<FieldAnswer> fields;
    std::vector<ConstantAnswer> constants;
    std::vector<EnumAnswer> enums;
    std::vector<EnumeratorAnswer> enumerators;
    std::map<std::string, std::string, std::less<>> bits;  // symbol in .abi_bits…, its bytes
};

/// Reads the section .abi_facts into `facts`: a key of target_facts.def, NUL, its value, NUL, …; further NULs are
/// ignored. A number has decimal digits and may begin with zeros. The values of record_layout are "i" (Itanium) and "m"
/// (Microsoft). The bytes are untrusted: an unknown key is a problem.
std::optional<Problem> read_facts(std::string_view bytes, TargetFacts& facts);

/// Reads the chunks of a section into `answers`. The bytes are untrusted: anything that is not a chunk is a problem.
std::optional<Problem> read_chunks(std::string_view bytes, ByteOrder order, Answers& answers);

/// Reads all answers of an object file: ELF, or another format that LLVM reads. An object without the section
/// .abi_probe is a problem. The facts are those of the object's headers and of .abi_facts. The bytes are untrusted.
Result<Answers> read_object(const std::string& path, std::string_view bytes);

struct BitRun {
    std::uint64_t offset_bits = 0;
    std::uint64_t width_bits = 0;
};

/// The bits that differ, if they are one run. They are counted from the least significant bit of the first byte if the
/// byte order is little, and from the most significant bit if it is big.
std::optional<BitRun> changed_bits(std::string_view before, std::string_view after, ByteOrder order);

}  // namespace abi::probe
