// `merge`: JSON reports of several runs become the report of one run.
#include <utility>
#include <vector>

#include "merge/join.h"
#include "merge/read.h"
#include "tool/commands.h"
#include "tool/gate.h"
#include "tool/shown.h"

namespace abi {

Status run_merge(const Options& options) {
    if (options.words.empty()) return say_error("merge: expected JSON reports, which `--report json=FILE` writes");
    std::vector<Part> parts;
    Status status = Status::conforms;
    for (const auto& path : options.words) {
        const std::string name = shown_here(path);
        auto comparison = read_report(path, name);
        status = worse(status, say(comparison.problems));
        if (comparison) parts.push_back({name, std::move(*comparison)});
    }
    if (status != Status::conforms) return status;
    const auto joined = join_reports(std::move(parts));
    if (!joined) return say(joined.problems);
    return report_gate(*joined, options);
}

}  // namespace abi
