#include "replay/replay.h"

#include <fmt/format.h>

#include <algorithm>

#include "replay/blob.h"
#include "replay/machine.h"
#include "replay/protocol.h"
#include "replay/transcript.h"

namespace abi {
namespace {

/// "VERDICT_EPAD", or the number when the spec has no name for it.
std::string name_of(const Enum& verdicts, const Integer& value) {
    const auto found = std::ranges::find(verdicts.enumerators, value, &Enumerator::value);
    return found == verdicts.enumerators.end() ? to_string(value) + ", which is no " + verdicts.name : found->name;
}

/// What in an answer is not as the fixture expects; empty when all of it is.
std::string differences(const FixtureCase& fixture, const Answer& answer, const Enum& verdicts) {
    std::string text;
    const auto add = [&](const std::string& name, const std::string& expected, std::string_view did,
                         const std::string& got) {
        text += fmt::format("{}{}: expected {}, the kernel {} {}", text.empty() ? "" : "; ", name, expected, did, got);
    };
    const std::string verdict = name_of(verdicts, *find_value(answer.fields, "verdict"));
    if (verdict != fixture.verdict) add("verdict", fixture.verdict, "answered", verdict);
    for (const auto& field : fixture.fields) {
        const Integer* got = find_value(answer.fields, field.path);
        if (got != nullptr && *got != field.value) add(field.path, to_string(field.value), "decoded", to_string(*got));
    }
    return text;
}

std::vector<Outcome> compare(const FixtureSet& fixtures, const Transcript& transcript, const Enum& verdicts) {
    std::vector<Outcome> outcomes;
    outcomes.reserve(fixtures.cases.size());
    for (const auto& fixture : fixtures.cases) {
        outcomes.push_back({fixture.name, false, "the kernel gave no answer", fixture.place});
    }
    for (const auto& answer : transcript.answers) {
        Outcome& outcome = outcomes[answer.index];
        outcome.message = differences(fixtures.cases[answer.index], answer, verdicts);
        outcome.passed = outcome.message.empty();
    }
    return outcomes;
}

/// "2 of 5 cases were answered; the first without an answer is 'x'".
std::string describe_progress(const FixtureSet& fixtures, const Transcript& transcript) {
    std::size_t first = 0;
    while (first < transcript.answers.size() && transcript.answers[first].index == first) ++first;
    std::string text = fmt::format("{} of {} cases were answered", transcript.answers.size(), fixtures.cases.size());
    if (first < fixtures.cases.size()) {
        text += fmt::format("; the first without an answer is '{}'", fixtures.cases[first].name);
    }
    return text;
}

/// Every field of the fixtures' record must be one that the protocol can answer.
std::vector<Problem> check_comparable(const FixtureSet& fixtures, const Protocol& protocol) {
    std::vector<Problem> problems;
    const auto answer =
        decode(*protocol.layout, *protocol.result, Bytes(*protocol.result->size_bytes), protocol.layout->byte_order);
    if (fixtures.cases.empty()) problems.push_back({{.file = fixtures.path}, "/cases", "at least one case", "none"});
    if (!answer || fixtures.cases.empty()) return problems;
    for (const auto& field : fixtures.cases[0].fields) {
        if (find_value(*answer, field.path) == nullptr) {
            problems.push_back(
                {protocol.result->place, "",
                 fmt::format("a field {}.{} for that of {}", protocol.result->name, field.path, fixtures.record),
                 "none"});
        }
    }
    return problems;
}

}  // namespace

Result<ReplayResult> replay(const FixtureSet& fixtures, const Layout& spec, const Layout& protocol_spec,
                            const ReplayRequest& request) {
    const auto protocol = find_protocol(protocol_spec);
    if (!protocol) return protocol.problems;
    const Enum* verdicts = find_enum(spec, "Verdict");
    if (verdicts == nullptr) return Problem{{.file = spec.origin}, "", "an enum Verdict", "none"};
    if (auto problems = check_comparable(fixtures, *protocol); !problems.empty()) return problems;
    const auto blob = make_blob(fixtures, *protocol);
    if (!blob) return blob.problems;

    auto run = run_machine(request, *blob);
    if (!run) return run.problems;
    std::string& console = run->result.output;
    const auto transcript = read_transcript(console, *protocol, fixtures.cases.size());
    auto outcomes = compare(fixtures, transcript, *verdicts);

    std::vector<Problem> problems;
    const auto bad_end = describe_bad_end(*run, spec);
    if (bad_end) {
        problems.push_back(
            {{.file = request.kernel}, "", "", *bad_end + "; " + describe_progress(fixtures, transcript)});
    }
    problems.insert(problems.end(), transcript.problems.begin(), transcript.problems.end());
    if (!bad_end && !transcript.ended) {
        problems.push_back({{.file = request.kernel},
                            "",
                            "the sentinel \"@replay-end …\" before the machine's end",
                            "none; " + describe_progress(fixtures, transcript)});
    }
    if (problems.empty()) return ReplayResult{std::move(outcomes), std::move(console)};

    // No verdict on the whole set, but what was answered wrongly is often why it ended so.
    for (const auto& answer : transcript.answers) {
        const Outcome& outcome = outcomes[answer.index];
        if (!outcome.passed) problems.push_back({outcome.place, "", "", outcome.name + ": " + outcome.message});
    }
    return problems;
}

}  // namespace abi
