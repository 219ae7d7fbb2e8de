// A comparison as SARIF 2.1.0 (OASIS), in the part that code scanning services read.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/anchor.h"
#include "report/escape.h"
#include "report/fingerprint.h"
#include "report/group.h"
#include "report/report.h"
#include "report/rule_page.h"
#include "report/sarif_parts.h"
#include "report/words.h"

namespace abi {
namespace {

using Json = nlohmann::ordered_json;

/// GitHub shows the first 5,000 results of a run and drops the others without a message.
constexpr std::size_t result_limit = 5000;

/// "abi-asked-only" is AskedOnly: a name for people differs from the id, and has no blanks (SARIF 2.1.0 §3.49.7).
std::string name_of(const RuleRow& row) {
    std::string name;
    bool begins = true;
    for (const char c : row.id.substr(row.id.find('-') + 1)) {
        if (c != '-') name += begins ? static_cast<char>(c - 'a' + 'A') : c;
        begins = c == '-';
    }
    return name;
}

Json rule(const RuleRow& row) {
    Json json{{"id", row.id},
              {"name", name_of(row)},
              {"shortDescription", {{"text", row.title}}},
              {"fullDescription", {{"text", row.why}}},
              {"help", {{"text", rule_page(row)}, {"markdown", rule_markdown(row)}}},
              {"defaultConfiguration", {{"level", to_string(row.level)}}}};
    if (!sarif_homepage().empty()) {
        json["helpUri"] = std::string(sarif_homepage()) + "/blob/main/spec/rules.md#" + std::string(row.id);
    }
    return json;
}

/// A line of an older revision does not exist in the file that a service shows, so the message names it instead.
Json location(const Related& related) {
    Place place = related.place;
    std::string text = related.message;
    if (!related.revision.empty()) {
        text += ": " + related_place(related);
        place = {place.file, 0, 0, 0, 0};
    }
    Json json = sarif_location(place);
    json["message"] = {{"text", std::move(text)}};
    return json;
}

/// SARIF 2.1.0 §3.27.24.
std::string_view baseline_state(const Finding& finding) {
    if (finding.rule == Rule::baseline_gone) return "absent";
    return finding.known ? "unchanged" : "new";
}

/// `has_suppressions`: either all results of a run have suppressions, or none has them (SARIF 2.1.0 §3.27.23).
Json result(const Comparison& comparison, const Group& group, const std::string& fingerprint, bool has_suppressions) {
    const Finding& finding = *group.lead;
    Json json{{"ruleId", row_of(finding.rule).id},
              {"ruleIndex", static_cast<std::size_t>(finding.rule)},
              {"level", to_string(group.level)},
              {"message", {{"text", whole_message(group)}}}};
    // GitHub refuses a file that has a result without a place.
    const Anchor anchor = anchor_of(comparison, finding);
    if (!anchor.place.file.empty()) json["locations"] = Json::array({sarif_location(anchor.place)});
    Json related = Json::array();
    for (const auto& other : finding.related) {
        if (other.place.file.empty()) continue;
        Json place = location(other);
        place["id"] = related.size();
        related.push_back(std::move(place));
    }
    if (!related.empty()) json["relatedLocations"] = std::move(related);
    json["partialFingerprints"] = {{"primaryLocationLineHash", fingerprint}};
    json["properties"] = {
        {"key", key(finding)}, {"expected", finding.expected}, {"actual", finding.actual}, {"targets", group.targets}};
    if (finding.change != Change::none) json["properties"]["change"] = to_string(finding.change);
    if (!comparison.baseline.empty()) json["baselineState"] = baseline_state(finding);
    if (has_suppressions) {
        json["suppressions"] = Json::array();
        if (const std::string reason = accepted_by(comparison, finding); !reason.empty()) {
            json["suppressions"].push_back({{"kind", "external"}, {"status", "accepted"}, {"justification", reason}});
        }
    }
    return json;
}

/// Notifications say what is missing, so that incomplete results do not look like clean ones.
Json invocation(const Comparison& comparison, std::size_t findings) {
    Json notifications = Json::array();
    if (findings > result_limit) {
        notifications.push_back(sarif_notification(
            "warning", std::to_string(findings - result_limit) + " of " + counted(findings, "finding") +
                           " are left out, the least important ones; the JSON report has them all"));
    }
    for (const auto& gap : gaps(comparison)) {
        notifications.push_back(sarif_notification("error", gap.text, gap.place));
    }
    return {{"executionSuccessful", !comparison.incomplete}, {"toolExecutionNotifications", std::move(notifications)}};
}

/// Services keep the results of one category until the next run of it. The id is the category and a slash, because runs
/// have no id of their own (SARIF 2.1.0 §3.17.3). A revision in it would make each run a category.
std::string category(const Comparison& comparison, const TextStyle& style) {
    if (!style.sarif_category.empty()) return style.sarif_category + "/";
    return "abi-check " + (comparison.is_diff ? "--diff" : comparison.title) + "/";
}

}  // namespace

std::string report_sarif(const Comparison& comparison, const TextStyle& style) {
    Json rules = Json::array();
    for (const auto& row : rule_table()) rules.push_back(rule(row));

    // Already worst first: that is the order of every report.
    const std::vector<Group> groups = group_findings(comparison);
    const std::vector<std::string> names = fingerprints(groups);
    const bool any_accepted = std::ranges::any_of(comparison.findings, [](const Finding& f) { return is_accepted(f); });
    Json results = Json::array();
    for (std::size_t i = 0; i < std::min(groups.size(), result_limit); ++i) {
        results.push_back(result(comparison, groups[i], names[i], any_accepted));
    }
    return sarif_log(std::move(rules), category(comparison, style), invocation(comparison, groups.size()),
                     std::move(results));
}

}  // namespace abi
