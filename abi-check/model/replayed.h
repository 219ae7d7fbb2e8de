// What `replay` found: packets as bytes with their fields, and how the kernel answered each of them.
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
    std::string found{};   // what the kernel decoded, if that is another value
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
    std::string fixture{};  // a generated case as text that can be put into a fixture file
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
    std::vector<ReplayedCase> cases;     // of a fixture file all; of a generated set some that failed
    std::vector<std::string> remarks{};  // "not kept: …"
    std::string console{};               // if it is to be shown
    std::vector<ReplayedStep> steps{};   // the same
    bool is_generated = false;
    double seconds = 0;  // of a generated set, with its steps
};

struct Replayed {
    std::string kernel;  // its file, or the command that runs the machine
    std::vector<ReplayedSet> sets;
    std::vector<Problem> problems{};  // why sets are missing
};

inline std::size_t failed_cases(const Replayed& replayed) {
    std::size_t failed = 0;
    for (const auto& set : replayed.sets) failed += set.failed;
    return failed;
}

}  // namespace abi
