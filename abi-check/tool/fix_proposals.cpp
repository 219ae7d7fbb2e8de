#include "tool/fix_proposals.h"

#include <algorithm>
#include <utility>

#include "model/find.h"
#include "model/on_target.h"
#include "report/group.h"
#include "report/words.h"

namespace abi {
namespace {

/// The first cell that a finding is about and in which the layer declares the record; null if there is none.
const Cell* cell_of(const Comparison& comparison, const Finding& finding) {
    const auto found = std::ranges::find_if(comparison.cells, [&](const Cell& cell) {
        return cell.actual && cell.record == finding.record && cell.layer == finding.layer &&
               (finding.target.empty() || cell.target == finding.target);
    });
    return found == comparison.cells.end() ? nullptr : &*found;
}

std::string sentence_of(const Group& group) {
    const std::string place = to_string(group.lead->place);
    return (place.empty() ? "" : place + ": ") + std::string(to_string(group.level)) + ": " + headline(group) + " [" +
           std::string(row_of(group.lead->rule).id) + "]";
}

std::vector<std::string> keys_of(const Group& group) {
    std::vector<std::string> keys;
    for (const auto* finding : group.all) keys.push_back(key(*finding));
    return keys;
}

/// The mend of one group, and where.
struct Found {
    std::string path;
    fix::Mend mend;
};

Found find(const Comparison& comparison, const Group& group, const FixFiles& files) {
    const auto refuse = [](std::string why) { return Found{"", {"", {}, std::move(why)}}; };
    if (auto why = files.other_reader(group.lead->layer); !why.empty()) return refuse(std::move(why));
    if (group.lead->rule == Rule::unverified) return refuse("what could not be read is not edited");
    const auto* cell = cell_of(comparison, *group.lead);
    if (cell == nullptr) return refuse("it is not about a record that a source declares");
    const auto* expected = find_record_on(comparison.expected, cell->record, cell->target);
    if (expected == nullptr) return refuse("the spec has no such record");
    if (cell->actual->place.line == 0) return refuse("its line is not known");
    const auto path = files.absolute(cell->actual->place.file);
    if (auto why = files.refusal(path); !why.empty()) return refuse(std::move(why));
    return {path, fix::find_mend({group.all, *expected, *cell->actual, path, files.text(path)})};
}

}  // namespace

Proposals propose(const Comparison& comparison, const FixFiles& files) {
    Proposals all;
    for (const auto& group : group_findings(comparison)) {
        if (is_accepted(*group.lead) || group.level == Level::note) continue;
        auto [path, mend] = find(comparison, group, files);
        if (mend.edits.empty()) {
            all.left.push_back({keys_of(group), group.level, sentence_of(group), std::move(mend.refusal)});
            continue;
        }
        const auto same = std::ranges::find_if(
            all.mends, [&](const Proposal& other) { return other.path == path && other.edits == mend.edits; });
        if (same != all.mends.end()) {
            const auto keys = keys_of(group);
            same->finding.keys.insert(same->finding.keys.end(), keys.begin(), keys.end());
            continue;
        }
        all.mends.push_back({path,
                             group.lead->record,
                             {keys_of(group), group.level, sentence_of(group)},
                             std::move(mend.edits),
                             to_string(group.lead->place) + ": " + group.lead->record + ": " + mend.what,
                             mend.moves_fields});
    }
    return all;
}

}  // namespace abi
