// `replay`: boots a kernel and compares its answers with what the fixtures expect.
#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <utility>

#include "model/find.h"
#include "model/on_target.h"
#include "model/words.h"
#include "replay/envelope.h"
#include "replay/fixtures.h"
#include "tool/commands.h"
#include "tool/one_target.h"
#include "tool/project.h"
#include "tool/replay_generated.h"
#include "tool/shown.h"

namespace abi {
namespace {

ReplayedCase case_of(const FixtureCase& fixture, const Outcome& outcome) {
    ReplayedCase made{.name = fixture.name,
                      .doc = fixture.doc,
                      .place = fixture.place,
                      .bytes = fixture.bytes,
                      .verdict = fixture.verdict,
                      .passed = outcome.passed,
                      .message = outcome.message,
                      .fields = {},
                      .unsupported = outcome.unsupported};
    for (const auto& [path, value, offset_bits, width_bits] : fixture.fields) {
        made.fields.push_back({path, offset_bits, width_bits, to_string(value)});
    }
    for (const auto& [path, expected, found] : outcome.differences) {
        if (path == "verdict") made.answered = found;
        const auto field = std::ranges::find(made.fields, path, &ReplayedField::path);
        if (field != made.fields.end()) field->found = found;
    }
    for (const auto& value : outcome.answer) {
        if (value.path != "index") made.answer.push_back({value.path, to_string(value.value)});
    }
    return made;
}

/// Adds the answers of each target to the cases of a fixture file. If the file gives no result, this adds its problems
/// instead.
void replay_file(const Options& options, ReplaySetting& setting, const FixtureSet& fixtures, Replayed& replayed) {
    const auto add_problems = [&](const std::vector<Problem>& problems) {
        std::ranges::copy(problems, std::back_inserter(replayed.problems));
    };
    const auto envelope = make_envelope(setting.spec, {fixtures.record, fixtures.result, fixtures.verdicts});
    if (!envelope) return add_problems(envelope.problems);
    for (std::size_t at = 0; at < setting.targets.size(); ++at) {
        auto& target = setting.targets[at];
        target.request.digests = digests_of(setting.specs, fixtures.record);
        const auto result = replay(fixtures, setting.spec, *envelope, target.request);
        if (!result) {
            auto problems = result.problems;
            for (auto& problem : problems) {
                if (problem.place.file.empty() && setting.targets.size() > 1) problem.place.file = target.name;
            }
            add_problems(problems);
            continue;
        }
        ReplayedSet set{.origin = fixtures.path,
                        .record = fixtures.record,
                        .count = fixtures.cases.size(),
                        .target = name_for_reports(setting.targets, at, result->target),
                        .spec_digest = result->target.digest,
                        .cases = {},
                        .remarks = result->remarks};
        for (std::size_t i = 0; i < fixtures.cases.size(); ++i) {
            const Outcome& outcome = result->outcomes[i];
            set.cases.push_back(case_of(fixtures.cases[i], outcome));
            ++(outcome.passed ? set.passed : outcome.unsupported ? set.unsupported : set.failed);
        }
        if (options.show_console) set.console = result->console;
        if (options.show_times) set.steps = steps_of(result->steps);
        replayed.sets.push_back(std::move(set));
    }
}

/// The specs of --spec, which need no configuration; else those of the configuration.
Result<std::vector<Spec>> specs_of(const Options& options) {
    if (options.specs.empty() && find_config(options).empty()) {
        return file_problem("", "--spec FILE for the spec of the packets, or .abi-check.json here or in a folder above",
                            "neither");
    }
    if (options.specs.empty()) {
        Options of_config = options;  // the words are fixtures here, not sources
        of_config.words.clear();
        of_config.layers.clear();
        of_config.targets.clear();
        auto project = read_project(of_config);
        if (!project) return project.problems;
        return std::move(project->specs);
    }
    std::vector<Spec> specs;
    std::vector<Problem> problems;
    for (const auto& path : options.specs) {
        auto spec = read_spec(path, shown_here(path));
        if (spec) specs.push_back(std::move(*spec));
        std::ranges::move(spec.problems, std::back_inserter(problems));
    }
    if (!problems.empty()) return problems;
    return specs;
}

/// All specs as one layout, on the target of --target.
Result<Layout> layout_of(const std::vector<Spec>& specs, const Options& options) {
    const auto merged = merge_specs(specs);
    if (!merged) return merged.problems;
    const auto here = spec_on_target(*merged, specs.front().path, options);
    if (!here) return here.problems;
    // The blob is little-endian, and so is a record that states no order.
    return with_field_orders(*here, ByteOrder::little);
}

/// A record with what a fixture file says about it.
ReplaySubject subject_of(const std::string& record, const std::vector<FixtureSet>& fixtures) {
    const auto found = std::ranges::find(fixtures, record, &FixtureSet::record);
    if (found == fixtures.end()) return {record};
    return {record, found->result, found->verdicts, found->decoded};
}

/// What --generate is about: each --record; else the record of the first fixture file, CmdPacket, or the only record.
Result<std::vector<ReplaySubject>> subjects_of(const Options& options, const Layout& spec,
                                               const std::vector<FixtureSet>& fixtures) {
    std::vector<ReplaySubject> subjects;
    for (const auto& record : options.records) subjects.push_back(subject_of(record, fixtures));
    if (!subjects.empty()) return subjects;
    if (!fixtures.empty()) return std::vector{subject_of(fixtures.front().record, fixtures)};
    if (find_record(spec, "CmdPacket") != nullptr) return std::vector{ReplaySubject{"CmdPacket"}};
    if (spec.records.size() == 1) return std::vector{ReplaySubject{spec.records[0].name}};
    return file_problem("", "--record NAME, because the spec has several records", "none");
}

}  // namespace

Status run_replay(const Options& options) {
    if (options.words.empty() && options.generate.empty()) {
        return say_error("replay: expected a fixture file, or --generate SEED:COUNT");
    }
    auto targets = targets_of_replay(options);
    if (!targets) return say(targets.problems);
    auto specs = specs_of(options);
    if (!specs) return say(specs.problems);
    auto spec = layout_of(*specs, options);
    if (!spec) return say(spec.problems);
    ReplaySetting setting{std::move(*spec), std::move(*specs), std::move(*targets)};

    Replayed replayed{.kernel = join(setting.targets, ", ", &ReplayTarget::name), .sets = {}};
    std::vector<FixtureSet> fixtures;
    for (const auto& path : options.words) {
        auto read = read_fixtures(path, setting.spec);
        std::ranges::copy(read.problems, std::back_inserter(replayed.problems));
        if (read) fixtures.push_back(std::move(*read));
    }
    for (const auto& set : fixtures) replay_file(options, setting, set, replayed);
    Status status = Status::conforms;
    if (!options.generate.empty()) {
        const auto subjects = subjects_of(options, setting.spec, fixtures);
        if (!subjects) return say(subjects.problems);
        for (const auto& subject : *subjects) {
            status = worse(status, replay_generated(options, setting, subject, replayed));
        }
    }
    status = worse(status, say(each_once(replayed.problems)));
    status = worse(status, write_replayed(replayed, options));
    return failed_cases(replayed) != 0 ? worse(status, Status::findings) : status;
}

}  // namespace abi
