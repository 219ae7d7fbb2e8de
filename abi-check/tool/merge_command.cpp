// `merge`: JSON reports of several runs, or of the shards of a run, become the report of one run.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "merge/join.h"
#include "merge/read.h"
#include "merge/replay_report.h"
#include "model/words.h"
#include "os/file.h"
#include "shard/document.h"
#include "tool/commands.h"
#include "tool/gate.h"
#include "tool/output.h"
#include "tool/shard_gate.h"
#include "tool/shown.h"
#include "tool/version.h"

namespace abi {
namespace {

constexpr std::size_t largest_report = 1U << 30U;

/// The reports of the command line.
struct Reports {
    std::vector<Part> parts;
    std::vector<std::vector<NamedShard>> runs;  // shards that were asked for the same layers and targets
    std::vector<NamedReplay> replays;
};

void add_shard(NamedShard shard, std::vector<std::vector<NamedShard>>& runs) {
    const auto is_same = [&](const std::vector<NamedShard>& run) {
        const auto& one = run.front().report.asked;
        const auto& other = shard.report.asked;
        return one.layers == other.layers && one.targets == other.targets;
    };
    auto run = std::ranges::find_if(runs, is_same);
    if (run == runs.end()) run = runs.insert(run, std::vector<NamedShard>());
    run->push_back(std::move(shard));
}

Status read_reports(const std::vector<std::string>& paths, Reports& reports) {
    Status status = Status::conforms;
    auto version = version_line();
    version.pop_back();  // the line break
    for (const auto& path : paths) {
        const std::string name = shown_here(path);
        const auto text = read_file(path, largest_report, name);
        if (!text) {
            status = worse(status, say(text.problems));
        } else if (is_shard_report(*text)) {
            auto shard = parse_shard_report(name, *text, version);
            status = worse(status, say(shard.problems));
            if (shard) add_shard({name, std::move(*shard)}, reports.runs);
        } else if (is_replay_report(*text)) {
            auto replayed = parse_replay_report(name, *text);
            status = worse(status, say(replayed.problems));
            if (replayed) reports.replays.push_back({name, std::move(*replayed)});
        } else {
            auto comparison = parse_report(name, *text);
            status = worse(status, say(comparison.problems));
            if (comparison) reports.parts.push_back({name, std::move(*comparison)});
        }
    }
    return status;
}

/// Reports of `replay` become one, with all targets.
Status merge_replays(Reports reports, const Options& options) {
    if (!reports.parts.empty() || !reports.runs.empty()) {
        return say_error("merge: expected reports of one command, found those of 'replay' and of the gate");
    }
    const auto known = report_formats(Command::replay);
    for (const auto& report : options.reports) {
        if (std::ranges::find(known, report.format) != known.end()) continue;
        return say_error("merge: expected one of " + join(known) + " for a report of replay, found " + report.format);
    }
    const auto joined = join_replays(std::move(reports.replays));
    if (!joined) return say(joined.problems);
    Status status = say(each_once(joined->problems));
    status = worse(status, write_replayed(*joined, options));
    return failed_cases(*joined) != 0 ? worse(status, Status::findings) : status;
}

}  // namespace

Status run_merge(const Options& options) {
    if (options.words.empty()) return say_error("merge: expected JSON reports, which `--report json=FILE` writes");
    Reports reports;
    Status status = read_reports(options.words, reports);
    if (status != Status::conforms) return status;
    if (!reports.replays.empty()) return merge_replays(std::move(reports), options);
    auto& parts = reports.parts;
    for (auto& run : reports.runs) {
        const auto path = run.front().path;
        auto comparison = judge_shards(std::move(run), options);
        status = worse(status, say(comparison.problems));
        if (comparison) parts.push_back({path, std::move(*comparison)});
    }
    if (status != Status::conforms) return status;
    const bool is_one_run = parts.size() == 1 && reports.runs.size() == 1;
    if (is_one_run) return report_gate(parts.front().comparison, options);
    const auto joined = join_reports(std::move(parts));
    if (!joined) return say(joined.problems);
    return report_gate(*joined, options);
}

}  // namespace abi
