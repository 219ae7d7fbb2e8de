#include "tool/replay_generated.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "replay/envelope.h"
#include "replay/generate.h"
#include "replay/generate_any.h"
#include "specfile/digest.h"

namespace abi {
namespace {

struct GenerateOption {
    std::uint64_t seed = 0;
    std::uint64_t count = 0;
};

std::optional<GenerateOption> parse_generate(const std::string& text) {
    const auto colon = text.find(':');
    if (colon == std::string::npos) return std::nullopt;
    const auto seed = parse_integer(text.substr(0, colon));
    const auto count = parse_integer(text.substr(colon + 1));
    if (!seed || !count || seed->negative || count->negative || seed->high != 0 || count->high != 0 || count->low == 0)
        return std::nullopt;
    return GenerateOption{seed->low, count->low};
}

/// How many failed cases are shown. The others are counted.
constexpr std::size_t most_shown = 10;
/// A fixture file with more packets than this is not kept.
constexpr std::size_t most_kept = 4096;

/// One --generate: what is the same for all parts and targets.
struct Generation {
    const Options& options;
    ReplaySetting& setting;
    const ReplaySubject& subject;
    const Layout& envelope;
    const Protocol& protocol;
    GenerateOption wanted;
    bool has_model = false;

    const Record& record() const { return *find_record(setting.spec, subject.record); }

