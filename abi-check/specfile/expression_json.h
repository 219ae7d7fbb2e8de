// The expressions of constants in a spec: { "ioctl": … }, { "size_of": "event" }. See model/expression.h.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/layout.h"
#include "model/problem.h"

namespace abi {

/// Reads the value of a constant that is an object and valid under the schema. `pointer` leads to it, for problems.
/// `layout` has all records and enums. A problem if the expression means nothing there: an unknown record, a type of an
/// ioctl that is not a byte, an argument that is too large. Then nothing is returned.
std::optional<Expression> read_expression(const nlohmann::json& node, const std::string& pointer, const Layout& layout,
                                          std::vector<Problem>& problems);

/// The inverse.
nlohmann::ordered_json write_expression(const Expression& expression);

}  // namespace abi
