// What `replay` found: packets as bytes with their fields, and how the target answered each of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/problem.h"

namespace abi {

/// One field of a packet.
struct ReplayedField {
    std::string path;           // "slots[3].arg"
    std::uint64_t at_bits = 0;  // from the start of the packet
    std::uint64_t width_bits = 0;
    std::string expected;  // "0x400"
    std::string found{};   // what the target decoded, if that is another value
};

/// A value of an answer.
struct ReplayedValue {
    std::string path;
    std::string value;

    friend bool operator==(const ReplayedValue&, const ReplayedValue&) = default;
};

struct ReplayedCase {
    std::string name;
    std::string doc;
    Place place;  // in the fixture file; a generated case has none
    std::vector<std::uint8_t> bytes;
    std::string verdict;     // the expected answer: "VERDICT_OK"
    std::string answered{};  // the kernel's, if that is another one
    bool passed = false;
    std::string message{};  // how the answer differs
    std::vector<ReplayedField> fields;
    bool unsupported = false;             // the target answered so, and the fixture allows that
    std::vector<ReplayedValue> answer{};  // the whole answer: verdict and fields; empty: none was given
    std::string fixture{};                // a generated case as text that can be put into a fixture file
};

struct ReplayedStep {
    std::string name;
    double seconds = 0;
};

/// The cases of one fixture file, or those that were generated.
struct ReplayedSet {
    std::string origin;  // "fixtures/a.json"; "cases of seed 1"
    std::string record;  // of the packets
    std::size_t count = 0;
    std::size_t passed = 0;
    std::size_t failed = 0;              // with `passed` fewer than `count` if the replay ended with a failure
    std::size_t unsupported = 0;         // neither passed nor failed: optional cases that the target does not support
    std::string target{};                // how the target calls itself, else how it was started
    std::string spec_digest{};           // of the spec that the target was built against; empty: it did not say
    std::vector<ReplayedCase> cases;     // of a fixture file all; of a generated set some that failed
    std::vector<std::string> remarks{};  // "not kept: …"
    std::string console{};               // if it is to be shown
    std::vector<ReplayedStep> steps{};   // the same
    bool is_generated = false;
    double seconds = 0;  // of a generated set, with its steps
};

struct Replayed {
    std::string kernel;  // its file, or the command that runs the machine; of several targets all of them
    std::vector<ReplayedSet> sets;
    std::vector<Problem> problems{};  // why sets are missing
};

inline std::size_t failed_cases(const Replayed& replayed) {
    std::size_t failed = 0;
    for (const auto& set : replayed.sets) failed += set.failed;
    return failed;
}

/// How one target answered a case.
struct TargetAnswer {
    const ReplayedSet* set = nullptr;
    const ReplayedCase* one = nullptr;  // null: not known, because the target was not asked
};

/// One case as several targets answered it.
struct ComparedCase {
    std::string name;
    std::vector<TargetAnswer> answers;  // of the targets, in their order
    bool is_same = false;               // all of them passed, with the same answer
};

/// The cases of one fixture file that several targets were asked.
struct ComparedSet {
    std::string origin;
    std::vector<std::string> targets;
    std::vector<ComparedCase> cases;
};

/// The sets that more than one target answered, in the order of the first of them.
std::vector<ComparedSet> compare_targets(const Replayed& replayed);

/// An answer in a few words: "VERDICT_OK", "not supported", "no answer".
std::string short_answer(const ReplayedCase& one);

}  // namespace abi
