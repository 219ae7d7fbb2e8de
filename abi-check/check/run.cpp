#include "check/run.h"

#include <algorithm>

#include "model/find.h"

namespace abi {

bool is_partial(const Run& run) {
    return !std::ranges::all_of(run.layers, [&](const std::string& name) {
        const auto layer = std::ranges::find(run.checked, name, &CheckedLayer::layer);
        return layer != run.checked.end() && std::ranges::all_of(run.targets, [&](const std::string& target) {
                   return contains(layer->targets, target);
               });
    });
}

const std::string& partial_remark() {
    static const std::string remark = "--layer and --target leave a part of the configuration out";
    return remark;
}

void finish(const Run& run, Comparison& comparison) {
    const bool is_wrong = comparison.proofs && comparison.proofs->dropped != 0;
    comparison.incomplete = run.checked_nothing || run.has_unread || is_wrong;
    if (!is_partial(run)) return;
    comparison.skipped.push_back(partial_remark());
    std::erase_if(comparison.findings, [](const Finding& f) { return f.rule == Rule::waiver_unused; });
}

Proofs count_proofs(std::vector<Finding>& findings) {
    Proofs proofs;
    for (auto& finding : findings) {
        if (finding.rule == Rule::refuted) {
            ++proofs.dropped;
            continue;
        }
        const bool is_error = finding.level == Level::error && !is_accepted(finding);
        if (is_error && !finding.proof) finding.proof = Proof{false, "no assertion states it"};
        if (finding.proof) ++(finding.proof->is_proved ? proofs.proved : proofs.not_provable);
    }
    return proofs;
}

std::optional<Level> gone_level(const Run& run) {
    if (is_partial(run) || run.checked_nothing || run.has_unread) return std::nullopt;
    const auto level = run.levels.find(Rule::baseline_gone);
    return level == run.levels.end() ? row_of(Rule::baseline_gone).level : level->second;
}

}  // namespace abi
