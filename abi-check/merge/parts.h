// The parts of a JSON report of the gate (spec/abi-report.schema.json) as values.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/problem.h"
#include "model/run.h"

namespace abi {

// Each `node` is valid under the schema. What the schema does not forbid, and is wrong all the same, becomes a problem
// at `pointer`, which leads to the node.

Cell cell_in(const nlohmann::json& node, const std::string& pointer, std::vector<Problem>& problems);

/// Layouts as the report has them: a record that is null there is the one of a cell.
struct FormsNode {
    std::string record;
    RecordForms forms;
    std::vector<bool> is_of_cell;  // by group
};
FormsNode forms_in(const nlohmann::json& node, const std::string& pointer, std::vector<Problem>& problems);

/// All but the cells, the records of the spec, and the run.
Comparison comparison_in(const nlohmann::json& root, std::vector<Problem>& problems);

/// All but the forms.
Run run_in(const nlohmann::json& node, std::vector<Problem>& problems);

}  // namespace abi
