// Validation against the published JSON Schemas (spec/*.schema.json), which are compiled in.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "model/problem.h"

namespace abi {

enum class SchemaName { spec, config, dump };

/// The schema as the build compiled it in.
std::string_view schema_text(SchemaName name);

/// What is wrong with `document`; each problem has a pointer and no place yet.
std::vector<Problem> validate(const nlohmann::json& document, SchemaName name);

/// What is wrong with one value, its children not looked at; nothing when the common faults (type, a
/// required or unknown property, one of a set, a range) do not explain it. `schema` has no $ref.
std::vector<Problem> explain(const nlohmann::json& value, const nlohmann::json& schema, const std::string& pointer);

/// How a message shows a value: shortened text, or "an object", "an array".
std::string describe(const nlohmann::json& value);

}  // namespace abi
