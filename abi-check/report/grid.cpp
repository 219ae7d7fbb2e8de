#include "report/grid.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "report/verdict.h"

namespace abi {
namespace {

/// Whether the reason of each cell with this verdict must be told. Other cells need no reason, and may have one:
/// "prefix of 40 of 48 bytes".
bool needs_reason(Verdict verdict) {
    return verdict == Verdict::unverified || verdict == Verdict::not_applicable;
}

bool has_reason(const Cell& cell) {
    return cell.verdict != Verdict::differs && (needs_reason(cell.verdict) || !cell.reason.empty());
}

void number_reasons(std::vector<GridReason>& reasons) {
    for (const auto& row : verdict_table()) {
        const Verdict verdict = row.verdict;
        // Where other cells have no reason, even a single reason needs a number.
        const std::ptrdiff_t least = needs_reason(verdict) ? 2 : 1;
        if (std::ranges::count(reasons, verdict, &GridReason::verdict) < least) continue;
        std::size_t number = 0;
        for (auto& reason : reasons) {
            if (reason.verdict == verdict) reason.number = ++number;
        }
    }
}

/// The witnesses of the cells of a row.
std::vector<std::string> witnesses_of(const GridRow& row) {
    std::vector<std::string> names;
    for (const Cell* cell : row.cells) {
        if (cell == nullptr) continue;
        for (const auto& one : cell->evidence) {
            if (std::ranges::find(names, one.witness) == names.end()) names.push_back(one.witness);
        }
    }
    return names;
}

/// Adds rows for the witnesses of a layer. A single witness would repeat the verdict, so it gets no row.
void add_witnesses(std::vector<GridRow>& rows) {
    std::vector<GridRow> all;
    for (auto& row : rows) {
        const auto names = witnesses_of(row);
        all.push_back(std::move(row));
        if (names.size() < 2) continue;
        const GridRow verdict = all.back();
        for (const auto& name : names) all.push_back({verdict.record, verdict.layer, name, verdict.cells});
    }
    rows = std::move(all);
}

}  // namespace

std::string symbol_of(WitnessState state) {
    constexpr std::array symbols{"seen", "DIFF", "blind", "none", "asked", "other"};
    return symbols[static_cast<std::size_t>(state)];
}

const Evidence* evidence_of(const Cell* cell, const std::string& witness) {
    if (cell == nullptr) return nullptr;
    const auto found = std::ranges::find(cell->evidence, witness, &Evidence::witness);
    return found == cell->evidence.end() ? nullptr : &*found;
}

std::string symbol_of(Verdict verdict) {
    return std::string(row_of(verdict).word);
}

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
        if (is_new) grid.rows.push_back({cell.record, cell.layer, "", std::vector<const Cell*>(grid.targets.size())});
        const auto column = std::ranges::find(grid.targets, cell.target) - grid.targets.begin();
        grid.rows[at->second].cells[static_cast<std::size_t>(column)] = &cell;

        const auto same = [&](const GridReason& r) { return r.verdict == cell.verdict && r.reason == cell.reason; };
        if (has_reason(cell) && std::ranges::none_of(grid.reasons, same)) {
            grid.reasons.push_back({cell.verdict, cell.reason, 0});
        }
    }
    number_reasons(grid.reasons);
    add_witnesses(grid.rows);
    return grid;
}

std::size_t footnote_of(const Grid& grid, const Cell& cell) {
    if (cell.verdict == Verdict::differs) return 0;
    const auto reason = std::ranges::find_if(
        grid.reasons, [&](const GridReason& r) { return r.verdict == cell.verdict && r.reason == cell.reason; });
    return reason == grid.reasons.end() ? 0 : reason->number;
}

std::string mark(const Grid& grid, const Cell* cell) {
    if (cell == nullptr) return "";
    const std::size_t number = footnote_of(grid, *cell);
    return symbol_of(cell->verdict) + (number == 0 ? "" : std::to_string(number));
}

}  // namespace abi
