#include "specfile/schema.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "specfile/embedded.h"
#include "specfile/places.h"

namespace abi {
namespace {

using nlohmann::json;

/// Removes the patterns. valijson matches them with std::regex, whose recursion overflows the stack on a long text.
/// The patterns are for editors; our own code checks names and dates.
void remove_patterns(json& node) {
    if (node.is_object() && node.contains("pattern") && node["pattern"].is_string()) node.erase("pattern");
    for (auto& child : node) {
        if (child.is_structured()) remove_patterns(child);
    }
}

/// The schema node that a $ref leads to. Keys beside the $ref are only descriptions.
const json& follow(const json& root, const json& node) {
    const json* at = &node;
    while (at->is_object() && at->contains("$ref")) {
        at = &root.at(json::json_pointer(at->at("$ref").get<std::string>().substr(1)));
    }
    return *at;
}

/// A value that valijson found invalid, with its schema and valijson's message.
struct Complaint {
    std::vector<std::string> steps;
    std::string pointer;
    const json* value = nullptr;
    const json* schema = nullptr;
    std::vector<std::string> descriptions;
};

/// Walks down document and schema together. valijson writes a step as "[records]" or "[0]".
Complaint find_place(const json& document, const json& schema, const std::vector<std::string>& context) {
    Complaint complaint;
    complaint.value = &document;
    complaint.schema = &follow(schema, schema);
    for (std::size_t i = 1; i < context.size(); ++i) {
        const std::string step = context[i].size() < 2 ? context[i] : context[i].substr(1, context[i].size() - 2);
        const json& in = *complaint.schema;
        const json* next = nullptr;
        if (complaint.value->is_array()) {
            complaint.value = &complaint.value->at(std::stoul(step));
            next = &in.at("items");
        } else {
            complaint.value = &complaint.value->at(step);
            const bool known = in.contains("properties") && in.at("properties").contains(step);
            next = known ? &in.at("properties").at(step) : &in.at("additionalProperties");
        }
        complaint.schema = &follow(schema, *next);
        complaint.steps.push_back(step);
        complaint.pointer += "/" + pointer_step(step);
    }
    return complaint;
}

bool is_above(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return a.size() < b.size() && std::equal(a.begin(), a.end(), b.begin());
}

/// One complaint for each value, in the order of valijson.
std::vector<Complaint> gather(const json& document, const json& schema, const valijson::ValidationResults& results) {
    std::vector<Complaint> complaints;
    for (const auto& error : results) {
        Complaint complaint = find_place(document, schema, error.context);
        const auto same = std::ranges::find(complaints, complaint.pointer, &Complaint::pointer);
        Complaint& kept = same == complaints.end() ? complaints.emplace_back(std::move(complaint)) : *same;
        kept.descriptions.push_back(error.description);
    }
    return complaints;
}

void parse_schema(const json& schema, valijson::Schema& parsed) {
    const valijson::adapters::NlohmannJsonAdapter adapter(schema);
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(adapter, parsed);
}

std::vector<Problem> judge(const json& document, const json& schema, const valijson::Schema& parsed) {
    valijson::ValidationResults results;
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    const valijson::adapters::NlohmannJsonAdapter document_adapter(document);
    // Most documents are valid, and a check without details is fast.
    if (validator.validate(parsed, document_adapter, nullptr)) return {};
    validator.validate(parsed, document_adapter, &results);

    const std::vector<Complaint> complaints = gather(document, schema, results);
    std::vector<Problem> problems;
    for (const auto& complaint : complaints) {
        auto explained = explain(*complaint.value, *complaint.schema, complaint.pointer);
        // valijson also complains about each parent of an invalid value, which tells nothing new.
        const bool above_another =
            std::ranges::any_of(complaints, [&](const Complaint& c) { return is_above(complaint.steps, c.steps); });
        if (explained.empty() && !above_another) {
            explained.push_back({.place = {},
                                 .pointer = complaint.pointer,
                                 .expected = "what the schema allows",
                                 .found = describe(*complaint.value) + " (" + complaint.descriptions.front() + ")"});
        }
        std::ranges::move(explained, std::back_inserter(problems));
    }
    return problems;
}

}  // namespace

std::string_view schema_text(SchemaName name) {
    switch (name) {
    case SchemaName::spec: return embedded::abi_spec_schema_json;
    case SchemaName::config: return embedded::abi_check_schema_json;
    case SchemaName::dump: return embedded::abi_dump_schema_json;
    case SchemaName::baseline: return embedded::abi_baseline_schema_json;
    case SchemaName::compare: return embedded::abi_compare_schema_json;
    case SchemaName::report: return embedded::abi_report_schema_json;
    case SchemaName::shard: return embedded::abi_shard_schema_json;
    case SchemaName::replay: return embedded::abi_replay_schema_json;
    case SchemaName::machine: return embedded::machine_schema_json;
    }
    return {};
}

std::vector<Problem> validate(const json& document, SchemaName name) {
    // valijson and nlohmann throw on failure. No exception leaves this function.
    try {
        json schema = json::parse(schema_text(name));
        remove_patterns(schema);
        valijson::Schema parsed;
        parse_schema(schema, parsed);
        return judge(document, schema, parsed);
    } catch (const std::exception& error) {
        return {{{}, {}, "a document that can be validated", error.what()}};
    }
}

struct DefinitionCheck::Parsed {
    json schema;
    valijson::Schema parsed;
};

DefinitionCheck::DefinitionCheck(SchemaName name, const std::string& definition) : parsed_(std::make_unique<Parsed>()) {
    json whole = json::parse(schema_text(name));
    remove_patterns(whole);
    parsed_->schema = {{"$ref", "#/definitions/" + definition}, {"definitions", std::move(whole.at("definitions"))}};
    parse_schema(parsed_->schema, parsed_->parsed);
}

DefinitionCheck::~DefinitionCheck() = default;

std::vector<Problem> DefinitionCheck::problems_of(const json& value, const std::string& pointer) const {
    auto problems = judge(value, parsed_->schema, parsed_->parsed);
    for (auto& problem : problems) problem.pointer = pointer + problem.pointer;
    return problems;
}

}  // namespace abi
