#include "check/baseline.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "check/waive.h"

namespace abi {
namespace {

/// Everything that must be equal for an entry to hold a finding. It has no line numbers.
auto identity(const Finding& finding) {
    return std::tuple(key(finding), finding.expected, finding.actual, finding.message);
}

/// The findings or entries of one identity or key, in their order.
template <typename Key, typename Value>
using Index = std::map<Key, std::vector<Value*>>;

Finding gone(const Finding& entry, const std::string& path, Level level) {
    Finding finding = entry;
    finding.rule = Rule::baseline_gone;
    finding.level = level;
    finding.expected.clear();
    finding.actual.clear();
    finding.message = std::string(row_of(entry.rule).id) + " of " + subject(entry) +
                      " is in the baseline and was not found: " + entry.message;
    finding.remedy = "remove it from the baseline with --write-baseline";
    // Without a line, entries that differ only in their target are one line of the report.
    finding.place = {path, 0, 0, 0, 0};
    return finding;
}

/// Marks the findings that the entries hold. Returns the entries that are left.
std::vector<const Finding*> mark_known(std::vector<Finding>& findings, const std::vector<Finding>& entries) {
    Index<decltype(identity(Finding())), Finding> found;
    for (auto& finding : findings) {
        if (fits_baseline(finding.rule)) found[identity(finding)].push_back(&finding);
    }
    std::vector<const Finding*> left;
    for (const auto& entry : entries) {
        const auto same = found.find(identity(entry));
        if (same == found.end() || same->second.empty()) {
            left.push_back(&entry);
            continue;
        }
        Finding& finding = *same->second.back();
        finding.known = finding.waived.empty();
        same->second.pop_back();
    }
    return left;
}

/// Lets each new finding refer to an entry with the same key: the difference was known and became another one. Returns
/// the entries that are left.
std::vector<const Finding*> refer_to_changed(std::vector<Finding>& findings, const std::vector<const Finding*>& entries,
                                             const std::string& path) {
    Index<std::string, Finding> fresh;
    for (auto& finding : findings) {
        if (!is_accepted(finding)) fresh[key(finding)].push_back(&finding);
    }
    std::vector<const Finding*> left;
    for (const Finding* entry : entries) {
        const auto same = fresh.find(key(*entry));
        if (same == fresh.end() || same->second.empty()) {
            left.push_back(entry);
            continue;
        }
        const Related other{{path, 0, 0, 0, 0}, "the baseline accepts another difference here: " + entry->message};
        auto& related = same->second.back()->related;
        if (std::ranges::find(related, other) == related.end()) related.push_back(other);
        same->second.pop_back();
    }
    return left;
}

}  // namespace

bool fits_baseline(Rule rule) {
    return rule != Rule::target && !leaves_unverified(rule) && !is_about_acceptance(rule);
}

std::vector<Finding> baseline_of(const Comparison& comparison) {
    std::vector<Finding> entries;
    std::ranges::copy_if(comparison.findings, std::back_inserter(entries), [](const Finding& finding) {
        return finding.level != Level::note && finding.waived.empty() && fits_baseline(finding.rule);
    });
    std::ranges::sort(entries, {}, identity);
    return entries;
}

void apply_baseline(Comparison& comparison, const std::vector<Finding>& entries, std::optional<Level> gone_level) {
    auto left = mark_known(comparison.findings, entries);
    left = refer_to_changed(comparison.findings, left, comparison.baseline);
    if (gone_level) {
        for (const Finding* entry : left) {
            comparison.findings.push_back(gone(*entry, comparison.baseline, *gone_level));
        }
    }
    set_verdicts(comparison);
    sort_findings(comparison.findings);
}

}  // namespace abi
