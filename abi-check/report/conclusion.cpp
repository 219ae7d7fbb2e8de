#include "report/conclusion.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_set>

#include "report/verdict.h"
#include "report/words.h"

namespace abi {
namespace {

/// The verdict that stands for what was accepted; null if nothing was.
const VerdictRow* worst_accepted(const Comparison& comparison) {
    const VerdictRow* worst = nullptr;
    const auto take = [&](Verdict verdict) {
        if (worst == nullptr || is_worse(verdict, worst->verdict)) worst = &row_of(verdict);
    };
    for (const auto& cell : comparison.cells) {
        if (is_accepted(cell.verdict)) take(cell.verdict);
    }
    // Findings about constants have no cells.
    for (const auto& finding : comparison.findings) {
        if (finding.level != Level::error || !is_accepted(finding)) continue;
        take(finding.known ? Verdict::known : Verdict::waived);
    }
    return worst;
}

/// "3 causes in 2 layers", for errors that are accepted or for those that are not. Empty if there are none.
std::string causes_words(std::span<const Group> groups, bool accepted) {
    std::size_t causes = 0;
    std::unordered_set<std::string_view> layers;
    for (const auto& group : groups) {
        if (group.level != Level::error || is_accepted(*group.lead) != accepted) continue;
        ++causes;
        if (!group.lead->layer.empty()) layers.insert(group.lead->layer);
    }
    if (causes == 0) return "";
    const std::string where = layers.empty() ? "" : " in " + counted(layers.size(), "layer");
    return counted(causes, accepted ? "accepted cause" : "cause") + where;
}

/// "14 of 17 records conform": those of which every layer on every target conforms.
std::string records_words(const Comparison& comparison) {
    std::unordered_set<std::string_view> values;
    for (const auto& one : comparison.expected.enums) values.insert(one.name);
    for (const auto& one : comparison.expected.constants) values.insert(one.name);
    std::map<std::string_view, bool> conforms;
    for (const auto& cell : comparison.cells) {
        if (cell.verdict == Verdict::not_applicable || values.contains(cell.record)) continue;
        bool& is_right = conforms.try_emplace(cell.record, true).first->second;
        is_right = is_right && cell.verdict == Verdict::conforms;
    }
    if (conforms.empty()) return "";
    const auto right =
        static_cast<std::size_t>(std::ranges::count(conforms, true, [](const auto& one) { return one.second; }));
    if (right == conforms.size())
        return right == 1 ? "the record conforms" : fmt::format("all {} records conform", right);
    if (right == 0) return conforms.size() == 1 ? "the record does not conform" : "no record conforms";
    return fmt::format("{} of {} {}", right, counted(conforms.size(), "record"), right == 1 ? "conforms" : "conform");
}

std::string sentence_of(const Comparison& comparison, std::span<const Group> groups) {
    if (comparison.is_diff) return closing_words(comparison, groups);
    std::vector<std::string> parts;
    const auto add = [&](std::string words) {
        if (!words.empty()) parts.push_back(std::move(words));
    };
    add(causes_words(groups, false));
    add(causes_words(groups, true));
    add(records_words(comparison));
    return join(parts, "; ");
}

}  // namespace

Conclusion conclusion_of(const Comparison& comparison, std::span<const Group> groups) {
    const Totals totals = count(comparison);
    std::string sentence = sentence_of(comparison, groups);
    if (comparison.is_diff) {
        if (totals.errors != 0) return {"fail", "✗", "Breaking changes", std::move(sentence)};
        if (comparison.incomplete) return {"unknown", "?", "Not everything could be compared", std::move(sentence)};
        return {"pass", "✓", comparison.findings.empty() ? "No layout changes" : "No breaking changes",
                comparison.findings.empty() ? "" : std::move(sentence)};
    }
    if (totals.errors != 0 || totals.differs != 0) return {"fail", "✗", "Does not conform", std::move(sentence)};
    if (totals.unverified != 0) return {"unknown", "?", "Not everything could be verified", std::move(sentence)};
    if (comparison.cells.empty()) return {"unknown", "?", "Nothing was checked", std::move(sentence)};
    if (const VerdictRow* accepted = worst_accepted(comparison)) {
        return {accepted->kind, accepted->symbol, "What does not conform is accepted", std::move(sentence)};
    }
    return {"pass", "✓", "Conforms", std::move(sentence)};
}

}  // namespace abi
