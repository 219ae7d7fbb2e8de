// Replays raw-hex packet fixtures through a booted kernel and compares its answers with what the
// fixtures expect.
//
//     fixtures ─┐
//               ├─► cases ─► blob ─► machine (QEMU) ─► transcript ─► outcomes
//     generator ┘
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "codec/bytes.h"
#include "codec/fields.h"
#include "model/problem.h"

namespace abi {

/// One packet and the expected answer.
struct FixtureCase {
    std::string name;
    std::string doc;
    Bytes bytes;
    std::string verdict;             // an enumerator of the spec's Verdict enum, "VERDICT_OK"
    std::vector<FieldValue> fields;  // decoded with the spec; the kernel must decode the same
    Place place;
    bool fresh_boot = false;  // the machine is reset before this case, so the ring's sequence begins at 1 again
};

struct FixtureSet {
    std::string path;
    std::string record;  // the spec's record that the cases represent
    Bytes key;           // 16 bytes, SipHash-2-4
    std::vector<FixtureCase> cases;
};

/// Reads and checks one fixture file against `spec`.
Result<FixtureSet> read_fixtures(const std::string& path, const Layout& spec);

/// A part of an answer that is not as expected.
struct AnswerDifference {
    std::string path;  // of a field, or "verdict"
    std::string expected;
    std::string found;
};

/// The result of one case.
struct Outcome {
    std::string name;
    bool passed = false;
    std::string message;  // "arg: expected 0x1122334455667788, the kernel decoded 0x55667788"
    Place place;
    std::vector<AnswerDifference> differences{};
};

struct ReplayRequest {
    std::string kernel;                // an ELF file
    std::string initrd;                // a newc archive
    std::vector<std::string> machine;  // the command; empty: qemu-system-riscv64 as documented
    std::chrono::milliseconds time_limit{30'000};
};

/// How long one step took.
struct StepTime {
    std::string name;
    std::chrono::duration<double> time{};
};

struct ReplayResult {
    std::vector<Outcome> outcomes;  // one per case, in order
    std::string console;            // all that the kernel printed
    std::vector<StepTime> steps;
};

/// Replays the whole set, with as many boots as it needs. Fails if the machine is missing, hangs or does not follow the
/// protocol. A wrong answer to a case is an outcome, not a failure.
Result<ReplayResult> replay(const FixtureSet& fixtures, const Layout& spec, const Layout& protocol,
                            const ReplayRequest& request);

/// The result of a large set: counts, and messages for some of the failed cases.
struct SetResult {
    std::size_t passed = 0;
    std::vector<std::size_t> failed;                         // indices, ascending
    std::vector<std::string> messages;                       // for the first failed cases, at most most_messages
    std::vector<std::vector<AnswerDifference>> differences;  // of the same cases; none if there was no answer
    std::string console;
    std::vector<StepTime> steps;
};

struct CaseSet;
struct Protocol;

/// The same as replay, for a CaseSet (cases.h).
Result<SetResult> replay_cases(const CaseSet& set, const Layout& spec, const Protocol& protocol,
                               const ReplayRequest& request, std::size_t most_messages);

}  // namespace abi
