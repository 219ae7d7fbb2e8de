// Checks a document against a JSON Schema in abi-check/test/schemas, for tests.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace abi::test {

/// What the schema forbids in the document, a line for each fault; empty if there is none.
inline std::string broken_rules(const nlohmann::json& document, const std::string& schema_name) {
    std::ifstream file("abi-check/test/schemas/" + schema_name);
    const nlohmann::json text = nlohmann::json::parse(file);
    valijson::Schema schema;
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
    valijson::ValidationResults results;
    valijson::Validator(valijson::Validator::kStrongTypes)
        .validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results);
    std::string faults;
    for (const auto& fault : results) {
        for (const auto& step : fault.context) faults += step;
        faults += ": " + fault.description + "\n";
    }
    return faults;
}

}  // namespace abi::test
