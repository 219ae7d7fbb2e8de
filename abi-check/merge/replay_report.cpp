#include "merge/replay_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "merge/values.h"
#include "model/words.h"
#include "specfile/document.h"

namespace abi {
namespace {

using nlohmann::json;

constexpr JsonLimits replay_limits{.bytes = 256U << 20U};
constexpr std::string_view mark = "\"abi_check_replay\"";

/// The digits are valid under the schema's pattern, which is not checked here.
std::vector<std::uint8_t> bytes_of(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto text = node.at("bytes").get<std::string>();
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        const auto high = digits.find(text[i]);
        const auto low = digits.find(text[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) break;
        bytes.push_back(static_cast<std::uint8_t>(high << 4U | low));
    }
    if (bytes.size() * 2 != text.size()) {
        problems.push_back({{}, pointer + "/bytes", "pairs of hexadecimal digits", in_quotes(text.substr(0, 40))});
    }
    return bytes;
}

ReplayedField field_in(const json& node) {
    return {.path = node.at("path").get<std::string>(),
            .at_bits = node.at("offset_bits").get<std::uint64_t>(),
            .width_bits = node.at("size_bits").get<std::uint64_t>(),
            .expected = node.at("expected").get<std::string>(),
            .found = text_or_empty(node, "found")};
}

ReplayedCase case_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    ReplayedCase made;
    made.name = node.at("name").get<std::string>();
    made.doc = node.at("doc").get<std::string>();
    made.place = place_in(node.at("place"));
    made.bytes = bytes_of(node, pointer, problems);
    made.verdict = node.at("verdict").get<std::string>();
    made.answered = text_or_empty(node, "answered");
    made.passed = node.at("passed").get<bool>();
    made.unsupported = node.at("unsupported").get<bool>();
    made.message = node.at("message").get<std::string>();
    for (const auto& field : node.at("fields")) made.fields.push_back(field_in(field));
    for (const auto& value : node.at("answer")) {
        made.answer.push_back({value.at("path").get<std::string>(), value.at("value").get<std::string>()});
    }
    return made;
}

ReplayedSet set_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    ReplayedSet made;
    made.origin = node.at("origin").get<std::string>();
    made.target = node.at("target").get<std::string>();
    made.spec_digest = text_or_empty(node, "spec_digest");
    made.record = node.at("record").get<std::string>();
    made.is_generated = node.at("is_generated").get<bool>();
    made.count = node.at("count").get<std::size_t>();
    made.passed = node.at("passed").get<std::size_t>();
    made.failed = node.at("failed").get<std::size_t>();
    made.unsupported = node.at("unsupported").get<std::size_t>();
    made.remarks = names_in(node.at("remarks"));
    made.console = node.at("console").get<std::string>();
    for (std::size_t at = 0; const auto& one : node.at("cases")) {
        made.cases.push_back(case_in(one, pointer + "/cases/" + std::to_string(at++), problems));
    }
    const auto passed = static_cast<std::size_t>(std::ranges::count_if(made.cases, &ReplayedCase::passed));
    const auto unsupported = static_cast<std::size_t>(std::ranges::count_if(made.cases, &ReplayedCase::unsupported));
    if (made.passed > made.count || made.failed > made.count || made.unsupported > made.count ||
        made.passed + made.failed + made.unsupported != made.count ||
        (!made.is_generated &&
         (made.cases.size() != made.count || passed != made.passed || unsupported != made.unsupported))) {
        problems.push_back({{},
                            pointer,
                            "numbers that are those of its cases",
                            fmt::format("count {}, passed {}, failed {}, unsupported {}", made.count, made.passed,
                                        made.failed, made.unsupported)});
    }
    return made;
}

/// The first way in which two answers to one fixture file did not have the same cases.
std::string difference_of(const ReplayedSet& one, const ReplayedSet& other) {
    if (one.record != other.record) return "the record " + other.record;
    if (one.cases.size() != other.cases.size()) return fmt::format("{} cases", other.cases.size());
    for (std::size_t i = 0; i < one.cases.size(); ++i) {
        const auto& a = one.cases[i];
        const auto& b = other.cases[i];
        if (a.name != b.name) return "a case " + in_quotes(b.name);
        if (a.bytes != b.bytes) return "other bytes of " + in_quotes(b.name);
        if (a.verdict != b.verdict) return "another expectation of " + in_quotes(b.name);
    }
    return {};
}

}  // namespace

bool is_replay_report(const std::string& text) {
    return std::string_view(text).substr(0, 200).find(mark) != std::string_view::npos;
}

Result<Replayed> parse_replay_report(const std::string& path, const std::string& text) {
    // nlohmann throws on failure. No exception leaves this function.
    try {
        const auto document = read_document(path, text, SchemaName::replay, replay_limits);
        if (!document) return document.problems;
        const auto& root = document->root;
        Replayed replayed;
        std::vector<Problem> problems;
        replayed.kernel = root.at("kernel").get<std::string>();
        for (std::size_t at = 0; const auto& node : root.at("sets")) {
            replayed.sets.push_back(set_in(node, "/sets/" + std::to_string(at++), problems));
        }
        for (const auto& node : root.at("problems")) {
            replayed.problems.push_back({place_in(node.at("place")), node.at("pointer").get<std::string>(), "",
                                         node.at("message").get<std::string>()});
        }
        if (problems.empty()) return replayed;
        locate(problems, document->places);
        return for_reading(std::move(problems));
    } catch (const std::exception& error) {
        return file_problem(path, "a report of replay", error.what());
    }
}

Result<Replayed> join_replays(std::vector<NamedReplay> reports) {
    Replayed joined;
    std::vector<Problem> problems;
    std::vector<std::string> names;
    for (auto& [path, replayed] : reports) {
        if (std::ranges::find(names, replayed.kernel) == names.end()) names.push_back(replayed.kernel);
        for (auto& set : replayed.sets) {
            const auto known = std::ranges::find_if(joined.sets, [&](const ReplayedSet& other) {
                return other.origin == set.origin && other.is_generated == set.is_generated;
            });
            const bool is_again = std::ranges::any_of(joined.sets, [&](const ReplayedSet& other) {
                return other.origin == set.origin && other.record == set.record && other.target == set.target;
            });
            const std::string difference =
                known == joined.sets.end() || set.is_generated ? "" : difference_of(*known, set);
            if (is_again) {
                problems.push_back(
                    file_problem(path, "one set of answers to " + set.origin + " by " + set.target, "another one"));
            } else if (!difference.empty()) {
                problems.push_back(
                    file_problem(path, "the same cases of " + set.origin + " in all reports", difference));
            } else {
                joined.sets.push_back(std::move(set));
            }
        }
        std::ranges::move(replayed.problems, std::back_inserter(joined.problems));
    }
    if (!problems.empty()) return problems;
    joined.kernel = join(names);
    return joined;
}

}  // namespace abi
