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
std::string name_of(const Enum* verdicts, const Integer& value, const Protocol& protocol) {
    if (value == protocol.not_supported) return "\"not supported\"";
    if (verdicts == nullptr) return to_string(value);
    const auto found = std::ranges::find(verdicts->enumerators, value, &Enumerator::value);
    return found == verdicts->enumerators.end() ? to_string(value) + ", which is not a " + verdicts->name : found->name;
}

/// How an answer differs from the expected one. Bits that are not set in `compared` do not count.
std::vector<AnswerDifference> differences(std::span<const std::uint8_t> expected, std::span<const std::uint8_t> answer,
                                          std::span<const std::uint8_t> compared, const Protocol& protocol,
                                          const Enum* verdicts) {
    const auto order = protocol.layout->byte_order;
    const auto wanted = decode(*protocol.layout, *protocol.result, expected, order);
    const auto got = decode(*protocol.layout, *protocol.result, answer, order);
    std::vector<AnswerDifference> found;
    for (std::size_t i = 0; wanted && got && i < wanted->size(); ++i) {
        const auto& [path, value, offset, width] = (*wanted)[i];
        const Integer& other = (*got)[i].value;
        const bool is_compared = compared.empty() || (compared[offset / 8] >> offset % 8 & 1U) != 0;
        if (value == other || !is_compared) continue;
        if (path == "verdict") {
            found.push_back({path, name_of(verdicts, value, protocol), name_of(verdicts, other, protocol)});
        } else {
            found.push_back({path, to_string(value), to_string(other)});
        }
    }
    return found;
}

std::string in_words(const std::vector<AnswerDifference>& differences) {
    if (differences.empty()) return "bytes between the fields of the answer are not 0";
    return join(differences, "; ", [](const AnswerDifference& one) {
        return fmt::format("{}: expected {}, the target {} {}", one.path, one.expected,
                           one.path == "verdict" ? "answered" : "decoded", one.found);
    });
}

constexpr std::size_t all = static_cast<std::size_t>(-1);

bool is_equal(std::span<const std::uint8_t> expected, std::span<const std::uint8_t> answer,
              std::span<const std::uint8_t> compared) {
    if (compared.empty()) return std::memcmp(expected.data(), answer.data(), expected.size()) == 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (((expected[i] ^ answer[i]) & compared[i]) != 0) return false;
    }
    return true;
}

/// Whether the target answered that it does not support the case.
struct Unsupported {
    BytePlace verdict;
    std::vector<std::uint8_t> says;  // the bytes of the verdict

    static Unsupported make(const Protocol& protocol) {
        Unsupported made;
        const auto place = place_of(*protocol.layout, *protocol.result, "verdict");
        if (!place || place->bytes < 4) return made;  // such a record cannot say it
        made.verdict = *place;
        Bytes record(protocol.result_bytes());
        store_at(record, *place, protocol.not_supported.low, protocol.layout->byte_order);
        const auto bytes = std::span(record).subspan(place->offset, place->bytes);
        made.says.assign(bytes.begin(), bytes.end());
        return made;
    }
    bool is_said(std::span<const std::uint8_t> answer) const {
        return !says.empty() && std::memcmp(answer.data() + verdict.offset, says.data(), says.size()) == 0;
    }
};

/// The replay of one set: all that does not change from one start of the machine to the next.
struct Run {
    const CaseSet& set;
    const Layout& spec;
    const Protocol& protocol;
    const ReplayRequest& request;
    const std::size_t most_messages;
    const Enum* const verdicts = find_enum(spec, set.verdicts);
    const Unsupported unsupported = Unsupported::make(protocol);
    const BytePlace index = place_of(*protocol.layout, *protocol.result, "index").value.value_or(BytePlace());
    SetResult result{};
    std::string crashed{};  // the last case at which the machine ended or hung
    unsigned crashes = 0;
    unsigned hangs = 0;
};

/// After so many of them the rest of the cases is not run: each costs a start of the machine, or the time limit.
constexpr unsigned most_crashes = 20;
constexpr unsigned most_hangs = 3;

