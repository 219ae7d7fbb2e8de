// The values of the JSON report: what a comparison holds, one function for each type.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "model/run.h"
#include "report/group.h"

namespace abi {

// Declared before `json_list`, which calls them all.
nlohmann::ordered_json to_json(const Place& place);
nlohmann::ordered_json to_json(const Field& field);
nlohmann::ordered_json to_json(const Tile& one);
nlohmann::ordered_json to_json(const Record& record);
nlohmann::ordered_json to_json(const Enumerator& enumerator);
nlohmann::ordered_json to_json(const Enum& one);
nlohmann::ordered_json to_json(const Constant& constant);
nlohmann::ordered_json to_json(const Related& related);
nlohmann::ordered_json to_json(const Finding& finding);
nlohmann::ordered_json to_json(const Evidence& evidence);
nlohmann::ordered_json to_json(const Cell& cell);
nlohmann::ordered_json to_json(const Problem& problem);
nlohmann::ordered_json to_json(const WitnessFacts& one);
nlohmann::ordered_json to_json(const Totals& totals);
nlohmann::ordered_json to_json(const Proofs& proofs);
nlohmann::ordered_json to_json(const Waiver& waiver);
nlohmann::ordered_json to_json(const CheckedLayer& checked);

/// What a report for people shows as one finding. `findings` are the keys of all that follow from the cause.
nlohmann::ordered_json to_json(const Group& group);

/// An entry of a baseline, as a file of spec/abi-baseline.schema.json has it.
nlohmann::ordered_json entry_json(const Finding& entry);

/// A record in the layouts that a layer declares on its targets. `seen` is null or the record of the first target's
/// cell: a layout that equals it is written as null.
nlohmann::ordered_json form_json(const SameForm& form, const Record* seen);

template <typename T>
nlohmann::ordered_json json_list(const std::vector<T>& values) {
    auto array = nlohmann::ordered_json::array();
    for (const auto& value : values) array.push_back(to_json(value));
    return array;
}

}  // namespace abi
