#include "check/waive.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace abi {
namespace {

bool covers(const Waiver& waiver, const Finding& finding) {
    const auto meets = [](const std::string& wanted, std::string_view found) {
        return wanted.empty() || wanted == found;
    };
    // A finding without a target is about all targets, so a waiver for one target does not cover it.
    return meets(waiver.rule, row_of(finding.rule).id) && meets(waiver.record, finding.record) &&
           meets(waiver.field, finding.field) && meets(waiver.layer, finding.layer) &&
           meets(waiver.target, finding.target) && meets(waiver.witness, finding.witness);
}

std::string describe(const Waiver& waiver) {
    std::string text;
    for (const auto& [name, value] : {std::pair{"rule", waiver.rule},
                                      {"record", waiver.record},
                                      {"field", waiver.field},
                                      {"layer", waiver.layer},
                                      {"target", waiver.target},
                                      {"witness", waiver.witness}}) {
        if (!value.empty()) text += std::string(text.empty() ? "" : ", ") + name + " " + value;
    }
    return text.empty() ? "everything" : text;
}

Finding about(const Waiver& waiver, Rule rule, std::string message) {
    Finding finding;
    finding.rule = rule;
    finding.level = row_of(rule).level;
    finding.record = waiver.record.empty() ? waiver.place.file : waiver.record;
    finding.field = waiver.field;
    finding.layer = waiver.layer;
    finding.target = waiver.target;
    finding.witness = waiver.witness;
    finding.message = std::move(message);
    finding.place = waiver.place;
    return finding;
}

void apply_levels(std::vector<Finding>& findings, const std::map<Rule, Level>& levels) {
    for (auto& finding : findings) {
        if (const auto level = levels.find(finding.rule); level != levels.end()) finding.level = level->second;
    }
}

/// Whether the rule means that a witness could not see a record. The record is then unverified, whatever the other
/// witnesses saw, unless a waiver covers it.
bool leaves_unverified(Rule rule) {
    return rule == Rule::unknown || rule == Rule::unverified || rule == Rule::target;
}

void set_verdicts(Comparison& comparison) {
    // Findings are grouped by record and layer, because there may be thousands of findings and of cells.
    std::map<std::pair<std::string_view, std::string_view>, std::vector<const Finding*>> failing;
    for (const auto& finding : comparison.findings) {
        if (finding.level != Level::error || !finding.waived.empty() || finding.rule == Rule::target_dependent)
            continue;
        failing[{finding.record, finding.layer}].push_back(&finding);
    }
    for (auto& cell : comparison.cells) {
        if (cell.verdict == Verdict::not_applicable || cell.verdict == Verdict::unverified) continue;
        cell.verdict = Verdict::conforms;
        const auto own = failing.find({cell.record, cell.layer});
        const auto of_layer = failing.find({cell.layer, cell.layer});  // abi-target: about all records of the layer
        std::vector<const Finding*> found;
        if (own != failing.end()) found = own->second;
        if (of_layer != failing.end()) {
            std::ranges::copy_if(of_layer->second, std::back_inserter(found),
                                 [](const Finding* finding) { return finding->rule == Rule::target; });
        }
        for (const Finding* finding : found) {
            if (!finding->target.empty() && finding->target != cell.target) continue;
            if (!leaves_unverified(finding->rule)) {
                cell.verdict = Verdict::differs;
            } else if (cell.verdict == Verdict::conforms) {
                cell.verdict = Verdict::unverified;
                cell.reason = finding->message;
            }
        }
    }
}

}  // namespace

void settle(Comparison& comparison, const std::map<Rule, Level>& levels, const std::vector<Waiver>& waivers,
            const std::string& today) {
    std::vector<Finding> about_waivers;
    for (const auto& waiver : waivers) {
        if (!waiver.expires.empty() && waiver.expires < today) {
            about_waivers.push_back(about(waiver, Rule::waiver_expired,
                                          "the waiver of " + describe(waiver) + " ended on " + waiver.expires +
                                              " (its reason was: " + waiver.reason + ")"));
            continue;
        }
        bool used = false;
        for (auto& finding : comparison.findings) {
            if (!covers(waiver, finding)) continue;
            finding.waived = waiver.reason;
            used = true;
        }
        if (!used) {
            about_waivers.push_back(
                about(waiver, Rule::waiver_unused, "the waiver of " + describe(waiver) + " covers no finding"));
        }
    }
    comparison.findings.insert(comparison.findings.end(), about_waivers.begin(), about_waivers.end());
    apply_levels(comparison.findings, levels);
    set_verdicts(comparison);
    sort_findings(comparison.findings);
}

}  // namespace abi
