// A candidate: one layout of a record that may have been used to write the bytes, with the values expected in its
// fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "explain/quantity.h"
#include "model/layout.h"

namespace abi {

/// What a field's bits are expected to be.
enum class Expectation {
    zero,         // declared padding
    mostly_zero,  // reserved fields
    unnamed,      // padding that the compiler added: zero or any value
    boolean,
    enumeration,
    own_size,  // the size of the record in bytes
    integer,
    pointer,
    floating,
    text,  // a run of bytes
};

/// A run of bits of a record with one expectation.
struct FieldSpan {
    std::string path;
    std::uint32_t offset_bits = 0;  // from the start of the record
    std::uint32_t width_bits = 0;   // at most 64, except for text
    Expectation expectation = Expectation::integer;
    bool is_signed = false;
    bool counts = false;                // its name suggests a counter: id, sequence, head, index …
    bool picks = false;                 // its role is tag, or its name suggests one of a few values: kind, type …
    bool is_flags = false;              // its name suggests separate bits: flags, op_flags, options …
    Quantity quantity = Quantity::any;  // what its name suggests about its numbers
    bool follows = false;               // an element of an array, behind another one
    bool may_be_tag = false;            // wide enough for a SipHash tag, and not a counter
    std::vector<std::uint64_t> known;   // the values of its enumeration, sorted; or the size that it must hold
    std::optional<ByteOrder> stated{};  // its byte order, if the layout states it for the field

    /// The byte order in which it is read from bytes that are in `whole`, the byte order of all other fields.
    ByteOrder order_in(ByteOrder whole) const { return stated.value_or(whole); }

    bool operator==(const FieldSpan&) const = default;
};

/// Fields that share their bits, as in a union: each packet holds one of the members.
struct Choice {
    struct Range {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    Range slots;                // in Candidate::slots: the member that is declared first
    std::vector<Range> others;  // in Candidate::alternatives: the other members, each with the same total width
};

/// A field that may hold a tag, and the message that the tag covers (explain/tag.h).
struct TagPlace {
    std::size_t slot = 0;   // index into Candidate::slots
    bool as_today = false;  // the message has the current spec's layout; false: it is the packet's own bytes
    std::uint32_t message_bytes = 0;

    /// Bytes or a value that go into the message. The rest of the message is zero.
    struct Piece {
        std::uint32_t from_bits = 0;  // from the start of the packet
        std::uint32_t width_bits = 0;
        std::uint32_t to_byte = 0;
        std::uint32_t to_bytes = 0;
        bool is_raw = false;                    // true: bytes are copied; false: a value is written
        ByteOrder order = ByteOrder::little;    // of a value in the message
        std::optional<ByteOrder> from_order{};  // of the value in the packet, if its layout states it
    };
    std::vector<Piece> pieces;
};

/// One layout of a record, with the names of all sources that declare it so.
struct Candidate {
    std::string record;              // the spec's name, without the "@label" of a history entry
    std::vector<std::string> names;  // "spec membrane", "CmdPacket@hal-24", "userland on riscv64"
    const Layout* layout = nullptr;  // of the first name
    const Record* declared = nullptr;
    std::shared_ptr<const Record> version;  // if the layout has only a longer version: `declared`, cut
    bool is_older_version = false;          // of a record that grows at its end
    std::uint64_t size_bytes = 0;
    std::uint64_t align_bytes = 1;  // its packets begin at multiples of this
    ByteOrder byte_order = ByteOrder::little;
    std::vector<FieldSpan> slots;         // sorted by offset, without overlaps; of a union, the first member only
    std::vector<FieldSpan> alternatives;  // the other members of unions
    std::vector<Choice> choices;          // sorted by slots
    bool is_expected = false;             // the layout in the current spec
    std::vector<TagPlace> tags;
};

/// A layout whose records become candidates.
struct CandidateSource {
    std::string name;  // "spec membrane", "userland on riscv64", "userland at 1a2b3c4"
    const Layout* layout = nullptr;
    bool is_spec = false;
};

/// Returns candidates for all records of all sources, of their histories and of their shorter versions (versions.h);
/// equal layouts become one candidate. The specs' enumerations and roles also apply to fields of the same name in other
/// sources. Skips records that are not fully known. The layouts must outlive the result.
std::vector<Candidate> candidates_of(std::span<const CandidateSource> sources);

/// "CmdPacket as declared by spec ring"
std::string declared_by(const Candidate& candidate);

/// The lower 64 bits of a value, in two's complement.
std::uint64_t low_word(const Integer& value);

/// Whether a value is large enough to be significant when a field holds it: from 0x10000 to 64 bits.
bool is_mark(const Integer& value);

/// The sources' constants for which is_mark is true, sorted.
std::vector<std::uint64_t> marks_of(std::span<const CandidateSource> sources);

}  // namespace abi