void fail_case(Run& run, std::size_t index, std::string message, std::vector<AnswerDifference> reasons = {}) {
    run.result.failed.push_back(index);
    if (run.result.messages.size() >= run.most_messages) return;
    run.result.messages.push_back(std::move(message));
    run.result.differences.push_back(std::move(reasons));
}

/// Compares one answer.
void judge_answer(Run& run, std::size_t index, std::span<const std::uint8_t> answer) {
    const std::size_t size = run.protocol.result_bytes();
    const auto kept = std::span(run.result.answers).subspan(index * size, size);
    std::ranges::copy(answer, kept.begin());
    // A machine that was started for a part of the set numbers its cases from 0.
    store_at(kept, run.index, index, run.protocol.layout->byte_order);
    answer = kept;
    run.result.answered[index] = true;
    const auto expected = std::span<const std::uint8_t>(run.set.expected).subspan(index * size, size);
    const auto compared = run.set.compared.empty()
                              ? std::span<const std::uint8_t>()
                              : std::span<const std::uint8_t>(run.set.compared).subspan(index * size, size);
    if (is_equal(expected, answer, compared)) {
        ++run.result.passed;
        return;
    }
    if (run.unsupported.is_said(answer)) {
        if (is_set(run.set.optional, index)) {
            run.result.unsupported.push_back(index);
        } else {
            fail_case(run, index, "the target does not support it, and the case is not \"optional\"",
                      differences(expected, answer, compared, run.protocol, run.verdicts));
        }
        return;
    }
    if (run.result.messages.size() >= run.most_messages) return fail_case(run, index, {});
    auto reasons = differences(expected, answer, compared, run.protocol, run.verdicts);
    std::string message = in_words(reasons);
    if (!run.crashed.empty()) {
        message +=
            "; this machine was started after the end at '" + run.crashed + "', so it has not seen earlier cases";
    }
    fail_case(run, index, std::move(message), std::move(reasons));
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

constexpr std::string_view no_sentinel = "the sentinel \"@replay-end …\" before the machine's end";

/// How the machine ended at one of its cases. Nothing if it ended well, or not at a case: it answered all of them, or
/// did not show that it had begun, or does not follow the protocol.
std::optional<std::string> end_at_case(const std::optional<std::string>& bad_end, const CaseSet& part,
                                       const Transcript& transcript, bool is_again) {
    if (transcript.ended || !transcript.problems.empty()) return std::nullopt;
    const bool has_begun = is_again || !transcript.answers.empty() || !transcript.target.name.empty();
    const bool is_done = !transcript.answers.empty() && transcript.answers.back().index + 1 == part.count();
    if (!has_begun || is_done) return std::nullopt;
    std::string how = bad_end.value_or(fmt::format("expected {}, found none", no_sentinel));
    if (!transcript.cut.empty()) how += "; " + transcript.cut;
    return how;
}

/// Problems of the whole run.
std::vector<Problem> problems_of(const std::optional<std::string>& bad_end, const CaseSet& set,
                                 const Transcript& transcript, const ReplayRequest& request) {
    std::vector<Problem> problems;
    const Place place{.file = request.kernel};
    if (bad_end) problems.push_back({place, "", "", *bad_end + "; " + describe_progress(set, transcript)});
    problems.insert(problems.end(), transcript.problems.begin(), transcript.problems.end());
    if (!bad_end && !transcript.ended) {
        problems.push_back({place, "", std::string(no_sentinel), "none; " + describe_progress(set, transcript)});
    }
    const std::string& digest = transcript.target.digest;
    if (!digest.empty() && !request.digests.empty() &&
        std::ranges::find(request.digests, digest) == request.digests.end()) {
        problems.push_back(
            {place, "",
             fmt::format("the target {} to be built against this spec, digest {}", transcript.target.name,
                         join(request.digests, ", or of the record alone ", [](const auto& one) { return one; })),
             "the digest " + digest});
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

/// How one start of the machine ended.
struct Started {
    Transcript transcript;
    std::optional<std::string> bad_end;
    bool has_hung = false;
};

Result<Started> start_machine(const CaseSet& part, Run& run) {
    using Clock = std::chrono::steady_clock;
    const auto begun = Clock::now();
    const Protocol& protocol = run.protocol;
    const ResultsPlace place = results_place(run.request);
    const auto blob = make_blob(part, protocol, place, static_cast<std::size_t>(run.request.map.blob_bytes));
    if (!blob) return blob.problems;
    const auto made = Clock::now();
    const ResultsWanted wanted = place.bytes == 0
                                     ? ResultsWanted{}
                                     : ResultsWanted{static_cast<std::size_t>(*protocol.results->size_bytes),
                                                     part.count() * protocol.result_bytes()};
    auto ran = run_machine(run.request, *blob, wanted, !part.fresh.empty());
    if (!ran) return ran.problems;
    const auto ended = Clock::now();
    Started started{.bad_end = describe_bad_end(*ran, run.spec),
                    .has_hung = ran->result.end == ChildResult::End::timed_out};
    const std::string& console = ran->result.output;
    if (place.bytes == 0) {
        started.transcript = read_transcript(console, protocol, part.count());
    } else {
        const Bytes records = started.bad_end ? ran->memory.records : Bytes();
        started.transcript = read_results(std::move(ran->memory), console, protocol, part);
        if (!started.transcript.ended && started.transcript.problems.empty()) {
            add_uncounted(started.transcript, records, protocol, part.count());
        }
    }
    add_steps(run.result.steps, {{"blob", made - begun}});
    add_steps(run.result.steps, ran->steps);
    add_steps(run.result.steps, {{"results checked", Clock::now() - ended}});
    run.result.console += console;
    return started;
}

/// Compares the answers to the cases [begin, end). `until` is the first one that the machine did not come to.
void judge_answers(Run& run, std::size_t begin, std::size_t until, const Transcript& transcript) {
    std::size_t next = begin;
    for (std::size_t at = 0; at < transcript.answers.size(); ++at) {
        const std::size_t index = begin + transcript.answers[at].index;
        for (; next < index; ++next) fail_case(run, next, "the target gave no answer");
        judge_answer(run, index, bytes_of_answer(transcript, run.protocol, at));
        next = index + 1;
    }
    for (; next < until; ++next) fail_case(run, next, "the target gave no answer");
}

/// The wrong answers of a run that failed, because they often show why.
void add_wrong_answers(const Run& run, std::vector<Problem>& problems) {
    for (std::size_t i = 0; i < run.result.messages.size(); ++i) {
        if (run.result.differences[i].empty()) continue;
        const CaseLabel label = run.set.label(run.result.failed[i]);
        problems.push_back({label.place, "", "", label.name + ": " + run.result.messages[i]});
    }
}

/// Replays the cases [begin, end), with as many starts of the machine as it needs.
std::vector<Problem> run_range(Run& run, std::size_t begin, std::size_t end) {
    using Clock = std::chrono::steady_clock;
    while (begin < end) {
        const bool is_whole = begin == 0 && end == run.set.count();
        CaseSet rest;
        if (!is_whole) rest = part_of(run.set, run.protocol, begin, end);
        const CaseSet& part = is_whole ? run.set : rest;
        auto started = start_machine(part, run);
        if (!started) return started.problems;
        const Transcript& transcript = started->transcript;
        const auto at_case = end_at_case(started->bad_end, part, transcript, !run.crashed.empty());
        const std::size_t answered = transcript.answers.empty() ? 0 : transcript.answers.back().index + 1;
        const auto compared = Clock::now();
        judge_answers(run, begin, at_case || started->bad_end || !transcript.ended ? begin + answered : end,
                      transcript);
        add_steps(run.result.steps, {{"results compared", Clock::now() - compared}});
        if (!transcript.target.name.empty()) run.result.target = transcript.target;

        auto problems = problems_of(at_case ? std::nullopt : started->bad_end, part, transcript, run.request);
        if (at_case) std::erase_if(problems, [](const Problem& one) { return one.expected == no_sentinel; });
        if (!problems.empty()) {
            add_wrong_answers(run, problems);
            return problems;
        }
        if (!at_case) return {};

        const std::size_t at = begin + answered;
        run.crashed = run.set.label(at).name;
        ++(started->has_hung ? run.hangs : run.crashes);
        fail_case(run, at, "the machine ended or hung at this case: " + *at_case);
        const std::size_t next = std::min(end_of_case(run.set, at), end);
        const bool goes_on = run.crashes < most_crashes && run.hangs < most_hangs;
        for (std::size_t i = at + 1; i < (goes_on ? next : end); ++i) {
            fail_case(run, i,
                      goes_on ? "not run: the machine ended or hung at an earlier packet of this case"
                              : fmt::format("not run: the machine ended {} times and hung {} times before this case",
                                            run.crashes, run.hangs));
        }
        begin = goes_on ? next : end;
    }
    return {};
}

}  // namespace

Result<SetResult> replay_cases(const CaseSet& set, const Layout& spec, const Protocol& protocol,
                               const ReplayRequest& request, std::size_t most_messages) {
    Run run{.set = set, .spec = spec, .protocol = protocol, .request = request, .most_messages = most_messages};
    run.result.answers.resize(set.count() * protocol.result_bytes());
    run.result.answered.resize(set.count());
    // Without shared memory, results do not survive a reset, so each fresh boot needs another machine.
    std::vector<std::uint32_t> ends;
    if (results_place(request).bytes == 0) ends = set.fresh;
    ends.push_back(static_cast<std::uint32_t>(set.count()));
    std::size_t begin = 0;
    for (const std::uint32_t end : ends) {
        run.crashed.clear();
        auto problems = run_range(run, begin, end);
        if (!problems.empty()) return problems;
        begin = end;
    }
    return std::move(run.result);
}

Result<ReplayResult> replay(const FixtureSet& fixtures, const Layout& spec, const Layout& protocol_spec,
                            const ReplayRequest& request) {
    const auto protocol = find_protocol(protocol_spec, fixtures.result.empty() ? default_result : fixtures.result);
    if (!protocol) return protocol.problems;
    const auto set = cases_of(fixtures, spec, *protocol);
    if (!set) return set.problems;
    auto replayed = replay_cases(*set, spec, *protocol, request, all);
    if (!replayed) return replayed.problems;

    ReplayResult result;
    result.console = std::move(replayed->console);
    result.steps = std::move(replayed->steps);
    result.target = std::move(replayed->target);
    result.outcomes.reserve(fixtures.cases.size());
    for (const auto& fixture : fixtures.cases) result.outcomes.push_back({fixture.name, true, "", fixture.place, {}});
    for (std::size_t i = 0; i < replayed->failed.size(); ++i) {
        Outcome& outcome = result.outcomes[replayed->failed[i]];
        outcome.passed = false;
        outcome.message = replayed->messages[i];
        outcome.differences = replayed->differences[i];
    }
    for (const std::size_t index : replayed->unsupported) {
        result.outcomes[index].passed = false;
        result.outcomes[index].unsupported = true;
        result.outcomes[index].message = "the target does not support it";
    }
    const std::size_t size = protocol->result_bytes();
    for (std::size_t i = 0; i < result.outcomes.size(); ++i) {
        if (!replayed->answered[i]) continue;
        const auto bytes = std::span(replayed->answers).subspan(i * size, size);
        auto values = decode(*protocol->layout, *protocol->result, bytes, protocol->layout->byte_order);
        if (values) result.outcomes[i].answer = std::move(*values);
    }
    if (const auto left_out = fields_not_compared(fixtures); !left_out.empty()) {
        result.remarks.push_back("not compared, as \"decoded\" of the file says: " + join(left_out));
    }
    return result;
}

}  // namespace abi
