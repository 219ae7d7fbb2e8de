#include "report/grid.h"

#include <algorithm>
#include <unordered_map>

namespace abi {
namespace {

bool has_reason(const Cell& cell) {
    return cell.verdict == Verdict::unverified || cell.verdict == Verdict::not_applicable;
}

void number_reasons(std::vector<GridReason>& reasons) {
    for (const Verdict verdict : {Verdict::unverified, Verdict::not_applicable}) {
        if (std::ranges::count(reasons, verdict, &GridReason::verdict) < 2) continue;
        std::size_t number = 0;
        for (auto& reason : reasons) {
            if (reason.verdict == verdict) reason.number = ++number;
        }
    }
}

}  // namespace

Grid make_grid(const Comparison& comparison) {
    Grid grid;
    grid.targets = comparison.targets;
    for (const auto& cell : comparison.cells) {
        if (std::ranges::find(grid.targets, cell.target) == grid.targets.end()) grid.targets.push_back(cell.target);
    }
    std::unordered_map<std::string, std::size_t> row_of_name;
    for (const auto& cell : comparison.cells) {
        const std::string name = cell.record + '\0' + cell.layer;
        const auto [at, is_new] = row_of_name.try_emplace(name, grid.rows.size());
        if (is_new) grid.rows.push_back({cell.record, cell.layer, std::vector<const Cell*>(grid.targets.size())});
        const auto column = std::ranges::find(grid.targets, cell.target) - grid.targets.begin();
        grid.rows[at->second].cells[static_cast<std::size_t>(column)] = &cell;

        const auto same = [&](const GridReason& r) { return r.verdict == cell.verdict && r.reason == cell.reason; };
        if (has_reason(cell) && std::ranges::none_of(grid.reasons, same)) {
            grid.reasons.push_back({cell.verdict, cell.reason, 0});
        }
    }
    number_reasons(grid.reasons);
    return grid;
}

std::string mark(const Grid& grid, const Cell* cell) {
    if (cell == nullptr) return "";
    if (cell->verdict == Verdict::conforms) return "ok";
    if (cell->verdict == Verdict::differs) return "FAIL";
    const auto reason = std::ranges::find_if(
        grid.reasons, [&](const GridReason& r) { return r.verdict == cell->verdict && r.reason == cell->reason; });
    const std::string symbol = cell->verdict == Verdict::unverified ? "?" : "-";
    const bool alone = reason == grid.reasons.end() || reason->number == 0;
    return alone ? symbol : symbol + std::to_string(reason->number);
}

}  // namespace abi
