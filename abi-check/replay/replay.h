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

/// One packet and the answer it deserves.
struct FixtureCase {
    std::string name;
    std::string doc;
    Bytes bytes;
    std::string verdict;             // an enumerator of the spec's Verdict enum, "VERDICT_OK"
    std::vector<FieldValue> fields;  // decoded by the spec; compared with what the kernel decoded
    Place place;
    bool fresh_boot = false;  // pushed after the machine has been reset: its ring's sequence begins at 1 again
};

struct FixtureSet {
    std::string path;
    std::string record;  // the record of the spec that the cases are meant to be
    Bytes key;           // 16 bytes, SipHash-2-4
    std::vector<FixtureCase> cases;
};

/// Reads and checks one fixture file against `spec`.
Result<FixtureSet> read_fixtures(const std::string& path, const Layout& spec);

/// What happened to one case.
struct Outcome {
    std::string name;
    bool passed = false;
    std::string message;  // "arg: expected 0x1122334455667788, the kernel decoded 0x55667788"
    Place place;
};

struct ReplayRequest {
    std::string kernel;                // an ELF file
    std::string initrd;                // a newc archive
    std::vector<std::string> machine;  // the command; empty: qemu-system-riscv64 as documented
    std::chrono::milliseconds time_limit{30'000};
};

/// How long one step took, for whoever asks where the time goes.
struct StepTime {
    std::string name;
    std::chrono::duration<double> time{};
};

struct ReplayResult {
    std::vector<Outcome> outcomes;  // one per case, in order
    std::string console;            // all that the kernel printed
    std::vector<StepTime> steps;
};

/// Boots, as often as the set wants, and replays the whole set. A machine that is missing, hangs or answers nonsense
/// is a problem; a case with the wrong answer is an outcome.
Result<ReplayResult> replay(const FixtureSet& fixtures, const Layout& spec, const Layout& protocol,
                            const ReplayRequest& request);

/// What became of a set of which nobody wants to hear about each case.
struct SetResult {
    std::size_t passed = 0;
    std::vector<std::size_t> failed;    // indices, ascending
    std::vector<std::string> messages;  // of the failed ones, as many as were asked for
    std::string console;
    std::vector<StepTime> steps;
};

struct CaseSet;
struct Protocol;

/// As replay, for cases in their flat form (cases.h). At most `most_messages` are made.
Result<SetResult> replay_cases(const CaseSet& set, const Layout& spec, const Protocol& protocol,
                               const ReplayRequest& request, std::size_t most_messages);

}  // namespace abi
