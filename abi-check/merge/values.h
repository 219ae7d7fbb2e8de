// The values of a JSON report (spec/abi-report.schema.json) that are layouts: records, enumerations, constants.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/layout.h"
#include "model/problem.h"

namespace abi {

// Each `node` is valid under the schema. What the schema does not forbid, and is wrong all the same, becomes a problem
// at `pointer`, which leads to the node.

Place place_in(const nlohmann::json& node);
Record record_in(const nlohmann::json& node, const std::string& pointer, std::vector<Problem>& problems);
Layout layout_in(const nlohmann::json& node, const std::string& pointer, std::vector<Problem>& problems);

/// The text of a member, or "" if it is null.
std::string text_or_empty(const nlohmann::json& node, const char* key);

std::vector<std::string> names_in(const nlohmann::json& node);

}  // namespace abi
