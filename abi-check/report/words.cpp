#include "report/words.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace abi {
namespace {

/// A key of all members except the target. Each text follows its length, so different findings have different keys.
std::string identity(const Finding& f) {
    std::string text = std::to_string(static_cast<int>(f.rule)) + "," + std::to_string(static_cast<int>(f.level)) +
                       "," + std::to_string(static_cast<int>(f.change)) + (f.known ? ",known" : "");
    const auto add = [&](const std::string& part) { text += "," + std::to_string(part.size()) + ":" + part; };
    const auto add_place = [&](const Place& place) {
        add(to_string(place));
        text += "," + std::to_string(place.end_line) + ":" + std::to_string(place.end_column);
    };
    for (const auto* part :
         {&f.record, &f.field, &f.layer, &f.witness, &f.expected, &f.actual, &f.message, &f.remedy, &f.waived}) {
        add(*part);
    }
    add_place(f.place);
    for (const auto& related : f.related) {
        add_place(related.place);
        add(related.message);
        add(related.revision);
    }
    return text;
}

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

std::string diff_words(const Comparison& comparison, const std::vector<Merged>& merged) {
    std::map<Change, std::size_t> counts;
    std::size_t waived = 0;
    for (const auto& one : merged) {
        if (one.first().waived.empty()) {
            ++counts[one.first().change];
        } else {
            ++waived;
        }
    }
    if (merged.empty() && comparison.incomplete) {
        return comparison.layers.empty() ? "nothing was compared" : "no layout changes in what could be read";
    }
    if (merged.empty()) return "no layout changes";
    std::string text = std::to_string(counts[Change::breaking]) + " breaking, " +
                       std::to_string(counts[Change::compatible]) + " compatible, " +
                       counted(counts[Change::cosmetic], "cosmetic change");
    if (counts[Change::none] != 0) text += ", " + std::to_string(counts[Change::none]) + " without a class";
    if (waived != 0) text += ", " + std::to_string(waived) + " waived";
    if (comparison.incomplete) text += "; not everything could be read";
    return text;
}

}  // namespace

std::vector<Merged> merge_targets(const Comparison& comparison) {
    std::vector<Merged> result;
    std::unordered_map<std::string, std::size_t> index;
    for (const auto& finding : comparison.findings) {
        const auto [at, is_new] = index.try_emplace(identity(finding), result.size());
        if (is_new) result.emplace_back();
        Merged& merged = result[at->second];
        merged.all.push_back(&finding);
        if (finding.target.empty()) {
            merged.every_target = true;
        } else if (std::ranges::find(merged.targets, finding.target) == merged.targets.end()) {
            merged.targets.push_back(finding.target);
        }
    }
    // Targets are named in the order of the grid.
    const auto rank = [&](const std::string& target) {
        return std::ranges::find(comparison.targets, target) - comparison.targets.begin();
    };
    for (auto& merged : result) {
        std::ranges::sort(merged.targets, {}, [&](const std::string& t) { return std::pair(rank(t), t); });
        std::ranges::sort(merged.all, {}, [&](const Finding* f) { return std::tuple(rank(f->target), f); });
        const auto named = [&](const std::string& target) {
            return std::ranges::find(merged.targets, target) != merged.targets.end();
        };
        merged.every_target = merged.every_target || std::ranges::all_of(comparison.targets, named);
    }
    return result;
}

std::string where_text(const Merged& merged) {
    std::string text;
    if (!merged.first().layer.empty()) text = "in " + merged.first().layer;
    if (!merged.first().witness.empty()) text += (text.empty() ? "by " : " by ") + merged.first().witness;
    if (merged.every_target || merged.targets.empty()) return text;
    return text + (text.empty() ? "on " : " on ") + join(merged.targets);
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

std::string related_place(const Related& related) {
    const std::string place = to_string(related.place);
    return place.empty() || related.revision.empty() ? place : place + " at " + related.revision;
}

std::string expected_word(const Comparison& comparison) {
    if (!comparison.first_side.empty()) return comparison.first_side;
    return comparison.is_diff ? "before" : "spec";
}

std::string offset_words(std::uint64_t offset_bits) {
    const std::string bytes = std::to_string(offset_bits / 8);
    return offset_bits % 8 == 0 ? bytes : bytes + "." + std::to_string(offset_bits % 8);
}

std::string closing_words(const Comparison& comparison) {
    const std::vector<Merged> merged = merge_targets(comparison);
    if (comparison.is_diff) return diff_words(comparison, merged);
    std::size_t levels[3] = {0, 0, 0};
    std::size_t waived = 0;
    std::size_t known = 0;
    for (const auto& one : merged) {
        const Finding& finding = one.first();
        ++(!finding.waived.empty() ? waived : finding.known ? known : levels[static_cast<std::size_t>(finding.level)]);
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
