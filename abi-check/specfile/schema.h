// Validation against the published JSON Schemas (spec/*.schema.json), which are compiled in.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "model/problem.h"

namespace abi {

enum class SchemaName { spec, config, dump, baseline, compare, report, shard, replay, machine };

/// The schema as the build compiled it in.
std::string_view schema_text(SchemaName name);

/// The problems of `document`. Each has a pointer and no place yet.
std::vector<Problem> validate(const nlohmann::json& document, SchemaName name);

/// Checks many values against one definition of a schema, which is parsed once.
class DefinitionCheck {
  public:
    DefinitionCheck(SchemaName name, const std::string& definition);
    ~DefinitionCheck();
    DefinitionCheck(const DefinitionCheck&) = delete;
    DefinitionCheck& operator=(const DefinitionCheck&) = delete;

    /// The problems of a value to which `pointer` leads.
    std::vector<Problem> problems_of(const nlohmann::json& value, const std::string& pointer) const;

  private:
    struct Parsed;
    std::unique_ptr<Parsed> parsed_;
};

/// The problems of one value, without its children. Empty if it is none of the common faults: a wrong type, a missing
/// or unknown property, a value outside a set or a range. `schema` must not have a $ref.
std::vector<Problem> explain(const nlohmann::json& value, const nlohmann::json& schema, const std::string& pointer);

/// A value as text for messages: shortened text, or "an object", "an array".
std::string describe(const nlohmann::json& value);

}  // namespace abi
