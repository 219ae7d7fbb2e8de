// `replay`: boots a kernel and compares its answers with what the fixtures expect.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "replay/replay.h"
#include "tool/commands.h"
#include "tool/project.h"

namespace abi {
namespace {

/// The spec that declares `name`.
const Layout* find_spec(const std::vector<Spec>& specs, const std::string& record) {
    for (const auto& spec : specs) {
        if (find_record(spec.layout, record) != nullptr) return &spec.layout;
    }
    return nullptr;
}

const Layout* find_spec_with_verdicts(const std::vector<Spec>& specs) {
    for (const auto& spec : specs) {
        if (find_enum(spec.layout, "Verdict") != nullptr) return &spec.layout;
    }
    return nullptr;
}

std::string line_of(const Outcome& outcome) {
    if (outcome.passed) return "ok      " + outcome.name + "\n";
    return to_string(outcome.place) + ": error: fixture \"" + outcome.name + "\": " + outcome.message + " [replay]\n";
}

}  // namespace

Status run_replay(const Options& options) {
    if (options.words.empty()) return say_error("replay: expected a fixture file");
    if (options.kernel.empty()) return say_error("replay: expected --kernel ELF");
    if (options.initrd.empty() && options.machine.empty()) return say_error("replay: expected --initrd CPIO");
    Options without_words = options;  // the words are fixtures here, not sources
    without_words.words.clear();
    without_words.layers.clear();
    without_words.targets.clear();
    const auto project = read_project(without_words);
    if (!project) return say(project.problems);
    const Layout* protocol = find_spec(project->specs, "ReplayBlob");
    const Layout* spec = find_spec_with_verdicts(project->specs);
    if (protocol == nullptr)
        return say_error("replay: no spec declares the record ReplayBlob (spec/replay.abi.json does)");
    if (spec == nullptr) return say_error("replay: no spec declares the enumeration Verdict");

    Status status = Status::conforms;
    for (const auto& path : options.words) {
        const auto fixtures = read_fixtures(path, *spec);
        if (!fixtures) {
            status = worse(status, say(fixtures.problems));
            continue;
        }
        ReplayRequest request;
        request.kernel = options.kernel;
        request.initrd = options.initrd;
        request.machine = options.machine;
        request.time_limit = std::chrono::seconds(options.time_limit_seconds);
        const auto result = replay(*fixtures, *spec, *protocol, request);
        if (!result) {
            status = worse(status, say(result.problems));
            continue;
        }
        if (options.show_console) std::fputs(result->console.c_str(), stdout);
        std::string text;
        for (const auto& outcome : result->outcomes) {
            if (!outcome.passed || !options.quiet) text += line_of(outcome);
        }
        const auto passed = std::ranges::count(result->outcomes, true, &Outcome::passed);
        const auto all = static_cast<std::ptrdiff_t>(result->outcomes.size());
        text += "replay: " + std::to_string(passed) + " of " + std::to_string(all) + " fixtures of " + path +
                " answered as expected\n";
        status = worse(status, write_result("", text));
        if (passed != all) status = worse(status, Status::findings);
    }
    return status;
}

}  // namespace abi
