// `replay`: boots a kernel and compares its answers with what the fixtures expect.
#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <sstream>
#include <utility>

#include "model/find.h"
#include "model/on_target.h"
#include "tool/commands.h"
#include "tool/one_target.h"
#include "tool/project.h"
#include "tool/replay_generated.h"
#include "tool/shown.h"

namespace abi {
namespace {

/// The spec that declares `record`.
const Spec* find_spec(const std::vector<Spec>& specs, const std::string& record) {
    for (const auto& spec : specs) {
        if (find_record(spec.layout, record) != nullptr) return &spec;
    }
    return nullptr;
}

const Spec* find_spec_with_verdicts(const std::vector<Spec>& specs) {
    for (const auto& spec : specs) {
        if (find_enum(spec.layout, "Verdict") != nullptr) return &spec;
    }
    return nullptr;
}

ReplayedCase case_of(const FixtureCase& fixture, const Outcome& outcome) {
    ReplayedCase made{.name = fixture.name,
                      .doc = fixture.doc,
                      .place = fixture.place,
                      .bytes = fixture.bytes,
                      .verdict = fixture.verdict,
                      .passed = outcome.passed,
                      .message = outcome.message,
                      .fields = {}};
    for (const auto& [path, value, offset_bits, width_bits] : fixture.fields) {
        made.fields.push_back({path, offset_bits, width_bits, to_string(value)});
    }
    for (const auto& [path, expected, found] : outcome.differences) {
        if (path == "verdict") made.answered = found;
        const auto field = std::ranges::find(made.fields, path, &ReplayedField::path);
        if (field != made.fields.end()) field->found = found;
    }
    return made;
}

/// Adds the cases of a fixture file. If the file gives no result, this adds its problems instead.
void replay_file(const Options& options, const ReplaySetting& setting, const std::string& path, Replayed& replayed) {
    const auto add_problems = [&](const std::vector<Problem>& problems) {
        std::ranges::copy(problems, std::back_inserter(replayed.problems));
    };
    const auto fixtures = read_fixtures(path, setting.spec);
    if (!fixtures) return add_problems(fixtures.problems);
    const auto result = replay(*fixtures, setting.spec, setting.protocol, setting.request);
    if (!result) return add_problems(result.problems);
    ReplayedSet set{.origin = path, .record = fixtures->record, .count = fixtures->cases.size(), .cases = {}};
    for (std::size_t i = 0; i < fixtures->cases.size(); ++i) {
        set.cases.push_back(case_of(fixtures->cases[i], result->outcomes[i]));
        ++(result->outcomes[i].passed ? set.passed : set.failed);
    }
    if (options.show_console) set.console = result->console;
    if (options.show_times) set.steps = steps_of(result->steps);
    replayed.sets.push_back(std::move(set));
}

/// The specs of --spec, which need no configuration; else those of the configuration.
Result<std::vector<Spec>> specs_of(const Options& options) {
    if (options.specs.empty() && find_config(options).empty()) {
        return file_problem("",
                            "--spec FILE for the spec of the packets and for that of the protocol, or .abi-check.json "
                            "here or in a folder above",
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

}  // namespace

Status run_replay(const Options& options) {
    if (options.words.empty() && options.generate.empty()) {
        return say_error("replay: expected a fixture file, or --generate SEED:COUNT");
    }
    if (options.kernel.empty() && options.machine_command.empty()) return say_error("replay: expected --kernel ELF");
    if (options.initrd.empty() && options.machine_command.empty()) return say_error("replay: expected --initrd CPIO");
    const auto specs = specs_of(options);
    if (!specs) return say(specs.problems);
    const Spec* protocol = find_spec(*specs, "ReplayBlob");
    const Spec* spec = find_spec_with_verdicts(*specs);
    if (protocol == nullptr)
        return say_error("replay: no spec declares the record ReplayBlob (spec/replay.abi.json does)");
    if (spec == nullptr) return say_error("replay: no spec declares the enumeration Verdict");

    const auto spec_here = spec_on_target(spec->layout, spec->path, options);
    if (!spec_here) return say(spec_here.problems);
    const auto protocol_here = spec_on_target(protocol->layout, protocol->path, options);
    if (!protocol_here) return say(protocol_here.problems);
    // The replayer's machine is little-endian.
    const Layout packets = with_field_orders(*spec_here, ByteOrder::little);
    const Layout results = with_field_orders(*protocol_here, ByteOrder::little);
    ReplaySetting setting{packets, results, {}};
    setting.request.kernel = options.kernel;
    setting.request.initrd = options.initrd;
    std::istringstream machine(options.machine_command);
    setting.request.machine.assign(std::istream_iterator<std::string>(machine), {});
    setting.request.time_limit = std::chrono::seconds(options.time_limit_seconds);

    Replayed replayed{.kernel = options.kernel.empty() ? options.machine_command : options.kernel, .sets = {}};
    for (const auto& path : options.words) replay_file(options, setting, path, replayed);
    Status status = Status::conforms;
    if (!options.generate.empty()) status = replay_generated(options, setting, replayed);
    status = worse(status, say(each_once(replayed.problems)));
    status = worse(status, write_replayed(replayed, options));
    return failed_cases(replayed) != 0 ? worse(status, Status::findings) : status;
}

}  // namespace abi
