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
    const bool is_its_rule = meets(waiver.rule, row_of(finding.rule).id) ||
                             (finding.instead_of && meets(waiver.rule, row_of(*finding.instead_of).id));
    return is_its_rule && meets(waiver.record, finding.record) && meets(waiver.field, finding.field) &&
           meets(waiver.layer, finding.layer) && meets(waiver.target, finding.target) &&
           meets(waiver.witness, finding.witness);
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
        const auto other = finding.instead_of ? levels.find(*finding.instead_of) : levels.end();
        if (other == levels.end()) continue;
        finding.level = other->second == Level::off ? Level::off : std::min(finding.level, other->second);
    }
    std::erase_if(findings, [](const Finding& finding) { return finding.level == Level::off; });
}

/// What the findings about one cell amount to.
struct Outcome {
    bool differs = false;                // an error that is not accepted
    bool has_waived = false;             // an error
    bool has_known = false;              // an error
    const Finding* unseen = nullptr;     // an error that is not accepted: a witness could not see the record
    bool has_accepted_unseen = false;    // the same at any level, accepted
    bool has_unaccepted_unseen = false;  // at any level, not accepted
};

void add(const Finding& finding, Outcome& outcome) {
    const bool is_error = finding.level == Level::error;
    const bool is_unseen = leaves_unverified(finding.rule);
    if (is_accepted(finding)) {
        outcome.has_accepted_unseen |= is_unseen;
        (finding.known ? outcome.has_known : outcome.has_waived) |= is_error;
        return;
    }
    outcome.has_unaccepted_unseen |= is_unseen;
    if (!is_error) return;
    if (!is_unseen) outcome.differs = true;
    if (is_unseen && outcome.unseen == nullptr) outcome.unseen = &finding;
}

/// Whether the layer does not declare the record. If that is no error, there is still nothing that could conform.
bool is_missing(const Cell& cell) {
    return cell.verdict == Verdict::differs && !cell.actual && !cell.reason.empty();
}

/// The verdict of a cell without any finding is `conforms`, unless its record could not be read. That it could not be
/// read is accepted if waivers cover each finding that says so.
void set_verdict(const Outcome& outcome, Cell& cell) {
    const bool was_read = cell.verdict != Verdict::unverified;
    if (!was_read && (!outcome.has_accepted_unseen || outcome.has_unaccepted_unseen)) return;
    if (outcome.differs) {
        cell.verdict = Verdict::differs;
    } else if (outcome.unseen != nullptr) {
        cell.verdict = Verdict::unverified;
        cell.reason = outcome.unseen->message;
    } else if (outcome.has_known) {
        cell.verdict = Verdict::known;
    } else if (outcome.has_waived || !was_read || cell.verdict == Verdict::waived) {
        cell.verdict = Verdict::waived;
    } else if (is_missing(cell)) {
        cell.verdict = Verdict::not_applicable;
    } else {
        cell.verdict = Verdict::conforms;
    }
}

}  // namespace

bool leaves_unverified(Rule rule) {
    return rule == Rule::unknown || rule == Rule::unverified || rule == Rule::target || rule == Rule::refuted;
}

bool is_about_acceptance(Rule rule) {
    return rule == Rule::waiver_expired || rule == Rule::waiver_unused || rule == Rule::baseline_gone ||
           rule == Rule::altered_terms;
}

void set_verdicts(Comparison& comparison) {
    // Findings are grouped by record and layer, because there may be thousands of findings and of cells.
    std::map<std::pair<std::string_view, std::string_view>, std::vector<const Finding*>> by_subject;
    for (const auto& finding : comparison.findings) {
        if (finding.rule == Rule::target_dependent || is_about_acceptance(finding.rule)) continue;
        by_subject[{finding.record, finding.layer}].push_back(&finding);
    }
    for (auto& cell : comparison.cells) {
        if (cell.verdict == Verdict::not_applicable) continue;
        Outcome outcome;
        const auto add_from = [&](std::string_view record, auto is_meant) {
            const auto found = by_subject.find({record, cell.layer});
            if (found == by_subject.end()) return;
            for (const Finding* finding : found->second) {
                const bool is_here = finding->target.empty() || finding->target == cell.target;
                if (is_here && is_meant(*finding)) add(*finding, outcome);
            }
        };
        const auto is_of_layer = [](const Finding& finding) { return finding.rule == Rule::target; };
        add_from(cell.record, [&](const Finding& finding) { return !is_of_layer(finding); });
        add_from(cell.layer, is_of_layer);  // about all records of the layer
        set_verdict(outcome, cell);
    }
}

std::vector<Waiver> settle(Comparison& comparison, const std::map<Rule, Level>& levels, std::vector<Waiver> waivers,
                           const std::string& today) {
    std::vector<Finding> about_waivers;
    for (auto& waiver : waivers) {
        if (!waiver.expires.empty() && waiver.expires < today) {
            about_waivers.push_back(about(waiver, Rule::waiver_expired,
                                          "the waiver of " + describe(waiver) + " ended on " + waiver.expires +
                                              " (its reason was: " + waiver.reason + ")"));
            continue;
        }
        bool covers_any = waiver.used;
        for (auto& finding : comparison.findings) {
            if (!covers(waiver, finding)) continue;
            finding.waived = waiver.reason;
            covers_any = true;
            waiver.used |= finding.rule != Rule::target_dependent;
        }
        if (!covers_any) {
            about_waivers.push_back(
                about(waiver, Rule::waiver_unused, "the waiver of " + describe(waiver) + " covers no finding"));
        }
    }
    comparison.findings.insert(comparison.findings.end(), about_waivers.begin(), about_waivers.end());
    apply_levels(comparison.findings, levels);
    set_verdicts(comparison);
    sort_findings(comparison.findings);
    return waivers;
}

}  // namespace abi
