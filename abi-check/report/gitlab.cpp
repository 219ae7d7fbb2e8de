// GitLab's report of code quality (docs.gitlab.com, "Code Quality", "Code Quality report format"): a list of findings.
// GitLab compares it with the report of the target branch by the fingerprints.
#include <nlohmann/json.hpp>

#include "report/anchor.h"
#include "report/fingerprint.h"
#include "report/group.h"
#include "report/report.h"
#include "report/words.h"

namespace abi {
namespace {

using Json = nlohmann::ordered_json;

std::string_view severity(Level level) {
    if (level == Level::error) return "critical";
    return level == Level::warning ? "minor" : "info";
}

Json finding(const Anchor& anchor, std::string text, std::string_view rule, std::string_view severity,
             const std::string& fingerprint) {
    if (!anchor.remark.empty()) text += " (" + anchor.remark + ")";
    Json lines{{"begin", anchor.place.line}};
    if (anchor.place.end_line != anchor.place.line) lines["end"] = anchor.place.end_line;
    return {{"description", std::move(text)},
            {"check_name", rule},
            {"fingerprint", fingerprint},
            {"severity", severity},
            {"location", {{"path", anchor.place.file}, {"lines", std::move(lines)}}}};
}

}  // namespace

std::string report_gitlab(const Comparison& comparison, const TextStyle&) {
    Json report = Json::array();
    for (const auto& gap : gaps(comparison)) {
        report.push_back(finding(anchor_of(comparison, gap.place), gap.text, "abi-check", "blocker",
                                 fingerprints({"incomplete/" + gap.text}).front()));
    }
    const std::vector<Group> groups = group_findings(comparison);
    const std::vector<std::string> names = fingerprints(groups);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const Finding& lead = *groups[i].lead;
        // GitLab knows no accepted findings; one that is left out counts as resolved.
        if (is_accepted(lead)) continue;
        report.push_back(finding(anchor_of(comparison, lead), headline(groups[i]), row_of(lead.rule).id,
                                 severity(groups[i].level), names[i]));
    }
    return report.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace abi
