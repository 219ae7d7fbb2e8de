// Replays raw-hex packet fixtures through a booted kernel and compares its answers with what the
// fixtures expect.
//
//     fixtures ─┐
//               ├─► cases ─► blob ─► machine (QEMU) ─► transcript ─► outcomes
//     generator ┘
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "codec/bytes.h"
#include "codec/fields.h"
#include "model/problem.h"

namespace abi {

/// A field of the answer that a fixture file expects, as the file has it.
struct ExpectedField {
    std::string path;  // in the record of results: "res", "data"
    std::string text;  // "-22", "0x400"; of an array of bytes its digits
    Place place;
    std::string pointer;
};

/// One packet and the expected answer. A case of several packets is several of these, one after the other.
struct FixtureCase {
    std::string name;
    std::string doc;
    Bytes bytes;
    std::string verdict;             // an enumerator, "VERDICT_OK", or a number; empty: not compared
    std::vector<FieldValue> fields;  // decoded with the spec; the kernel must decode the same
    Place place;
    bool fresh_boot = false;  // the machine is reset before this case, so the ring's sequence begins at 1 again
    std::vector<ExpectedField> answer{};
    bool more = false;      // the next packet belongs to the same case
    bool optional = false;  // the target may answer that it does not support this
};

struct FixtureSet {
    std::string path;
    std::string record;  // the spec's record that the cases represent
    Bytes key;           // 16 bytes, SipHash-2-4
    std::vector<FixtureCase> cases;
    std::string result{};                               // the record of results, if the file names one
    std::string verdicts = "Verdict";                   // the enumeration of the verdicts
    std::optional<std::vector<std::string>> decoded{};  // the fields of results that are the packet's; nothing: all
                                                        // that have the name of one
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
    std::string message;  // "arg: expected 0x1122334455667788, the target decoded 0x55667788"
    Place place;
    std::vector<AnswerDifference> differences{};
    bool unsupported = false;          // the target answered so, and the case is optional
    std::vector<FieldValue> answer{};  // all fields of the answer; empty: none was given
};

/// The addresses in a machine's memory, and what it is told about them.
struct MachineMap {
    std::uint64_t ram_address = 0x8000'0000;
    std::uint64_t ram_bytes = 256U << 20U;
    std::uint64_t blob_address = 0x8c00'0000;
    std::uint64_t blob_bytes = 0x0300'0000;  // up to a round address below the device tree, which the firmware puts
                                             // near the end of RAM (QEMU 7.2 with 256 MiB: 0x8fe0'0000)
    std::uint64_t results_address = 0x8900'0000;
    std::uint64_t results_bytes = 0x0300'0000;  // 0: results are printed
    std::string boot_arguments = "replay={blob_address}";
};

struct ReplayRequest {
    std::string kernel;                // an ELF file
    std::string initrd;                // a newc archive
    std::vector<std::string> machine;  // the command; empty: qemu-system-riscv64 as documented
    std::chrono::milliseconds time_limit{30'000};
    MachineMap map{};
    std::vector<std::string> digests{};  // of the spec and of the packets' record: the target's must be one of them
};

/// How a target calls itself: "@replay-target NAME DIGEST" on its console.
struct TargetName {
    std::string name;    // empty: it did not say
    std::string digest;  // of the spec that it was built against, 64 digits; empty: it did not say
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
    TargetName target{};
    std::vector<std::string> remarks{};  // what was not compared
};

/// Replays the whole set, with as many boots as it needs. Fails if the machine is missing, does not answer anything, or
/// does not follow the protocol. A wrong answer to a case is an outcome, not a failure. If the machine ends or hangs at
/// a case, that is an outcome, too, and another machine gets the cases after it.
Result<ReplayResult> replay(const FixtureSet& fixtures, const Layout& spec, const Layout& protocol,
                            const ReplayRequest& request);

/// The result of a large set: counts, and messages for some of the failed cases.
struct SetResult {
    std::size_t passed = 0;
    std::vector<std::size_t> failed;                         // indices, ascending
    std::vector<std::string> messages;                       // for the first failed cases, at most most_messages
    std::vector<std::vector<AnswerDifference>> differences;  // of the same cases; none if there was no answer
    std::vector<std::size_t> unsupported;  // indices of optional cases that the target does not support
    Bytes answers;                         // the result of each case; zero if there is none
    std::vector<bool> answered;            // by case
    std::string console;
    std::vector<StepTime> steps;
    TargetName target;
};

struct CaseSet;
struct Protocol;

/// The same as replay, for a CaseSet (cases.h). `spec` names the verdicts and the exit statuses of the kernel.
Result<SetResult> replay_cases(const CaseSet& set, const Layout& spec, const Protocol& protocol,
                               const ReplayRequest& request, std::size_t most_messages);

}  // namespace abi
