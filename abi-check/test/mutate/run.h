// Mutates the specs and the sources of random units, and asks every witness about each of them on every machine.
//
//     unit ─► compilers ─► table ─► spec ─► mutated spec ──┐
//       │         └─► readers ────────────► answer ────────┼─► judge ─► tally
//       └─► mutated unit ─► compilers ─┬─► answer ─────────┤
//                                      └─► table: what really differs
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "test/mutate/tally.h"
#include "test/truth/machine.h"
#include "test/truth/run.h"

namespace abi::mutate {

struct Run {
    std::uint64_t seed = 1;
    std::vector<truth::Piece> pieces;
    std::vector<const truth::Machine*> machines;
    std::optional<std::size_t> only;  // one mutation, by its number within the unit
    unsigned jobs = 1;
    std::string folder;  // for files
    bool proves = false;
    truth::Compilers compilers;
};

/// How often the spec of one unit is mutated, and how often its source.
constexpr std::size_t spec_rounds = 3;
constexpr std::size_t source_rounds = 1;

/// Units with `mutations` mutations in all, a share for each of the languages; none are named: all.
std::vector<truth::Piece> pieces_with(std::size_t mutations, const std::vector<truth::Language>& languages);

/// The same for any number of jobs.
Tally run(const Run& run);

}  // namespace abi::mutate
