#include "merge/same_answers.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>

#include "check/waive.h"
#include "model/find.h"
#include "model/same_record.h"
#include "model/words.h"

namespace abi {
namespace {

std::string or_none(const std::string& text) {
    return text.empty() ? "none" : text;
}

bool is_same_cell(const Cell& a, const Cell& b) {
    const bool same_record =
        a.actual.has_value() == b.actual.has_value() && (!a.actual || is_same(*a.actual, *b.actual));
    return same_record && a.verdict == b.verdict && a.reason == b.reason && a.evidence == b.evidence;
}

/// The values of a list that are about a layer on a target, in their order.
template <typename Value>
std::vector<const Value*> about(const std::vector<Value>& all, const std::string& layer, const std::string& target) {
    std::vector<const Value*> chosen;
    for (const auto& one : all) {
        if (one.layer == layer && one.target == target) chosen.push_back(&one);
    }
    return chosen;
}

/// Findings about waivers and the baseline are those of the whole run.
std::vector<const Finding*> findings_about(const Comparison& comparison, const std::string& layer,
                                           const std::string& target) {
    auto chosen = about(comparison.findings, layer, target);
    std::erase_if(chosen, [](const Finding* one) { return is_about_acceptance(one->rule); });
    return chosen;
}

/// What differs in the answers of two reports about a layer on a target, as two texts; nothing if they agree.
struct Disagreement {
    std::string expected;
    std::string found;
};

std::optional<Disagreement> disagreement(const Comparison& a, const Comparison& b, const std::string& layer,
                                         const std::string& target) {
    const std::string where = " in " + layer + " on " + target;
    const auto cells = about(a.cells, layer, target);
    const auto others = about(b.cells, layer, target);
    const auto is_same = [](const Cell* one, const Cell* two) {
        return one->record == two->record && is_same_cell(*one, *two);
    };
    const bool agree = std::ranges::equal(cells, others, is_same);
    for (const Cell* cell : agree ? std::vector<const Cell*>() : cells) {
        const auto other = std::ranges::find(others, cell->record, &Cell::record);
        if (other == others.end()) return Disagreement{cell->record + where, "no such cell"};
        if (is_same_cell(*cell, **other)) continue;
        const bool differs = cell->verdict != (*other)->verdict;
        return Disagreement{cell->record + where + ": " + std::string(to_string(cell->verdict)),
                            (differs ? "" : "another layout, ") + std::string(to_string((*other)->verdict))};
    }
    for (const Cell* cell : agree ? std::vector<const Cell*>() : others) {
        const auto known = std::ranges::find(cells, cell->record, &Cell::record);
        if (known == cells.end()) return Disagreement{"no " + cell->record + where, "one"};
    }
    const auto equal = [](const auto* one, const auto* two) { return *one == *two; };
    if (!std::ranges::equal(findings_about(a, layer, target), findings_about(b, layer, target), equal)) {
        return Disagreement{"its findings" + where, "others"};
    }
    if (!std::ranges::equal(about(a.facts, layer, target), about(b.facts, layer, target), equal)) {
        return Disagreement{"its facts about the target" + where, "others"};
    }
    return std::nullopt;
}

/// "abi-size=note, abi-value=off"
std::string levels_text(const Run& run) {
    std::string text;
    for (const auto& [rule, level] : run.levels) {
        text += (text.empty() ? "" : ", ") + std::string(row_of(rule).id) + "=" + std::string(to_string(level));
    }
    return text.empty() ? "of the rules" : text;
}

bool has_same_records(const Layout& a, const Layout& b) {
    return std::ranges::equal(a.records, b.records, {}, &Record::name, &Record::name);
}

bool has_same_entries(const Run& a, const Run& b) {
    const auto is_same_entry = [](const Finding& one, const Finding& two) {
        return one.rule == two.rule && one.layer == two.layer && one.target == two.target && one.witness == two.witness;
    };
    return std::ranges::equal(a.baseline, b.baseline, is_same_entry);
}

/// A waiver may name a file, whose path is printed as findings have it: it differs between parts.
bool has_same_waivers(const Run& a, const Run& b) {
    return std::ranges::equal(a.waivers, b.waivers, [](const Waiver& one, const Waiver& two) {
        return one.rule == two.rule && one.layer == two.layer && one.target == two.target &&
               one.witness == two.witness && one.reason == two.reason && one.expires == two.expires &&
               one.place == two.place;
    });
}

/// A problem if the report and the first one cannot come from one run.
std::optional<Problem> misfit(const Part& first, const Part& part) {
    const auto refuse = [&](const char* pointer, const std::string& expected, const std::string& found) {
        return Problem{{.file = part.path}, pointer, expected + ", as in " + first.path, found};
    };
    const Comparison& a = first.comparison;
    const Comparison& b = part.comparison;
    if (a.digest != b.digest) return refuse("/digest", "the spec with the digest " + a.digest, b.digest);
    if (a.asked_by != b.asked_by) return refuse("/asked_by", "the configuration " + a.asked_by, b.asked_by);
    if (a.run->levels != b.run->levels) {
        return refuse("/run/levels", "the levels " + levels_text(*a.run), levels_text(*b.run));
    }
    if (a.proofs.has_value() != b.proofs.has_value()) {
        const auto made = [](const Comparison& one) {
            return one.proofs ? "a report with --prove" : "a report without --prove";
        };
        return refuse("/proofs", made(a), made(b));
    }
    if (!has_same_waivers(*a.run, *b.run)) {
        return refuse("/run/waivers", "the waivers of one configuration", "others");
    }
    if (!has_same_records(a.expected, b.expected)) {
        return refuse("/expected/records", "the records of the spec in one order", "another order");
    }
    if (a.baseline != b.baseline)
        return refuse("/baseline", "the baseline " + or_none(a.baseline), or_none(b.baseline));
    if (!has_same_entries(*a.run, *b.run)) {
        return refuse("/run/baseline", "the same entries of the baseline", "others");
    }
    return std::nullopt;
}

}  // namespace

bool has_checked(const Run& run, const std::string& layer, const std::string& target) {
    const auto found = std::ranges::find(run.checked, layer, &CheckedLayer::layer);
    return found != run.checked.end() && contains(found->targets, target);
}

std::vector<Problem> contradictions(const std::vector<Part>& parts) {
    std::vector<Problem> problems;
    for (std::size_t at = 1; at < parts.size(); ++at) {
        if (auto problem = misfit(parts.front(), parts[at])) problems.push_back(std::move(*problem));
    }
    if (!problems.empty()) return problems;
    for (std::size_t at = 1; at < parts.size(); ++at) {
        for (std::size_t before = 0; before < at; ++before) {
            for (const auto& [layer, targets] : parts[at].comparison.run->checked) {
                for (const auto& target : targets) {
                    if (!has_checked(*parts[before].comparison.run, layer, target)) continue;
                    const auto found = disagreement(parts[before].comparison, parts[at].comparison, layer, target);
                    if (!found) continue;
                    problems.push_back(
                        {{.file = parts[at].path},
                         "",
                         found->expected + ", as in " + parts[before].path,
                         found->found + "; a layer on a target comes from one run, which compares all its units"});
                    break;
                }
            }
        }
    }
    return problems;
}

}  // namespace abi