    Result<GeneratedSet> make(std::uint64_t part, std::size_t count) const {
        if (has_model) return generate(setting.spec, protocol, wanted.seed, part, count);
        auto cases = generate_any(setting.spec, {record(), subject.decoded}, protocol, wanted.seed, part, count);
        if (!cases) return cases.problems;
        if (!subject.verdicts.empty()) cases->verdicts = subject.verdicts;
        return GeneratedSet{std::move(*cases), {}};
    }
    std::string fixture(const GeneratedSet& made, std::size_t index) const {
        return has_model ? to_fixture(made, setting.spec, protocol, index, made.cases.label(index).name)
                         : any_fixture(made.cases, setting.spec, record(), protocol, index);
    }
    std::string fixture_file(const GeneratedSet& made, std::size_t index, const std::string& doc) const {
        return has_model ? to_fixture_file(made, setting.spec, protocol, index, doc, most_kept)
                         : any_fixture_file(made.cases, setting.spec,
                                            {doc, subject.record, subject.result, subject.verdicts, subject.decoded},
                                            protocol, index);
    }
};

/// The failed cases that have a message. The others are only counted.
void add_failures(const GeneratedSet& made, const Generation& of, const SetResult& result, ReplayedSet& set) {
    for (std::size_t i = 0; i < result.messages.size(); ++i) {
        const auto bytes = bytes_of_case(made.cases, of.protocol, result.failed[i]);
        ReplayedCase failed{.name = made.cases.label(result.failed[i]).name,
                            .doc = {},
                            .place = {},
                            .bytes = {bytes.begin(), bytes.end()},
                            .verdict = {},
                            .message = result.messages[i],
                            .fields = {},
                            .fixture = of.fixture(made, result.failed[i])};
        for (const auto& [path, expected, found] : result.differences[i]) {
            if (path == "verdict") {
                failed.verdict = expected;
                failed.answered = found;
                continue;
            }
            const auto place = place_of(of.setting.spec, of.record(), path);
            if (!place) continue;  // a bit-field, or a field of the answer alone; the message has it
            failed.fields.push_back({path, place->offset * 8, place->bytes * 8, expected, found});
        }
        set.cases.push_back(std::move(failed));
    }
}

/// Keeps the first failed case in the file of -o.
Status keep_failure(const GeneratedSet& made, const Generation& of, const SetResult& result, ReplayedSet& set) {
    const std::string doc = fmt::format("{}: found by --generate {}.", result.messages[0], of.options.generate);
    const std::string kept = of.fixture_file(made, result.failed[0], doc);
    if (!kept.empty()) return write_result(of.options.output, kept);
    set.remarks.push_back(fmt::format("not kept: more than {} packets have to come before it", most_kept));
    return Status::conforms;
}

/// Whether the model of the reference kernel knows the answers to this record.
bool is_modelled(const Layout& spec, const Protocol& protocol, const std::string& record) {
    return record == "CmdPacket" && make_reference(spec, protocol, Bytes(16));
}

void add_remark(ReplayedSet& set, const std::string& remark) {
    if (std::ranges::find(set.remarks, remark) == set.remarks.end()) set.remarks.push_back(remark);
}

/// Takes the answers of the first target as what the others are compared with.
void learn_answers(CaseSet& cases, const Generation& of, const SetResult& result, ReplayedSet& set) {
    if (of.setting.targets.size() == 1) {
        return add_remark(set, "only what the spec decodes is compared: name a second target to compare verdicts");
    }
    const std::size_t missing = expect_answers(cases, of.protocol, result);
    if (missing == 0) return;
    add_remark(set,
               fmt::format("{} cases without an answer of {}: only what the spec decodes is compared with the other "
                           "targets",
                           missing, set.target));
}

/// Replays one part of the cases through all targets. Returns whether -o has its case.
Result<bool> replay_part(const Generation& of, GeneratedSet& made, std::vector<ReplayedSet>& sets,
                         std::vector<std::vector<StepTime>>& steps, Status& status) {
    bool is_kept = false;
    for (std::size_t i = 0; i < of.setting.targets.size(); ++i) {
        auto& target = of.setting.targets[i];
        ReplayedSet& set = sets[i];
        target.request.digests = digests_of(of.setting.specs, of.subject.record);
        const auto result = replay_cases(made.cases, of.setting.spec, of.protocol, target.request, most_shown);
        if (!result) return result.problems;
        set.target = name_for_reports(of.setting.targets, i, result->target);
        set.spec_digest = result->target.digest;
        if (of.options.show_console) set.console += result->console;
        set.passed += result->passed;
        set.failed += result->failed.size();
        set.unsupported += result->unsupported.size();
        steps[i].insert(steps[i].end(), result->steps.begin(), result->steps.end());
        if (!result->failed.empty()) {
            add_failures(made, of, *result, set);
            if (!of.options.output.empty() && !is_kept) status = worse(status, keep_failure(made, of, *result, set));
            is_kept = is_kept || !of.options.output.empty();
        }
        if (!of.has_model && i == 0) learn_answers(made.cases, of, *result, set);
    }
    return is_kept;
}

}  // namespace

std::vector<ReplayedStep> steps_of(const std::vector<StepTime>& steps) {
    std::vector<ReplayedStep> made;
    for (const auto& step : steps) made.push_back({step.name, step.time.count()});
    return made;
}

std::vector<std::string> digests_of(const std::vector<Spec>& specs, const std::string& record) {
    for (const auto& spec : specs) {
        if (find_record(spec.layout, record) == nullptr) continue;
        return {spec.digest, record_digest(spec.layout, record)};
    }
    return {};
}

/// Replays a million cases at a time, because more do not fit into the machine.
Status replay_generated(const Options& options, ReplaySetting& setting, const ReplaySubject& subject,
                        Replayed& replayed) {
    const auto wanted = parse_generate(options.generate);
    if (!wanted) return say_error("replay: expected --generate SEED:COUNT, two numbers, found " + options.generate);
    const auto add_problems = [&](const std::vector<Problem>& problems) {
        std::ranges::copy(problems, std::back_inserter(replayed.problems));
        return Status::failed;
    };
    const auto envelope = make_envelope(setting.spec, {subject.record, subject.result, subject.verdicts});
    if (!envelope) return add_problems(envelope.problems);
    const auto protocol = find_protocol(*envelope, result_name(subject.result));
    if (!protocol) return add_problems(protocol.problems);
    if (find_record(setting.spec, subject.record) == nullptr) {
        return say_error("replay: no spec declares the record " + subject.record + ", of which cases should be made");
    }
    const Generation generation{.options = options,
                                .setting = setting,
                                .subject = subject,
                                .envelope = *envelope,
                                .protocol = *protocol,
                                .wanted = *wanted,
                                .has_model = is_modelled(setting.spec, *protocol, subject.record)};
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    std::vector<ReplayedSet> sets;
    for (const auto& target : setting.targets) {
        sets.push_back({.origin = fmt::format("cases of seed {}", wanted->seed),
                        .record = subject.record,
                        .count = wanted->count,
                        .target = target.name,
                        .cases = {},
                        .is_generated = true});
    }
    std::vector<std::vector<StepTime>> steps(sets.size(), {{"cases generated", {}}});
    Status status = Status::conforms;
    for (std::uint64_t part = 0; part * most_generated < wanted->count; ++part) {
        const auto started = Clock::now();
        const auto count = std::min<std::uint64_t>(most_generated, wanted->count - part * most_generated);
        auto made = generation.make(part, static_cast<std::size_t>(count));
        if (!made) return add_problems(made.problems);
        steps[0][0].time += Clock::now() - started;
        const auto is_kept = replay_part(generation, *made, sets, steps, status);
        if (!is_kept) return add_problems(is_kept.problems);
        if (*is_kept) break;
    }
    const std::chrono::duration<double> all = Clock::now() - begin;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        sets[i].seconds = all.count();
        if (options.show_times) sets[i].steps = steps_of(steps[i]);
        replayed.sets.push_back(std::move(sets[i]));
    }
    return status;
}

}  // namespace abi
