// What a run found, counted by pair of witnesses and machine.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "test/truth/witness.h"

namespace abi::truth {

using Pair = std::pair<Witness, Witness>;

/// "clang table / GCC table"; of a witness that said nothing at all, its own name.
std::string to_string(const Pair& pair);

/// The pairs that are compared, among the witnesses of one language: those that ask the same compiler, and GCC's table
/// with clang's.
std::vector<Pair> pairs_among(const std::vector<Witness>& witnesses);

struct Count {
    std::size_t records = 0;
    std::size_t fields = 0;
    std::size_t mismatches = 0;  // records of which the two say different things
    std::size_t unknown = 0;     // values that one of the two could not say
};

/// Two witnesses that do not agree on one record, or one that said nothing at all.
struct Mismatch {
    Pair pair;
    Language language = Language::c;
    std::uint64_t seed = 0;
    std::size_t unit = 0;
    std::string machine;
    std::size_t subject = 0;
    std::string name;                // of the record; empty: the witness could not speak of the whole unit
    std::vector<std::string> words;  // what each says
};

/// A compiler's table that was not asked for.
struct Absent {
    std::string what;  // "GCC table of c on mips"
    std::string why;
    bool is_fault = false;  // it ought to have been asked

    bool operator==(const Absent&) const = default;
};

Absent absent(Witness table, Language language, const std::string& machine, std::string why, bool is_fault);

/// Adds what the list does not hold yet.
void add(std::vector<Absent>& to, const std::vector<Absent>& from);

/// How many ought to have been asked. `may_lack`: those that need not be, separated by commas, or "all".
std::size_t faults_of(const std::vector<Absent>& absent, const std::string& may_lack);

struct Tally {
    std::map<std::pair<Pair, std::string>, Count> counts;                    // by pair and machine
    std::map<std::pair<std::string, std::string>, std::size_t> differences;  // GCC and clang: by reason and machine
    std::map<std::string, std::size_t> generated;                            // records, by language
    std::vector<Absent> absent;
    std::vector<Mismatch> mismatches;  // the first ones of each job, in the order of the jobs
};

void add(Tally& to, const Tally& from);

std::size_t mismatches_of(const Tally& tally);

/// The table, without the verdict.
std::string to_text(const Tally& tally);

std::string_view to_string(Language language);

}  // namespace abi::truth
