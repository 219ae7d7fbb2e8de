// Cases by the million, made from the spec: good packets, and every way of spoiling one that we know of.
//
// A set is what its seed says, on every machine and for ever: a finding can be repeated by two numbers.
#pragma once

#include <string_view>

#include "replay/reference.h"

namespace abi {

/// How a generated packet differs from a good one.
enum class Mutation : std::uint8_t {
    none,
    unknown_kind,  // with a true tag
    padding,       // with a true tag
    bit_flip,
    forged_padding,  // not in the tag
    cut,             // 0 to 31 bytes
    over_long,       // 33 to 64 bytes
    swapped_halves,
    swapped_id,
    big_endian,
    replayed,
    early,  // changed places with the one behind it
    other_key,
    packed,  // the declaration of the story: 28 bytes, no padding
    zero,
    ones,
    random,
};
std::string_view describe(Mutation mutation);

struct GeneratedSet {
    CaseSet cases;
    std::vector<Mutation> mutations;  // one a case
};

/// More of them than this need a machine of their own: memory for their results ends there.
constexpr std::size_t most_generated = 1'000'000;

/// `count` cases. The `part`th set of one seed differs from its others.
Result<GeneratedSet> generate(const Layout& spec, const Protocol& protocol, std::uint64_t seed, std::uint64_t part,
                              std::size_t count);

/// Case `index` as an element of a fixture file's "cases", to be kept. Its `doc` says which sequence the ring must
/// expect, if that is not the first.
std::string to_fixture(const GeneratedSet& set, const Layout& spec, const Protocol& protocol, std::size_t index,
                       const std::string& name);

/// A fixture file: case `index`, behind those that the ring's sequence counts before it. "" when these are more than
/// `most_before`.
std::string to_fixture_file(const GeneratedSet& set, const Layout& spec, const Protocol& protocol, std::size_t index,
                            const std::string& doc, std::size_t most_before);

}  // namespace abi
