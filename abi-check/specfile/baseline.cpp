#include "specfile/baseline.h"

#include <array>
#include <utility>

#include "model/problem.h"
#include "model/words.h"
#include "os/file.h"
#include "specfile/document.h"
#include "specfile/suggest.h"

namespace abi {
namespace {

/// The members of a finding that an entry has besides its rule, in the order of the file.
constexpr std::array members{
    std::pair{"record", &Finding::record},   std::pair{"field", &Finding::field},
    std::pair{"layer", &Finding::layer},     std::pair{"target", &Finding::target},
    std::pair{"witness", &Finding::witness}, std::pair{"expected", &Finding::expected},
    std::pair{"actual", &Finding::actual},   std::pair{"message", &Finding::message},
};

Problem unknown_rule(const std::string& id, const std::string& pointer) {
    std::vector<std::string> ids;
    for (const auto& row : rule_table()) ids.emplace_back(row.id);
    return {{}, pointer, "the id of a rule", in_quotes(id) + did_you_mean(id, ids)};
}

Finding entry_of(const nlohmann::json& node, Place place) {
    Finding entry;
    for (const auto& [name, member] : members) entry.*member = node.value(name, std::string());
    entry.place = std::move(place);
    return entry;
}

}  // namespace

Result<std::vector<Finding>> parse_baseline(const std::string& path, const std::string& text) {
    // nlohmann throws on failure. No exception leaves this function.
    try {
        const auto document = read_document(path, text, SchemaName::baseline);
        if (!document) return document.problems;
        std::vector<Finding> entries;
        std::vector<Problem> problems;
        for (std::size_t at = 0; const auto& node : document->root.at("findings")) {
            const std::string pointer = "/findings/" + std::to_string(at++);
            const auto id = node.at("rule").get<std::string>();
            const auto rule = parse_rule(id);
            if (!rule) problems.push_back(unknown_rule(id, pointer + "/rule"));
            entries.push_back(entry_of(node, place_of(document->places, pointer)));
            entries.back().rule = rule.value_or(Rule{});
        }
        if (problems.empty()) return entries;
        locate(problems, document->places);
        return for_reading(std::move(problems));
    } catch (const std::exception& error) {
        return file_problem(path, "a baseline", error.what());
    }
}

Result<std::vector<Finding>> read_baseline(const std::string& path, const std::string& shown) {
    const auto& name = shown.empty() ? path : shown;
    const auto text = read_file(path, JsonLimits{}.bytes, name);
    if (!text) return text.problems;
    return parse_baseline(name, *text);
}

std::string write_baseline(std::span<const Finding> entries) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& entry : entries) {
        nlohmann::ordered_json node{{"rule", row_of(entry.rule).id}};
        for (const auto& [name, member] : members) {
            if (!(entry.*member).empty()) node[name] = entry.*member;
        }
        list.push_back(std::move(node));
    }
    const nlohmann::ordered_json root{{"abi_check_baseline", 1}, {"findings", std::move(list)}};
    return root.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace abi
