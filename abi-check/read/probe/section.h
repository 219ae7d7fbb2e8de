// What a probe's object holds: answers, written by a compiler as data.
//
//     section .abi_probe:  chunk chunk … (zero words between them do not count; one is always there, so that a format
//     without such sections is no answer rather than an empty one)
//     chunk:  marker | tag << 32 | count of words that follow | words …
//
// All are words of 64 bits in the object's byte order. The marker carries the version. Where a value is a bit-field's,
// its place is not in a chunk: an object of the record's type, all zero but for that field, lies in a section
// .abi_bits…, and its bytes show which bits the compiler sets.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/problem.h"

namespace abi::probe {

inline constexpr std::uint64_t marker = 0xAB1C'4EC4'9206'BE01;  // the last byte is the version
inline constexpr std::uint64_t none = ~std::uint64_t{0};        // "does not apply" in an answer

/// tag 1: item, shape (1 structure, 2 union, else unknown), size in bytes, alignment in bytes, blind (0 or 1); where
/// the compiler names it in its own way, bytes of that name, its words.
struct RecordAnswer {
    std::uint64_t item = 0;
    std::optional<RecordKind> kind;  // nothing: the language does not tell
    std::uint64_t size_bytes = 0;
    std::uint64_t align_bytes = 0;
    bool fields_unknown = false;  // its fields have no place that could be written down
    std::string name;             // the compiler's; may be empty
};

/// tag 2: item of the record, item, offset in bits and one (none: see bits; 0: the compiler
/// left it to the program's start, which is no answer), bit width (none: no bit-field), kind, width in
/// bits, flags (1 signed carrier, 2 host-sized, 4 flexible tail, 8 more extents than were asked for, 16 the
/// record that the asker named), storage in bits (none), alignment of the type in bytes (0: unknown), number of
/// extents, extents (none: no array), bytes of the field's name, its words, bytes of the type's name, its words.
struct FieldAnswer {
    std::uint64_t record = 0;
    std::uint64_t item = 0;
    std::uint64_t offset_bits = none;
    std::uint64_t align_bytes = 0;
    bool too_deep = false;
    bool is_inner = false;  // its type is the record that the asker named
    std::string name;       // empty: the asker knows it
    Field field;            // type, bit_width and storage_bits only
};

/// tag 3: item, kind, width in bits, low word, high word, whether the high word is known (0 or 1).
struct ConstantAnswer {
    std::uint64_t item = 0;
    Type type;
    Integer value;
};

struct Answers {
    ByteOrder byte_order = ByteOrder::little;
    std::vector<RecordAnswer> records;
    std::vector<FieldAnswer> fields;
    std::vector<ConstantAnswer> constants;
    std::map<std::string, std::string, std::less<>> bits;  // symbol in .abi_bits…, its bytes
};

/// The chunks of a section. Untrusted: what is not a chunk is a problem.
std::optional<Problem> read_chunks(std::string_view bytes, ByteOrder order, Answers& answers);

/// All answers of an object file (ELF; what else LLVM reads as an object is welcome). One without the section is a
/// problem. Untrusted bytes.
Result<Answers> read_object(const std::string& path, std::string_view bytes);

struct BitRun {
    std::uint64_t offset_bits = 0;
    std::uint64_t width_bits = 0;
};

/// Which bits differ, if they are one run: counted from the least significant bit of the first byte where the byte
/// order is little, from its most significant where it is big.
std::optional<BitRun> changed_bits(std::string_view before, std::string_view after, ByteOrder order);

}  // namespace abi::probe
