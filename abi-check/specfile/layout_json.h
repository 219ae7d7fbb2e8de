// JSON to a Layout: the shape that specs and dumps share. Says what cannot be read; whether what was
// read makes sense is asked afterwards (check_names.h, check_record.h).
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/problem.h"
#include "specfile/places.h"

namespace abi {

/// Where the document came from decides where places and exact types come from.
enum class Dialect {
    spec,  // places are the document's own lines
    dump,  // places, and types that no spec can spell, are written in the document
};

/// Reads one object that meets the schema of its dialect; `pointer` leads to it ("" or "/layouts/2").
/// Problems get pointers; what they concern is left at its default. Types are resolved: a name that no
/// record or enum has is a problem, and its field's kind stays unknown.
Layout read_layout(const nlohmann::json& node, const std::string& pointer, Dialect dialect, const Places& places,
                   std::vector<Problem>& problems);

/// The same integer, from a JSON number or from text; nothing when it is neither.
std::optional<Integer> integer_of(const nlohmann::json& node);

/// Can `type` hold `value`? True of types that are no integers.
bool fits(const Integer& value, const Type& type);

}  // namespace abi
