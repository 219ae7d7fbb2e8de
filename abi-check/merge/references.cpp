#include "merge/references.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>

#include "merge/same_answers.h"
#include "model/find.h"
#include "model/words.h"

namespace abi {
namespace {

std::string name_of_cell(const std::string& record, const std::string& layer, const std::string& target) {
    return record + '\0' + layer + '\0' + target;
}

void check_checked(const Run& run, std::vector<Problem>& problems) {
    for (std::size_t at = 0; const auto& [layer, targets] : run.checked) {
        const std::string pointer = "/run/checked/" + std::to_string(at++);
        if (!contains(run.layers, layer)) {
            problems.push_back({{}, pointer + "/layer", "a layer of the run", in_quotes(layer)});
        }
        for (const auto& target : targets) {
            if (contains(run.targets, target)) continue;
            problems.push_back({{}, pointer + "/targets", "a target of the run", in_quotes(target)});
        }
    }
}

void check_cells(const Comparison& comparison, std::vector<Problem>& problems) {
    std::unordered_set<std::string> records;
    for (const auto& record : comparison.expected.records) records.insert(record.name);
    std::unordered_set<std::string> seen;
    for (std::size_t at = 0; const auto& cell : comparison.cells) {
        const std::string pointer = "/cells/" + std::to_string(at++);
        const std::string subject = cell.record + " in " + cell.layer + " on " + cell.target;
        if (!records.contains(cell.record)) {
            problems.push_back({{}, pointer + "/record", "a record of \"expected\"", in_quotes(cell.record)});
        }
        if (!has_checked(*comparison.run, cell.layer, cell.target)) {
            problems.push_back({{}, pointer, "a layer and a target of \"checked\"", subject});
        }
        if (!seen.insert(name_of_cell(cell.record, cell.layer, cell.target)).second) {
            problems.push_back({{}, pointer, "each record once in a layer on a target", subject + " again"});
        }
    }
}

}  // namespace

void check_references(const Comparison& comparison, std::vector<Problem>& problems) {
    check_checked(*comparison.run, problems);
    check_cells(comparison, problems);
}

std::vector<RecordForms> complete(std::vector<FormsNode> nodes, const Comparison& comparison,
                                  std::vector<Problem>& problems) {
    std::map<std::string, const Cell*> cells;
    for (const auto& cell : comparison.cells) cells[name_of_cell(cell.record, cell.layer, cell.target)] = &cell;
    const auto& records = comparison.expected.records;
    std::vector<RecordForms> completed;
    for (std::size_t at = 0; at < nodes.size(); ++at) {
        auto& [record, forms, is_of_cell] = nodes[at];
        const std::string pointer = "/run/forms/" + std::to_string(at);
        if (forms.number >= records.size() || records[forms.number].name != record) {
            problems.push_back({{},
                                pointer + "/number",
                                "the index of " + record + " in \"records\" of \"expected\"",
                                std::to_string(forms.number)});
            continue;
        }
        for (std::size_t i = 0; i < forms.groups.size(); ++i) {
            SameForm& group = forms.groups[i];
            const std::string own = pointer + "/groups/" + std::to_string(i);
            for (const auto& target : group.targets) {
                if (has_checked(*comparison.run, forms.layer, target)) continue;
                problems.push_back(
                    {{}, own + "/targets", "a target on which " + forms.layer + " was checked", in_quotes(target)});
            }
            if (!is_of_cell[i] || group.targets.empty()) continue;
            const auto cell = cells.find(name_of_cell(record, forms.layer, group.targets.front()));
            if (cell != cells.end() && cell->second->actual) {
                group.record = *cell->second->actual;
                continue;
            }
            problems.push_back({{}, own + "/record", "a record, because no cell has one of " + record, "null"});
        }
        completed.push_back(std::move(forms));
    }
    return completed;
}

}  // namespace abi
