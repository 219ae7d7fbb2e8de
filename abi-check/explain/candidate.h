// A candidate is a layout of one record that may have written the bytes, and what its fields may hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/layout.h"

namespace abi {

/// What is expected of a field's bits.
enum class Expectation {
    zero,         // declared padding
    mostly_zero,  // reserved fields
    unnamed,      // padding of the compiler's: zero, or anything
    boolean,
    enumeration,
    integer,
    pointer,
    floating,
    text,  // bytes one after the other
};

/// A run of bits of a record for which one expectation holds.
struct FieldSpan {
    std::string path;
    std::uint32_t offset_bits = 0;  // from the start of the record
    std::uint32_t width_bits = 0;   // at most 64, but for text
    Expectation expectation = Expectation::integer;
    bool is_signed = false;
    bool counts = false;               // its name says that it goes up by one: id, sequence, head, index …
    bool picks = false;                // its role is tag, or its name says that it picks one of few: kind, type …
    bool is_flags = false;             // its name says that each bit means something: flags, op_flags, options …
    bool may_be_tag = false;           // wide enough for a tag of other bytes, and named like none of those
    std::vector<std::uint64_t> known;  // the values of its enumeration, sorted

    bool operator==(const FieldSpan&) const = default;
};

/// Fields that share their bits, as in a union: a packet holds one member of it.
struct Choice {
    struct Range {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    Range slots;                // in Candidate::slots: the member that is declared first
    std::vector<Range> others;  // in Candidate::alternatives: the other members, each as wide as the first
};

/// Where a tag may stand, and what it is over (explain/tag.h).
struct TagPlace {
    std::size_t slot = 0;   // index into Candidate::slots
    bool as_today = false;  // over the values as the spec of today lays them out; else over the bytes as they lie
    std::uint32_t message_bytes = 0;

    /// A run of bytes, or a value, that goes into the message; the rest of it is zero.
    struct Piece {
        std::uint32_t from_bits = 0;  // from the start of the packet
        std::uint32_t width_bits = 0;
        std::uint32_t to_byte = 0;
        std::uint32_t to_bytes = 0;
        bool is_raw = false;                  // bytes; else a value,
        ByteOrder order = ByteOrder::little;  // which is written so
    };
    std::vector<Piece> pieces;
};

/// One way to lay out a record, and everybody who does so.
struct Candidate {
    std::string record;              // the spec's name, without a label of its history
    std::vector<std::string> names;  // "spec membrane", "CmdPacket@hal-24", "userland on riscv64"
    const Layout* layout = nullptr;  // of the first of them
    const Record* declared = nullptr;
    std::uint64_t size_bytes = 0;
    ByteOrder byte_order = ByteOrder::little;
    std::vector<FieldSpan> slots;         // by offset; no two overlap: of a union, the member declared first
    std::vector<FieldSpan> alternatives;  // the other members of unions
    std::vector<Choice> choices;          // by slots
    bool is_expected = false;             // the spec's own, of today
    std::vector<TagPlace> tags;
};

/// Where candidates come from: everything that one layout declares.
struct CandidateSource {
    std::string name;  // "spec membrane", "userland on riscv64", "userland at 1a2b3c4"
    const Layout* layout = nullptr;
    bool is_spec = false;
};

/// All records of all sources and of their histories, the same way of laying one out only once. What a field may hold
/// is learned from specs too, by the names of record and field. A record that is not fully known is left out. The
/// layouts must outlive the result.
std::vector<Candidate> candidates_of(std::span<const CandidateSource> sources);

/// The lower 64 bits of a value in two's complement: what a field holds.
std::uint64_t low_word(const Integer& value);

/// A value that no chance makes: from 0x10000 to 64 bits.
bool is_mark(const Integer& value);

/// The constants of the sources that are such. Sorted.
std::vector<std::uint64_t> marks_of(std::span<const CandidateSource> sources);

}  // namespace abi
