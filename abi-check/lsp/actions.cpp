#include "lsp/actions.h"

#include <algorithm>

#include "fix/assertions.h"
#include "fix/mend.h"
#include "lsp/hover.h"
#include "model/find.h"
#include "model/on_target.h"
#include "report/group.h"
#include "report/words.h"

namespace abi::lsp {
namespace {

using Absolute = std::function<std::string(const std::string& file)>;

/// What a layer declares, if its declaration has a line of those that are asked about.
const Record* declared_at(const Cell& cell, const AskedLines& asked, const Absolute& absolute) {
    if (!cell.actual || cell.actual->place.line == 0 || absolute(cell.actual->place.file) != asked.path) return nullptr;
    const auto& place = cell.actual->place;
    return asked.last >= place.line && asked.first <= std::max(place.line, place.end_line) ? &*cell.actual : nullptr;
}

bool is_about(const Cell& cell, const Finding& finding) {
    return cell.record == finding.record && cell.layer == finding.layer &&
           (finding.target.empty() || cell.target == finding.target);
}

bool is_c_source(std::string_view path) {
    for (const std::string_view other : {".zig", ".rs", ".nim", ".go", ".json", ".o", ".a", ".toml"}) {
        if (path.ends_with(other)) return false;
    }
    return true;
}

std::string capitalized(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

}  // namespace

std::vector<Action> actions_at(const Comparison& comparison, const AskedLines& asked, std::string_view text,
                               const Absolute& absolute) {
    std::vector<Action> actions;
    const auto add = [&](Action action) {
        if (!contains(actions, action)) actions.push_back(std::move(action));
    };
    if (!is_c_source(asked.path)) return actions;
    for (const auto& group : group_findings(comparison)) {
        if (is_accepted(*group.lead)) continue;
        const auto cell =
            std::ranges::find_if(comparison.cells, [&](const Cell& one) { return is_about(one, *group.lead); });
        if (cell == comparison.cells.end()) continue;
        const auto* actual = declared_at(*cell, asked, absolute);
        const auto* expected = find_record_on(comparison.expected, cell->record, cell->target);
        if (actual == nullptr || expected == nullptr) continue;
        const auto mend = fix::find_mend({group.all, *expected, *actual, asked.path, text});
        if (!mend.edits.empty()) add({capitalized(mend.what), "quickfix", mend.edits});
    }
    for (const auto& cell : comparison.cells) {
        const auto* actual = declared_at(cell, asked, absolute);
        const auto* expected = find_record_on(comparison.expected, cell.record, cell.target);
        if (actual == nullptr || expected == nullptr || varies_by_target(comparison.expected, cell.record)) continue;
        const auto edit = fix::assert_layout(*expected, *actual, asked.path, text);
        if (edit) add({"Assert the layout of " + cell.record + " that the spec states", "refactor", {*edit}});
    }
    return actions;
}

}  // namespace abi::lsp
