// Generates millions of cases from the spec: good packets, and packets with each kind of error in Mutation.
//
// A seed gives the same set on every machine and in every version, so the seed and the case's index reproduce a
// finding.
#pragma once

#include <string_view>

#include "replay/reference.h"

namespace abi {

/// How a generated packet differs from a valid one.
enum class Mutation : std::uint8_t {
    none,
    unknown_kind,  // with a valid tag
    padding,       // with a valid tag
    bit_flip,
    forged_padding,  // the tag does not cover it
    cut,             // 0 to 31 bytes
    over_long,       // 33 to 64 bytes
    swapped_halves,
    swapped_id,
    big_endian,
    replayed,
    early,  // with one of the three sequences after the expected one
    other_key,
    packed,  // 28 bytes, without padding
    zero,
    ones,
    random,
};
std::string_view describe(Mutation mutation);

struct GeneratedSet {
    CaseSet cases;
    std::vector<Mutation> mutations;  // one for each case
};

/// The most cases for one machine, because its memory for results is limited.
constexpr std::size_t most_generated = 1'000'000;

/// Generates `count` cases. The same seed gives other cases for each `part`, so that a large set can be split.
Result<GeneratedSet> generate(const Layout& spec, const Protocol& protocol, std::uint64_t seed, std::uint64_t part,
                              std::size_t count);

/// Case `index` as an element of a fixture file's "cases". Its `doc` has the sequence that the ring must expect, if
/// that is not the first.
std::string to_fixture(const GeneratedSet& set, const Layout& spec, const Protocol& protocol, std::size_t index,
                       const std::string& name);

/// A fixture file with case `index`, after all earlier cases that advance the ring's sequence. Returns "" if there are
/// more than `most_before` of them.
std::string to_fixture_file(const GeneratedSet& set, const Layout& spec, const Protocol& protocol, std::size_t index,
                            const std::string& doc, std::size_t most_before);

}  // namespace abi
