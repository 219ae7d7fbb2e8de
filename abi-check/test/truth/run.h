// Runs the witnesses over many units on many machines, several at a time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "test/truth/machine.h"
#include "test/truth/tally.h"

namespace abi::truth {

constexpr std::size_t records_per_unit = 250;

/// A unit that a run generates, and how many records of it.
struct Piece {
    Language language = Language::c;
    std::size_t index = 0;
    std::size_t records = records_per_unit;
    std::optional<std::uint64_t> seed{};  // nothing: the run's
    const Machine* machine = nullptr;     // the only one; null: all of the run
};

struct Run {
    std::uint64_t seed = 1;
    std::vector<Piece> pieces;
    std::vector<const Machine*> machines;
    unsigned jobs = 1;
    std::string between;  // only pairs whose names hold this are compared; empty: all
    std::string folder;   // for files
    Compilers compilers;
    bool filters = true;  // as in Case
};

/// A share for each language: C 28, C++ 20, Zig 12, Rust 12, Nim 8, Go 13, packages of Cargo 7.
std::vector<Piece> pieces_for(std::size_t records, const std::vector<Language>& languages = {});

/// The same for any number of jobs.
Tally run(const Run& run);

}  // namespace abi::truth
