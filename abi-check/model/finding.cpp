#include "model/finding.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace abi {
namespace {

constexpr std::array rows{
#define RULE(identifier, id, level, title, why, example, mend) \
    RuleRow{Rule::identifier, id, level, title, why, example, mend},
#include "model/rules.def"
#undef RULE
};

constexpr std::array level_names{"note", "warning", "error", "off"};
constexpr std::array change_names{"", "breaking", "compatible", "cosmetic"};
constexpr std::array witness_state_names{"seen", "contradicts", "blind", "nothing", "asked", "other target"};
constexpr std::array verdict_names{"conforms", "differs", "unverified", "not applicable", "waived", "known"};

}  // namespace

std::string_view to_string(Level level) {
    return level_names[static_cast<std::size_t>(level)];
}
std::string_view to_string(Change change) {
    return change_names[static_cast<std::size_t>(change)];
}
std::string_view to_string(WitnessState state) {
    return witness_state_names[static_cast<std::size_t>(state)];
}
std::string_view to_string(Verdict verdict) {
    return verdict_names[static_cast<std::size_t>(verdict)];
}

std::optional<Level> parse_level(std::string_view text) {
    const auto found = std::ranges::find(level_names, text);
    if (found == level_names.end()) return std::nullopt;
    return static_cast<Level>(found - level_names.begin());
}

std::span<const RuleRow> rule_table() {
    return rows;
}

const RuleRow& row_of(Rule rule) {
    return rows[static_cast<std::size_t>(rule)];
}

std::optional<Rule> parse_rule(std::string_view id) {
    const auto found = std::ranges::find(rows, id, &RuleRow::id);
    if (found == rows.end()) return std::nullopt;
    return found->rule;
}

bool may_be_off(Rule rule) {
    return rule != Rule::unknown && rule != Rule::unverified && rule != Rule::target && rule != Rule::refuted;
}

std::string key(const Finding& finding) {
    return key(finding, finding.target);
}

std::string key(const Finding& finding, std::string_view target) {
    std::string text = std::string(row_of(finding.rule).id) + "/" + finding.record + "/" + finding.field + "/" +
                       finding.layer + "/" + std::string(target);
    return finding.witness.empty() ? text : text + "/" + finding.witness;
}

std::string subject(const Finding& finding) {
    return finding.field.empty() ? finding.record : finding.record + "." + finding.field;
}

bool is_accepted(const Finding& finding) {
    return finding.known || !finding.waived.empty();
}

bool comes_before(const Finding& a, const Finding& b) {
    const auto rank = [](const Finding& f) {
        return std::tuple(std::string_view(f.record), f.at, f.place.line, std::string_view(f.field),
                          std::string_view(f.layer), std::string_view(f.target), std::string_view(f.witness), f.rule,
                          std::string_view(f.message), std::string_view(f.place.file), f.place.column);
    };
    return rank(a) < rank(b);
}

void sort_findings(std::vector<Finding>& findings) {
    // Findings that differ in nothing of this keep their order, so that a merged report has the order of a single run.
    std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
        const auto rank = [](const Finding& f) {
            return std::tuple(f.rule != Rule::altered_terms, !f.waived.empty(), f.known, -static_cast<int>(f.level));
        };
        return rank(a) != rank(b) ? rank(a) < rank(b) : comes_before(a, b);
    });
}

Totals count(const Comparison& comparison) {
    Totals totals;
    for (const auto& finding : comparison.findings) {
        if (!finding.waived.empty()) {
            ++totals.waived;
        } else if (finding.known) {
            ++totals.known;
        } else if (finding.level == Level::error) {
            ++totals.errors;
        } else if (finding.level == Level::warning) {
            ++totals.warnings;
        } else {
            ++totals.notes;
        }
    }
    for (const auto& cell : comparison.cells) {
        if (cell.verdict == Verdict::conforms) ++totals.conforms;
        if (cell.verdict == Verdict::differs) ++totals.differs;
        if (cell.verdict == Verdict::unverified) ++totals.unverified;
        if (cell.verdict == Verdict::not_applicable) ++totals.not_applicable;
        if (cell.verdict == Verdict::waived) ++totals.waived_cells;
        if (cell.verdict == Verdict::known) ++totals.known_cells;
    }
    return totals;
}

}  // namespace abi
