// The result of a replay as SARIF 2.1.0: a result for each case that failed, at its place in the fixture file.
#include <algorithm>
#include <utility>

#include "report/fingerprint.h"
#include "report/report.h"
#include "report/sarif_parts.h"

namespace abi {
namespace {

using Json = nlohmann::ordered_json;

/// GitHub shows the first 5,000 results of a run and drops the others without a message.
constexpr std::size_t result_limit = 5000;

Json replay_rule() {
    return {{"id", "replay"},
            {"name", "ReplayedPacket"},
            {"shortDescription", {{"text", "A kernel answers a packet otherwise than its fixture expects."}}},
            {"fullDescription",
             {{"text",
               "The fixture has the bytes of a packet and the answer that the spec asks for. The kernel decoded "
               "other values from the same bytes, or gave another verdict."}}},
            {"help",
             {{"text",
               "Compare the kernel's declaration of the record with the spec, at the first field that differs. "
               "If the spec has changed, correct the fixture."}}},
            {"defaultConfiguration", {{"level", "error"}}}};
}

struct Failed {
    const ReplayedSet* set;
    const ReplayedCase* one;
};

Json result(const Failed& failed, const std::string& fingerprint) {
    const auto& [set, one] = failed;
    Json fields = Json::array();
    for (const auto& field : one->fields) {
        if (!field.found.empty())
            fields.push_back({{"path", field.path}, {"expected", field.expected}, {"found", field.found}});
    }
    Json json{{"ruleId", "replay"},
              {"ruleIndex", 0},
              {"level", "error"},
              {"message", {{"text", "Fixture \"" + one->name + "\": " + one->message + "."}}}};
    if (!one->place.file.empty()) json["locations"] = Json::array({sarif_location(one->place)});
    json["partialFingerprints"] = {{"primaryLocationLineHash", fingerprint}};
    json["properties"] = {
        {"origin", set->origin}, {"record", set->record}, {"target", set->target}, {"fields", std::move(fields)}};
    return json;
}

}  // namespace

std::string replay_sarif(const Replayed& replayed, const TextStyle&) {
    std::vector<Failed> failed;
    std::vector<std::string> keys;
    const bool several = !compare_targets(replayed).empty();
    for (const auto& set : replayed.sets) {
        for (const auto& one : set.cases) {
            if (one.passed || one.unsupported) continue;
            failed.push_back({&set, &one});
            keys.push_back("replay/" + set.origin + "/" + one.name + (several ? "/" + set.target : ""));
        }
    }
    const auto names = fingerprints(keys);
    Json results = Json::array();
    for (std::size_t i = 0; i < std::min(failed.size(), result_limit); ++i)
        results.push_back(result(failed[i], names[i]));
    Json notifications = Json::array();
    if (const std::size_t all = failed_cases(replayed); all > results.size()) {
        notifications.push_back(sarif_notification("warning", std::to_string(all - results.size()) + " of " +
                                                                  std::to_string(all) + " failed cases are left out."));
    }
    for (const auto& problem : replayed.problems) {
        notifications.push_back(sarif_notification("error", sentence(problem), problem.place));
    }
    Json invocation{{"executionSuccessful", replayed.problems.empty()},
                    {"toolExecutionNotifications", std::move(notifications)}};
    return sarif_log(Json::array({replay_rule()}), "abi-check replay/", std::move(invocation), std::move(results));
}

}  // namespace abi
