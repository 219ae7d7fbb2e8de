// Reads a Layout from JSON, in the shape that specs and dumps share. It only reports what it cannot read. Whether names
// and offsets make sense is checked afterwards (check_names.h, check_record.h).
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/problem.h"
#include "specfile/places.h"
#include "specfile/record_nodes.h"

namespace abi {

/// The two kinds of documents. They differ in where places and exact types come from.
enum class Dialect {
    spec,  // places are lines of the document itself
    dump,  // the document holds places, and types that a spec cannot spell
};

/// Reads one object that is valid under the schema of its dialect; `pointer` leads to it ("" or "/layouts/2").
/// Problems have pointers; a value with a problem keeps its default. Resolves types: if no record or enum has the
/// name of a type, that is a problem, and the kind of the field stays unknown.
/// `pointers` gets those of each record of a spec.
Layout read_layout(const nlohmann::json& node, const std::string& pointer, Dialect dialect, const Places& places,
                   std::vector<Problem>& problems, std::vector<RecordPointers>* pointers = nullptr);

/// The integer in a JSON number or text. Nothing if it is neither.
std::optional<Integer> integer_of(const nlohmann::json& node);

/// Whether `type` can hold `value`. True if the type is not an integer or a boolean.
bool fits(const Integer& value, const Type& type);

}  // namespace abi
