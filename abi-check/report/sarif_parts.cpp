#include "report/sarif_parts.h"

#include <algorithm>
#include <utility>

#include "report/escape.h"

namespace abi {
namespace {

using Json = nlohmann::ordered_json;

/// GitHub needs all four numbers, so an unknown one is the smallest number that makes a region (SARIF 2.1.0 §3.30). It
/// drops a result without a region, so line 1 stands for a whole file.
Json region(const Place& place) {
    const unsigned line = std::max(place.line, 1U);
    const unsigned column = std::max(place.column, 1U);
    const unsigned end_line = std::max(place.end_line, line);
    const unsigned least = end_line == line ? column + 1 : 1U;
    return {{"startLine", line},
            {"startColumn", column},
            {"endLine", end_line},
            {"endColumn", std::max(place.end_column, least)}};
}

/// A file outside the project has an address of its own; only what is relative has a base (SARIF 2.1.0 §3.4.3, §3.4.4).
Json artifact(const std::string& file) {
    if (file.starts_with("/")) return {{"uri", "file://" + escape_uri(file)}};
    return {{"uri", escape_uri(file)}, {"uriBaseId", "%SRCROOT%"}};
}

}  // namespace

Json sarif_location(const Place& place) {
    return {{"physicalLocation", {{"artifactLocation", artifact(place.file)}, {"region", region(place)}}}};
}

Json sarif_notification(const char* level, const std::string& text, const Place& place) {
    Json json{{"level", level}, {"message", {{"text", text}}}};
    if (!place.file.empty()) json["locations"] = Json::array({sarif_location(place)});
    return json;
}

std::string_view sarif_homepage() {
    return ABI_CHECK_HOMEPAGE;
}

std::string sarif_log(Json rules, const std::string& category, Json invocation, Json results) {
    Json driver{{"name", "abi-check"}, {"version", ABI_CHECK_VERSION}};
    if (!sarif_homepage().empty()) driver["informationUri"] = sarif_homepage();
    driver["rules"] = std::move(rules);
    const Json run{{"tool", {{"driver", std::move(driver)}}},
                   {"automationDetails", {{"id", category}}},
                   {"invocations", Json::array({std::move(invocation)})},
                   {"columnKind", "unicodeCodePoints"},
                   {"results", std::move(results)}};
    const Json log{
        {"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"},
        {"version", "2.1.0"},
        {"runs", Json::array({run})}};
    return log.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace abi
