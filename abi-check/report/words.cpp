#include "report/words.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace abi {
namespace {

/// "3 records", "2 enums": what was checked.
std::string asked_words(const Comparison& comparison) {
    std::unordered_set<std::string_view> enums;
    std::unordered_set<std::string_view> constants;
    for (const auto& one : comparison.expected.enums) enums.insert(one.name);
    for (const auto& one : comparison.expected.constants) constants.insert(one.name);
    std::unordered_set<std::string_view> seen;
    std::size_t counts[3] = {0, 0, 0};
    for (const auto& cell : comparison.cells) {
        if (!seen.insert(cell.record).second) continue;
        ++counts[enums.contains(cell.record) ? 1 : constants.contains(cell.record) ? 2 : 0];
    }
    std::vector<std::string> words;
    if (counts[0] != 0 || seen.empty()) words.push_back(counted(counts[0], "record"));
    if (counts[1] != 0) words.push_back(counted(counts[1], "enum"));
    if (counts[2] != 0) words.push_back(counted(counts[2], "constant"));
    return join(words, " + ");
}

/// "3 records, 2 enums, 5 constants of a.h and b.rs": those that both sides have.
std::string shared_words(const Comparison& comparison) {
    std::string text = asked_words(comparison);
    if (const auto enums = comparison.expected.enums.size(); enums != 0) text += ", " + counted(enums, "enum");
    if (const auto values = comparison.expected.constants.size(); values != 0)
        text += ", " + counted(values, "constant");
    return text + " of " + comparison.first_side + " and " + join(comparison.layers);
}

std::string diff_words(const Comparison& comparison, std::span<const Group> groups) {
    std::map<Change, std::size_t> counts;
    std::size_t waived = 0;
    std::size_t altered = 0;
    for (const auto& one : groups) {
        if (one.lead->rule == Rule::altered_terms) {
            ++altered;
        } else if (one.lead->waived.empty()) {
            ++counts[one.lead->change];
        } else {
            ++waived;
        }
    }
    const std::string also = altered == 0 ? "" : "; the change alters what it is judged by";
    if (groups.size() == altered && comparison.incomplete) {
        return (comparison.layers.empty() ? "nothing was compared" : "no layout changes in what could be read") + also;
    }
    if (groups.size() == altered) {
        return (comparison.skipped.empty() ? "no layout changes" : "no layout changes in what was compared") + also;
    }
    std::string text = std::to_string(counts[Change::breaking]) + " breaking, " +
                       std::to_string(counts[Change::compatible]) + " compatible, " +
                       counted(counts[Change::cosmetic], "cosmetic change");
    if (counts[Change::none] != 0) text += ", " + std::to_string(counts[Change::none]) + " without a class";
    if (waived != 0) text += ", " + std::to_string(waived) + " waived";
    if (comparison.incomplete) text += "; not everything could be read";
    return text + also;
}

}  // namespace

std::string where_text(const Group& group) {
    std::string text;
    if (!group.lead->layer.empty()) text = "in " + group.lead->layer;
    if (!group.lead->witness.empty()) text += (text.empty() ? "by " : " by ") + group.lead->witness;
    if (group.every_target || group.targets.empty()) return text;
    return text + (text.empty() ? "on " : " on ") + join(group.targets);
}

std::string where_text(std::span<const Cell* const> cells) {
    std::vector<std::string> layers;
    std::unordered_map<std::string, std::string> targets_of;
    for (const Cell* cell : cells) {
        std::string& targets = targets_of[cell->layer];
        if (targets.empty()) layers.push_back(cell->layer);
        targets += (targets.empty() ? "" : ", ") + cell->target;
    }
    // Layers that share their targets are named together.
    std::vector<std::pair<std::string, std::string>> parts;  // targets, layers
    for (const auto& layer : layers) {
        const auto same = std::ranges::find(parts, targets_of[layer], &std::pair<std::string, std::string>::first);
        if (same != parts.end()) {
            same->second += ", " + layer;
        } else {
            parts.emplace_back(targets_of[layer], layer);
        }
    }
    return join(parts, "; ", [](const auto& part) {
        const auto& [targets, names] = part;
        return names + (targets.empty() ? "" : " on " + targets);
    });
}

std::string headline(const Group& group) {
    const std::string where = where_text(group);
    return group.message() + (where.empty() ? "" : " (" + where + ")");
}

std::string whole_message(const Group& group) {
    std::string text = headline(group);
    const auto differences = group.differences();
    if (differences.size() > 1) {
        for (const Finding* one : differences) text += "\n- " + one->message;
    }
    if (!group.lead->remedy.empty()) text += "\nHelp: " + group.lead->remedy;
    return text;
}

std::string accepted_by(const Comparison& comparison, const Finding& finding) {
    if (!finding.waived.empty()) return finding.waived;
    return finding.known ? "the baseline " + comparison.baseline + " has it" : "";
}

std::string related_place(const Related& related) {
    const std::string place = to_string(related.place);
    return place.empty() || related.revision.empty() ? place : place + " at " + related.revision;
}

std::string expected_word(const Comparison& comparison) {
    if (!comparison.first_side.empty()) return comparison.first_side;
    return comparison.is_diff ? "before" : "spec";
}

std::string proof_words(const Proofs& proofs) {
    return "proved " + std::to_string(proofs.proved) + ", not provable " + std::to_string(proofs.not_provable) +
           ", dropped " + std::to_string(proofs.dropped);
}

std::string closing_words(const Comparison& comparison) {
    return closing_words(comparison, group_findings(comparison));
}

std::string closing_words(const Comparison& comparison, std::span<const Group> groups) {
    if (comparison.is_diff) return diff_words(comparison, groups);
    std::size_t levels[3] = {0, 0, 0};
    std::size_t waived = 0;
    std::size_t known = 0;
    for (const auto& one : groups) {
        const Finding& lead = *one.lead;
        ++(!lead.waived.empty() ? waived : lead.known ? known : levels[static_cast<std::size_t>(one.level)]);
    }
    const Totals totals = count(comparison);
    const std::string asked = comparison.first_side.empty()
                                  ? asked_words(comparison) + " × " + counted(comparison.layers.size(), "layer")
                                  : shared_words(comparison);
    std::string text = asked + " × " + counted(comparison.targets.size(), "target") + ": " +
                       std::to_string(totals.conforms) + (totals.conforms == 1 ? " conforms, " : " conform, ") +
                       std::to_string(totals.differs) + (totals.differs == 1 ? " differs" : " differ");
    if (totals.waived_cells != 0) text += ", " + std::to_string(totals.waived_cells) + " waived";
    if (totals.known_cells != 0) text += ", " + std::to_string(totals.known_cells) + " known";
    if (totals.unverified != 0) text += ", " + std::to_string(totals.unverified) + " unverified";
    if (totals.not_applicable != 0) text += ", " + std::to_string(totals.not_applicable) + " not applicable";
    text +=
        "; " + counted(levels[2], "error") + ", " + counted(levels[1], "warning") + ", " + counted(levels[0], "note");
    if (waived != 0) text += ", " + std::to_string(waived) + " waived";
    if (known != 0) text += ", " + std::to_string(known) + " known";
    return text;
}

}  // namespace abi
