#include "tool/replay_generated.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "replay/generate.h"

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

/// The failed cases that have a message. The others are only counted.
void add_failures(const GeneratedSet& made, const ReplaySetting& setting, const Protocol& protocol,
                  const SetResult& result, ReplayedSet& set) {
    for (std::size_t i = 0; i < result.messages.size(); ++i) {
        const std::string name = made.cases.label(result.failed[i]).name;
        const auto bytes = bytes_of_case(made.cases, protocol, result.failed[i]);
        ReplayedCase failed{.name = name,
                            .doc = {},
                            .place = {},
                            .bytes = {bytes.begin(), bytes.end()},
                            .verdict = {},
                            .message = result.messages[i],
                            .fields = {},
                            .fixture = to_fixture(made, setting.spec, protocol, result.failed[i], name)};
        for (const auto& [path, expected, found] : result.differences[i]) {
            if (path == "verdict") {
                failed.verdict = expected;
                failed.answered = found;
                continue;
            }
            const auto place = place_of(setting.spec, *find_record(setting.spec, set.record), path);
            if (!place) continue;  // a bit-field; the message has it
            failed.fields.push_back({path, place->offset * 8, place->bytes * 8, expected, found});
        }
        set.cases.push_back(std::move(failed));
    }
}

/// Keeps the first failed case in the file of -o.
Status keep_failure(const GeneratedSet& made, const ReplaySetting& setting, const Protocol& protocol,
                    const SetResult& result, const Options& options, ReplayedSet& set) {
    const std::string doc = fmt::format("{}: found by --generate {}.", result.messages[0], options.generate);
    const std::string kept = to_fixture_file(made, setting.spec, protocol, result.failed[0], doc, most_kept);
    if (!kept.empty()) return write_result(options.output, kept);
    set.remarks.push_back(fmt::format("not kept: more than {} packets have to come before it", most_kept));
    return Status::conforms;
}

}  // namespace

std::vector<ReplayedStep> steps_of(const std::vector<StepTime>& steps) {
    std::vector<ReplayedStep> made;
    for (const auto& step : steps) made.push_back({step.name, step.time.count()});
    return made;
}

/// Replays a million cases at a time, because more do not fit into the machine.
Status replay_generated(const Options& options, const ReplaySetting& setting, Replayed& replayed) {
    const auto wanted = parse_generate(options.generate);
    if (!wanted) return say_error("replay: expected --generate SEED:COUNT, two numbers, found " + options.generate);
    const auto add_problems = [&](const std::vector<Problem>& problems) {
        std::ranges::copy(problems, std::back_inserter(replayed.problems));
        return Status::failed;
    };
    const auto protocol = find_protocol(setting.protocol);
    if (!protocol) return add_problems(protocol.problems);
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    ReplayedSet set{.origin = fmt::format("cases of seed {}", wanted->seed),
                    .record = "CmdPacket",
                    .count = wanted->count,
                    .cases = {},
                    .is_generated = true};
    std::vector<StepTime> steps{{"cases generated", {}}};
    Status status = Status::conforms;
    for (std::uint64_t part = 0; part * most_generated < wanted->count; ++part) {
        const auto started = Clock::now();
        const auto count = std::min<std::uint64_t>(most_generated, wanted->count - part * most_generated);
        const auto made = generate(setting.spec, *protocol, wanted->seed, part, static_cast<std::size_t>(count));
        if (!made) return add_problems(made.problems);
        steps[0].time += Clock::now() - started;
        const auto result = replay_cases(made->cases, setting.spec, *protocol, setting.request, most_shown);
        if (!result) return add_problems(result.problems);
        if (options.show_console) set.console += result->console;
        set.passed += result->passed;
        set.failed += result->failed.size();
        steps.insert(steps.end(), result->steps.begin(), result->steps.end());
        if (result->failed.empty()) continue;
        add_failures(*made, setting, *protocol, *result, set);
        if (options.output.empty()) continue;
        status = worse(status, keep_failure(*made, setting, *protocol, *result, options, set));
        break;
    }
    const std::chrono::duration<double> all = Clock::now() - begin;
    set.seconds = all.count();
    if (options.show_times) set.steps = steps_of(steps);
    replayed.sets.push_back(std::move(set));
    return status;
}

}  // namespace abi
