#include "replay/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "model/words.h"
#include "replay/blob.h"
#include "replay/machine.h"
#include "replay/protocol.h"
#include "replay/transcript.h"

namespace abi {
namespace {

/// "VERDICT_EPAD", or the number if the spec has no name for it.
std::string name_of(const Enum& verdicts, const Integer& value) {
    const auto found = std::ranges::find(verdicts.enumerators, value, &Enumerator::value);
    return found == verdicts.enumerators.end() ? to_string(value) + ", which is not a " + verdicts.name : found->name;
}

/// How an answer differs from the expected one, which it does not equal.
std::vector<AnswerDifference> differences(std::span<const std::uint8_t> expected, std::span<const std::uint8_t> answer,
                                          const Protocol& protocol, const Enum& verdicts) {
    const auto order = protocol.layout->byte_order;
    const auto wanted = decode(*protocol.layout, *protocol.result, expected, order);
    const auto got = decode(*protocol.layout, *protocol.result, answer, order);
    std::vector<AnswerDifference> found;
    for (std::size_t i = 0; wanted && got && i < wanted->size(); ++i) {
        const auto& [path, value, offset, width] = (*wanted)[i];
        const Integer& other = (*got)[i].value;
        if (value == other) continue;
        if (path == "verdict") {
            found.push_back({path, name_of(verdicts, value), name_of(verdicts, other)});
        } else {
            found.push_back({path, to_string(value), to_string(other)});
        }
    }
    return found;
}

std::string in_words(const std::vector<AnswerDifference>& differences) {
    if (differences.empty()) return "bytes between the fields of the answer are not 0";
    return join(differences, "; ", [](const AnswerDifference& one) {
        return fmt::format("{}: expected {}, the kernel {} {}", one.path, one.expected,
                           one.path == "verdict" ? "answered" : "decoded", one.found);
    });
}

/// The comparison of the machine's answers to one set.
struct Answered {
    std::vector<bool> passed;                            // by case
    std::vector<std::size_t> wrong;                      // indices of cases with a wrong answer
    std::vector<std::vector<AnswerDifference>> reasons;  // for the first of them
    std::size_t answers = 0;
};

constexpr std::size_t all = static_cast<std::size_t>(-1);

Answered compare(const CaseSet& set, const Transcript& transcript, const Protocol& protocol, const Enum& verdicts,
                 std::size_t most_reasons) {
    const std::size_t size = protocol.result_bytes();
    Answered answered;
    answered.passed.resize(set.count());
    answered.answers = transcript.answers.size();
    for (std::size_t at = 0; at < transcript.answers.size(); ++at) {
        const std::size_t index = transcript.answers[at].index;
        const auto expected = std::span(set.expected).subspan(index * size, size);
        const auto answer = bytes_of_answer(transcript, protocol, at);
        if (std::memcmp(expected.data(), answer.data(), size) == 0) {
            answered.passed[index] = true;
            continue;
        }
        answered.wrong.push_back(index);
        if (answered.reasons.size() < most_reasons) {
            answered.reasons.push_back(differences(expected, answer, protocol, verdicts));
        }
    }
    return answered;
}

/// "2 of 5 cases were answered; the first without an answer is 'x'".
std::string describe_progress(const CaseSet& set, const Transcript& transcript) {
    std::size_t first = 0;
    while (first < transcript.answers.size() && transcript.answers[first].index == first) ++first;
    std::string text = fmt::format("{} of {} cases were answered", transcript.answers.size(), set.count());
    if (first < set.count()) {
        text += fmt::format("; the first without an answer is '{}'", set.label(first).name);
    }
    return text;
}

/// Problems of the whole run.
std::vector<Problem> problems_of(const MachineRun& run, const CaseSet& set, const Transcript& transcript,
                                 const Layout& spec, const std::string& kernel) {
    std::vector<Problem> problems;
    const Place place{.file = kernel};
    const auto bad_end = describe_bad_end(run, spec);
    if (bad_end) problems.push_back({place, "", "", *bad_end + "; " + describe_progress(set, transcript)});
    problems.insert(problems.end(), transcript.problems.begin(), transcript.problems.end());
    if (!bad_end && !transcript.ended) {
        problems.push_back({place, "", "the sentinel \"@replay-end …\" before the machine's end",
                            "none; " + describe_progress(set, transcript)});
    }
    return problems;
}

void add_steps(std::vector<StepTime>& to, const std::vector<StepTime>& steps) {
    for (const auto& step : steps) {
        const auto known = std::ranges::find(to, step.name, &StepTime::name);
        if (known == to.end()) {
            to.push_back(step);
        } else {
            known->time += step.time;
        }
    }
}

/// Runs one machine, from the blob to the comparison of its answers.
std::vector<Problem> run_part(const CaseSet& part, std::size_t begin, const Layout& spec, const Protocol& protocol,
                              const ReplayRequest& request, std::size_t most_messages, SetResult& result) {
    using Clock = std::chrono::steady_clock;
    const auto started = Clock::now();
    const Enum* verdicts = find_enum(spec, "Verdict");
    if (verdicts == nullptr) return {{{.file = spec.origin}, "", "an enum Verdict", "none"}};
    const bool shared = shares_memory(request);
    const auto blob = make_blob(part, protocol, shared ? results_place : ResultsPlace{});
    if (!blob) return blob.problems;
    const auto made = Clock::now();
    const ResultsWanted wanted = shared ? ResultsWanted{static_cast<std::size_t>(*protocol.results->size_bytes),
                                                        part.count() * protocol.result_bytes()}
                                        : ResultsWanted{};
    auto run = run_machine(request, *blob, wanted, !part.fresh.empty());
    if (!run) return run.problems;

    const auto ran = Clock::now();
    const std::string& console = run->result.output;
    const auto transcript = shared ? read_results(std::move(run->memory), console, protocol, part)
                                   : read_transcript(console, protocol, part.count());
    const auto read = Clock::now();
    const Answered answered = compare(part, transcript, protocol, *verdicts, most_messages);
    add_steps(result.steps, {{"blob", made - started}});
    add_steps(result.steps, run->steps);
    add_steps(result.steps, {{"results checked", read - ran}, {"results compared", Clock::now() - read}});
    result.console += console;

    auto problems = problems_of(*run, part, transcript, spec, request.kernel);
    if (!problems.empty()) {
        // The run failed, but the wrong answers often show why.
        for (std::size_t i = 0; i < answered.reasons.size(); ++i) {
            const CaseLabel label = part.label(answered.wrong[i]);
            problems.push_back({label.place, "", "", label.name + ": " + in_words(answered.reasons[i])});
        }
        return problems;
    }
    const std::size_t before = result.failed.size();
    auto wrong = answered.wrong.begin();
    auto reason = answered.reasons.begin();
    for (std::size_t i = 0; i < part.count(); ++i) {
        if (answered.passed[i]) continue;
        const bool was_answered = wrong != answered.wrong.end() && *wrong == i;
        result.failed.push_back(begin + i);
        if (result.messages.size() < most_messages) {
            const bool has_reason = was_answered && reason != answered.reasons.end();
            result.messages.push_back(has_reason ? in_words(*reason) : "the kernel gave no answer");
            result.differences.push_back(has_reason ? *reason : std::vector<AnswerDifference>());
        }
        if (was_answered) {
            ++wrong;
            if (reason != answered.reasons.end()) ++reason;
        }
    }
    result.passed += part.count() - (result.failed.size() - before);
    return {};
}

}  // namespace

Result<SetResult> replay_cases(const CaseSet& set, const Layout& spec, const Protocol& protocol,
                               const ReplayRequest& request, std::size_t most_messages) {
    SetResult result;
    if (set.fresh.empty() || shares_memory(request)) {
        auto problems = run_part(set, 0, spec, protocol, request, most_messages, result);
        if (!problems.empty()) return problems;
        return result;
    }
    // Without shared memory, results do not survive a reset, so each fresh boot needs another machine.
    std::vector<std::uint32_t> ends = set.fresh;
    ends.push_back(static_cast<std::uint32_t>(set.count()));
    std::size_t begin = 0;
    for (const std::uint32_t end : ends) {
        auto problems =
            run_part(part_of(set, protocol, begin, end), begin, spec, protocol, request, most_messages, result);
        if (!problems.empty()) return problems;
        begin = end;
    }
    return result;
}

Result<ReplayResult> replay(const FixtureSet& fixtures, const Layout& spec, const Layout& protocol_spec,
                            const ReplayRequest& request) {
    const auto protocol = find_protocol(protocol_spec);
    if (!protocol) return protocol.problems;
    const auto set = cases_of(fixtures, spec, *protocol);
    if (!set) return set.problems;
    auto replayed = replay_cases(*set, spec, *protocol, request, all);
    if (!replayed) return replayed.problems;

    ReplayResult result;
    result.console = std::move(replayed->console);
    result.steps = std::move(replayed->steps);
    result.outcomes.reserve(fixtures.cases.size());
    for (const auto& fixture : fixtures.cases) result.outcomes.push_back({fixture.name, true, "", fixture.place, {}});
    for (std::size_t i = 0; i < replayed->failed.size(); ++i) {
        Outcome& outcome = result.outcomes[replayed->failed[i]];
        outcome.passed = false;
        outcome.message = replayed->messages[i];
        outcome.differences = replayed->differences[i];
    }
    return result;
}

}  // namespace abi
