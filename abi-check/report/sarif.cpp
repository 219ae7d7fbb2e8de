// SARIF 2.1.0 (OASIS), in the part that code scanning services read.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/escape.h"
#include "report/fingerprint.h"
#include "report/group.h"
#include "report/report.h"
#include "report/rule_page.h"
#include "report/words.h"

namespace abi {
namespace {

using Json = nlohmann::ordered_json;

/// GitHub shows the first 5,000 results of a run and drops the others without a message.
constexpr std::size_t result_limit = 5000;

Json rule(const RuleRow& row) {
    return {{"id", row.id},
            {"name", row.id},
            {"shortDescription", {{"text", row.title}}},
            {"fullDescription", {{"text", row.why}}},
            {"help", {{"text", rule_page(row)}, {"markdown", rule_markdown(row)}}},
            {"defaultConfiguration", {{"level", to_string(row.level)}}}};
}

/// GitHub needs all four numbers, so an unknown one is the smallest number that makes a region (SARIF 2.1.0 §3.30).
Json region(const Place& place) {
    const unsigned column = std::max(place.column, 1U);
    const unsigned end_line = std::max(place.end_line, place.line);
    const unsigned least = end_line == place.line ? column + 1 : 1U;
    return {{"startLine", place.line},
            {"startColumn", column},
            {"endLine", end_line},
            {"endColumn", std::max(place.end_column, least)}};
}

/// A file outside the project has an address of its own; only what is relative has a base (SARIF 2.1.0 §3.4.3, §3.4.4).
Json artifact(const std::string& file) {
    if (file.starts_with("/")) return {{"uri", "file://" + escape_uri(file)}};
    return {{"uri", escape_uri(file)}, {"uriBaseId", "%SRCROOT%"}};
}

/// A place without a line means the whole file, so it has no region.
Json location(const Place& place) {
    Json physical{{"artifactLocation", artifact(place.file)}};
    if (place.line != 0) physical["region"] = region(place);
    return {{"physicalLocation", std::move(physical)}};
}

/// A line of an older revision does not exist in the file that a service shows, so the message names it instead.
Json location(const Related& related) {
    Place place = related.place;
    std::string text = related.message;
    if (!related.revision.empty()) {
        text += ": " + related_place(related);
        place = {place.file, 0, 0, 0, 0};
    }
    Json json = location(place);
    json["message"] = {{"text", std::move(text)}};
    return json;
}

std::string message(const Group& group) {
    std::string text = group.message();
    if (const std::string where = where_text(group); !where.empty()) text += " (" + where + ")";
    const auto differences = group.differences();
    if (differences.size() > 1) {
        for (const Finding* one : differences) text += "\n- " + one->message;
    }
    if (!group.lead->remedy.empty()) text += "\nHelp: " + group.lead->remedy;
    return text;
}

/// SARIF 2.1.0 §3.27.24.
std::string_view baseline_state(const Finding& finding) {
    if (finding.rule == Rule::baseline_gone) return "absent";
    return finding.known ? "unchanged" : "new";
}

/// `has_baseline`: whether results have a baselineState (SARIF 2.1.0 §3.27.24).
Json result(const Group& group, const std::string& fingerprint, bool has_baseline) {
    const Finding& finding = *group.lead;
    Json json{{"ruleId", row_of(finding.rule).id},
              {"ruleIndex", static_cast<std::size_t>(finding.rule)},
              {"level", to_string(group.level)},
              {"message", {{"text", message(group)}}}};
    const auto known = [](const Place& place) { return !place.file.empty(); };
    const auto fallback = std::ranges::find_if(finding.related, known, &Related::place);
    if (known(finding.place)) {
        json["locations"] = Json::array({location(finding.place)});
    } else if (fallback != finding.related.end()) {
        json["locations"] = Json::array({location(*fallback)});
    }
    Json related = Json::array();
    for (const auto& other : finding.related) {
        if (!known(other.place)) continue;
        Json place = location(other);
        place["id"] = related.size();
        related.push_back(std::move(place));
    }
    if (!related.empty()) json["relatedLocations"] = std::move(related);
    json["partialFingerprints"] = {{"primaryLocationLineHash", fingerprint}};
    json["properties"] = {
        {"key", key(finding)}, {"expected", finding.expected}, {"actual", finding.actual}, {"targets", group.targets}};
    if (finding.change != Change::none) json["properties"]["change"] = to_string(finding.change);
    if (has_baseline) json["baselineState"] = baseline_state(finding);
    if (!finding.waived.empty()) {
        json["suppressions"] =
            Json::array({{{"kind", "external"}, {"status", "accepted"}, {"justification", finding.waived}}});
    }
    return json;
}

Json notification(const Problem& problem) {
    const std::string pointer = problem.pointer.empty() ? "" : problem.pointer + ": ";
    Json json{{"level", "error"}, {"message", {{"text", pointer + sentence(problem)}}}};
    if (!problem.place.file.empty()) json["locations"] = Json::array({location(problem.place)});
    return json;
}

Json notification(const char* level, const std::string& text) {
    return {{"level", level}, {"message", {{"text", text}}}};
}

/// Notifications say what is missing, so that incomplete results do not look like clean ones.
Json invocation(const Comparison& comparison, std::size_t findings) {
    Json notifications = Json::array();
    if (findings > result_limit) {
        notifications.push_back(
            notification("warning", std::to_string(findings - result_limit) + " of " + counted(findings, "finding") +
                                        " are left out, the least important ones; the JSON report has them all"));
    }
    if (comparison.incomplete && comparison.problems.empty()) {
        notifications.push_back(
            notification("error", "not everything could be checked; results of abi-unverified say why"));
    }
    for (const auto& problem : comparison.problems) notifications.push_back(notification(problem));
    for (const auto& unread : comparison.unread) {
        notifications.push_back(notification("error", unread + " was not compared: it could not be read"));
    }
    return {{"executionSuccessful", !comparison.incomplete}, {"toolExecutionNotifications", std::move(notifications)}};
}

}  // namespace

std::string report_sarif(const Comparison& comparison, const TextStyle&) {
    Json rules = Json::array();
    for (const auto& row : rule_table()) rules.push_back(rule(row));

    // Already worst first: that is the order of every report.
    const std::vector<Group> groups = group_findings(comparison);
    const std::vector<std::string> names = fingerprints(groups);
    Json results = Json::array();
    for (std::size_t i = 0; i < std::min(groups.size(), result_limit); ++i) {
        results.push_back(result(groups[i], names[i], !comparison.baseline.empty()));
    }
    const Json driver{{"name", "abi-check"}, {"version", ABI_CHECK_VERSION}, {"rules", std::move(rules)}};
    const Json run{{"tool", {{"driver", driver}}},
                   {"invocations", Json::array({invocation(comparison, groups.size())})},
                   {"columnKind", "unicodeCodePoints"},
                   {"results", std::move(results)}};
    const Json log{
        {"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"},
        {"version", "2.1.0"},
        {"runs", Json::array({run})}};
    return log.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace abi
