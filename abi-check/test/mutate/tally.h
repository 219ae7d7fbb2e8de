// What a run found, counted by witness, language and target.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "test/mutate/judge.h"
#include "test/truth/tally.h"

namespace abi::mutate {

struct Count {
    std::size_t mutations = 0, caught = 0, unverified = 0, escapes = 0, misnamed = 0;
    std::size_t clean = 0, unanswered = 0, false_alarms = 0;  // records that nothing was done to
};

void add(Count& to, Outcome outcome);
void add(Count& to, const Count& from);

/// The witness, the language and the target.
using Row = std::tuple<std::string, std::string, std::string>;

/// A wrong answer, and what repeats it.
struct Wrong {
    Row row;
    Outcome outcome = Outcome::escape;
    std::string record;
    std::string mutation;               // what was done
    std::vector<std::string> expected;  // what differs
    std::vector<std::string> findings;  // what was said
    std::string source;                 // the declaration
    std::string again;                  // the options that repeat it
};

struct Tally {
    std::map<Row, Count> counts;
    std::size_t mutations = 0;  // different ones; each is shown to many witnesses on many targets
    std::vector<truth::Absent> absent;
    std::vector<Wrong> wrong;                         // the first of each row and outcome
    Proofs proofs;                                    // with --prove
    std::vector<std::string> dropped;                 // what a compiler accepted, in words
    std::map<std::string, std::size_t> not_provable;  // how often for each reason
};

void add(Tally& to, const Tally& from);

Count sum_of(const Tally& tally);

/// The table, and each first wrong answer.
std::string to_text(const Tally& tally, std::size_t shown);

}  // namespace abi::mutate
