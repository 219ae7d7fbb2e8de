// The result of a replay as JSON. reports/README.md and spec/abi-replay.schema.json describe the shape.
#include <nlohmann/json.hpp>

#include "report/json_values.h"
#include "report/report.h"

namespace abi {
namespace {

using Json = nlohmann::ordered_json;

std::string hexadecimal(const std::vector<std::uint8_t>& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

Json or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json field_json(const ReplayedField& field) {
    return {{"path", field.path},
            {"offset_bits", field.at_bits},
            {"size_bits", field.width_bits},
            {"expected", field.expected},
            {"found", or_null(field.found)}};
}

Json case_json(const ReplayedCase& one) {
    Json fields = Json::array();
    for (const auto& field : one.fields) fields.push_back(field_json(field));
    Json answer = Json::array();
    for (const auto& [path, value] : one.answer) answer.push_back({{"path", path}, {"value", value}});
    return {{"name", one.name},
            {"doc", one.doc},
            {"passed", one.passed},
            {"unsupported", one.unsupported},
            {"message", one.message},
            {"verdict", one.verdict},
            {"answered", or_null(one.answered)},
            {"bytes", hexadecimal(one.bytes)},
            {"place", to_json(one.place)},
            {"fields", std::move(fields)},
            {"answer", std::move(answer)}};
}

Json set_json(const ReplayedSet& set) {
    Json cases = Json::array();
    for (const auto& one : set.cases) cases.push_back(case_json(one));
    return {{"origin", set.origin},
            {"target", set.target},
            {"spec_digest", or_null(set.spec_digest)},
            {"record", set.record},
            {"is_generated", set.is_generated},
            {"count", set.count},
            {"passed", set.passed},
            {"failed", set.failed},
            {"unsupported", set.unsupported},
            {"remarks", set.remarks},
            {"console", set.console},
            {"cases", std::move(cases)}};
}

/// The cases that several targets answered, and not all of them as expected and alike.
Json differences_json(const Replayed& replayed) {
    Json differences = Json::array();
    for (const auto& set : compare_targets(replayed)) {
        for (const auto& one : set.cases) {
            if (one.is_same) continue;
            Json answers = Json::array();
            for (std::size_t i = 0; i < one.answers.size(); ++i) {
                const auto* answer = one.answers[i].one;
                answers.push_back({{"target", set.targets[i]},
                                   {"passed", answer != nullptr && answer->passed},
                                   {"answer", answer == nullptr ? "not asked" : short_answer(*answer)}});
            }
            differences.push_back({{"origin", set.origin}, {"case", one.name}, {"answers", std::move(answers)}});
        }
    }
    return differences;
}

}  // namespace

std::string replay_json(const Replayed& replayed, const TextStyle&) {
    Json sets = Json::array();
    std::size_t count = 0;
    for (const auto& set : replayed.sets) {
        sets.push_back(set_json(set));
        count += set.count;
    }
    const Json report{{"abi_check_replay", 2},
                      {"kernel", replayed.kernel},
                      {"count", count},
                      {"failed", failed_cases(replayed)},
                      {"incomplete", !replayed.problems.empty()},
                      {"problems", json_list(replayed.problems)},
                      {"sets", std::move(sets)},
                      {"differences", differences_json(replayed)}};
    return report.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace abi
