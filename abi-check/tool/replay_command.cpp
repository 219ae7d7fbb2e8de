// `replay`: boots a kernel and compares its answers with what the fixtures expect.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <optional>
#include <sstream>

#include "model/on_target.h"
#include "replay/generate.h"
#include "tool/commands.h"
#include "tool/one_target.h"
#include "tool/project.h"

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

std::string line_of(const Outcome& outcome) {
    if (outcome.passed) return "ok      " + outcome.name + "\n";
    return to_string(outcome.place) + ": error: fixture \"" + outcome.name + "\": " + outcome.message + " [replay]\n";
}

/// The two specs, and the machine.
struct Setting {
    const Layout& spec;
    const Layout& protocol;
    ReplayRequest request;
};

std::string steps_text(const std::vector<StepTime>& steps) {
    std::string text;
    for (const auto& step : steps) text += fmt::format("{:9.1f} ms  {}\n", step.time.count() * 1000, step.name);
    return text;
}

Status replay_file(const Options& options, const Setting& setting, const std::string& path) {
    const auto fixtures = read_fixtures(path, setting.spec);
    if (!fixtures) return say(fixtures.problems);
    const auto result = replay(*fixtures, setting.spec, setting.protocol, setting.request);
    if (!result) return say(result.problems);
    if (options.show_console) std::fputs(result->console.c_str(), stdout);
    std::string text;
    for (const auto& outcome : result->outcomes) {
        if (!outcome.passed || !options.quiet) text += line_of(outcome);
    }
    const auto passed = std::ranges::count(result->outcomes, true, &Outcome::passed);
    const auto all = static_cast<std::ptrdiff_t>(result->outcomes.size());
    text += "replay: " + std::to_string(passed) + " of " + std::to_string(all) + " fixtures of " + path +
            " answered as expected\n";
    if (options.show_times) text += steps_text(result->steps);
    return worse(write_result("", text), passed == all ? Status::conforms : Status::findings);
}

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

std::string describe_failures(const GeneratedSet& set, const Setting& setting, const Protocol& protocol,
                              const SetResult& result) {
    std::string text;
    for (std::size_t i = 0; i < result.messages.size(); ++i) {
        const std::string name = set.cases.label(result.failed[i]).name;
        text += fmt::format("error: {}: {} [replay]\n{}\n", name, result.messages[i],
                            to_fixture(set, setting.spec, protocol, result.failed[i], name));
    }
    if (result.failed.size() > result.messages.size()) {
        text += fmt::format("and {} more\n", result.failed.size() - result.messages.size());
    }
    return text;
}

/// Replays a million cases at a time, because more do not fit into the machine.
Status replay_generated(const Options& options, const Setting& setting) {
    const auto wanted = parse_generate(options.generate);
    if (!wanted) return say_error("replay: expected --generate SEED:COUNT, two numbers, found " + options.generate);
    const auto protocol = find_protocol(setting.protocol);
    if (!protocol) return say(protocol.problems);
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    std::string text;
    std::uint64_t passed = 0;
    std::vector<StepTime> steps{{"cases generated", {}}};
    Status status = Status::conforms;
    for (std::uint64_t part = 0; part * most_generated < wanted->count; ++part) {
        const auto started = Clock::now();
        const auto count = std::min<std::uint64_t>(most_generated, wanted->count - part * most_generated);
        const auto set = generate(setting.spec, *protocol, wanted->seed, part, static_cast<std::size_t>(count));
        if (!set) return say(set.problems);
        steps[0].time += Clock::now() - started;
        const auto result = replay_cases(set->cases, setting.spec, *protocol, setting.request, most_shown);
        if (!result) return say(result.problems);
        if (options.show_console) std::fputs(result->console.c_str(), stdout);
        passed += result->passed;
        steps.insert(steps.end(), result->steps.begin(), result->steps.end());
        if (result->failed.empty()) continue;
        text += describe_failures(*set, setting, *protocol, *result);
        status = worse(status, Status::findings);
        if (options.output.empty()) continue;
        const std::string doc = fmt::format("{}: found by --generate {}.", result->messages[0], options.generate);
        const std::string kept = to_fixture_file(*set, setting.spec, *protocol, result->failed[0], doc, most_kept);
        if (kept.empty()) {
            text += fmt::format("not kept: more than {} packets have to come before it\n", most_kept);
        } else {
            status = worse(status, write_result(options.output, kept));
        }
        break;
    }
    text +=
        fmt::format("replay: {} of {} cases of seed {} answered as expected\n", passed, wanted->count, wanted->seed);
    if (options.show_times) {
        const std::chrono::duration<double> all = Clock::now() - begin;
        text += steps_text(steps);
        text += fmt::format("{:9.1f} ms  all of it: {:.0f} cases a second\n", all.count() * 1000,
                            static_cast<double>(wanted->count) / all.count());
    }
    return worse(status, write_result("", text));
}

}  // namespace

Status run_replay(const Options& options) {
    if (options.words.empty() && options.generate.empty()) {
        return say_error("replay: expected a fixture file, or --generate SEED:COUNT");
    }
    if (options.kernel.empty() && options.machine_command.empty()) return say_error("replay: expected --kernel ELF");
    if (options.initrd.empty() && options.machine_command.empty()) return say_error("replay: expected --initrd CPIO");
    Options without_words = options;  // the words are fixtures here, not sources
    without_words.words.clear();
    without_words.layers.clear();
    without_words.targets.clear();
    const auto project = read_project(without_words);
    if (!project) return say(project.problems);
    const Spec* protocol = find_spec(project->specs, "ReplayBlob");
    const Spec* spec = find_spec_with_verdicts(project->specs);
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
    Setting setting{packets, results, {}};
    setting.request.kernel = options.kernel;
    setting.request.initrd = options.initrd;
    std::istringstream machine(options.machine_command);
    setting.request.machine.assign(std::istream_iterator<std::string>(machine), {});
    setting.request.time_limit = std::chrono::seconds(options.time_limit_seconds);
    Status status = Status::conforms;
    for (const auto& path : options.words) status = worse(status, replay_file(options, setting, path));
    if (!options.generate.empty()) status = worse(status, replay_generated(options, setting));
    return status;
}

}  // namespace abi
