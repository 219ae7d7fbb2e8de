// CommonMark with GitHub's tables and folds, which GitHub and GitLab show: a verdict, a table of causes, a folded grid.
#include <algorithm>

#include "report/anchor.h"
#include "report/escape.h"
#include "report/grid.h"
#include "report/group.h"
#include "report/report.h"
#include "report/verdict.h"
#include "report/words.h"

namespace abi {
namespace {

/// A comment on GitHub has at most 65,536 characters. The rest of a report that is too long is counted.
constexpr std::size_t causes_limit = 40'000;
constexpr std::size_t accepted_limit = 46'000;
constexpr std::size_t report_limit = 58'000;

/// The most differences that a cause lists.
constexpr std::size_t most_differences = 12;

std::string code(std::string_view text) {
    return text.empty() ? "" : "<code>" + escape_markdown(text) + "</code>";
}

std::string verdict_words(const Comparison& comparison) {
    const bool fails = count(comparison).errors != 0;
    if (comparison.incomplete) return std::string("? not complete") + (fails ? ", and not passed" : "");
    return fails ? "✗ not passed" : "✓ passed";
}

std::string level_words(const Group& group) {
    if (!group.lead->waived.empty()) return "○ waived";
    if (group.lead->known) return "◇ known";
    constexpr std::string_view words[] = {"● note", "▲ warning", "✗ error"};
    return std::string(words[static_cast<std::size_t>(group.level)]);
}

/// What follows from the cause, folded.
std::string differences_of(const Group& group) {
    const auto differences = group.differences();
    if (differences.size() < 2) return "";
    std::string text = "<details><summary>" + counted(differences.size(), "difference") + "</summary>";
    for (std::size_t i = 0; i < std::min(differences.size(), most_differences); ++i) {
        text += (i == 0 ? "" : "<br>") + escape_markdown(differences[i]->message);
    }
    if (differences.size() > most_differences) {
        text += "<br>and " + std::to_string(differences.size() - most_differences) + " more";
    }
    return text + "</details>";
}

std::string row_of_cause(const Comparison& comparison, const Group& group) {
    const Finding& lead = *group.lead;
    std::string what = escape_markdown(group.message());
    if (lead.change != Change::none) what += " (" + std::string(to_string(lead.change)) + ")";
    if (const auto reason = accepted_by(comparison, lead); !reason.empty()) {
        what += "<br>Accepted: " + escape_markdown(reason);
    } else if (!lead.remedy.empty()) {
        what += "<br>Help: " + escape_markdown(lead.remedy);
    }
    std::string where = code(to_string(lead.place));
    if (const auto words = where_text(group); !words.empty()) {
        where += (where.empty() ? "" : "<br>") + escape_markdown(words);
    }
    return "| " + level_words(group) + " | " + what + differences_of(group) + " | " + where + " | " +
           std::string(row_of(lead.rule).id) + " |\n";
}

/// Appends rows until `out` has `limit` bytes, and returns how many are left.
std::size_t append_rows(std::string& out, const std::vector<std::string>& rows, std::size_t limit) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (out.size() + rows[i].size() > limit) return rows.size() - i;
        out += rows[i];
    }
    return 0;
}

void append_left(std::string& out, std::size_t left, std::string_view noun) {
    if (left != 0) {
        out += "\n" + counted(left, noun) + " more " + (left == 1 ? "is" : "are") +
               " not listed here; the other formats of the report have them all.\n";
    }
}

constexpr std::string_view head_of_causes = "\n| | what | where | rule |\n|---|---|---|---|\n";

/// Of the groups, those that are accepted, folded; or those that are not.
void append_causes(std::string& out, const Comparison& comparison, const std::vector<Group>& groups, bool accepted,
                   std::size_t limit) {
    std::vector<std::string> rows;
    for (const auto& group : groups) {
        if (is_accepted(*group.lead) == accepted) rows.push_back(row_of_cause(comparison, group));
    }
    if (rows.empty()) return;
    if (accepted) out += "\n<details><summary>" + counted(rows.size(), "accepted finding") + "</summary>\n";
    out += head_of_causes;
    append_left(out, append_rows(out, rows, limit), "cause");
    if (accepted) out += "\n</details>\n";
}

/// The verdicts by record and layer, folded. Rows that do not conform come first, so that they are not cut.
void append_grid(std::string& out, const Comparison& comparison) {
    Grid grid = make_grid(comparison);
    std::erase_if(grid.rows, [](const GridRow& row) { return !row.witness.empty(); });
    if (grid.rows.empty()) return;
    std::ranges::stable_partition(grid.rows, [](const GridRow& row) {
        return std::ranges::any_of(row.cells, [](const Cell* c) { return c && c->verdict != Verdict::conforms; });
    });
    out += "\n<details><summary>Records by layer and target</summary>\n\n| record | layer |";
    for (const auto& target : grid.targets) out += " " + escape_markdown(target) + " |";
    out += "\n|---|---|";
    for (std::size_t i = 0; i < grid.targets.size(); ++i) out += "---|";
    out += "\n";
    std::vector<std::string> rows;
    for (const auto& row : grid.rows) {
        std::string text = "| " + code(row.record) + " | " + escape_markdown(row.layer) + " |";
        for (const Cell* cell : row.cells) {
            if (cell == nullptr) {
                text += " |";
                continue;
            }
            const VerdictRow& shown = row_of(cell->verdict);
            const std::size_t note = footnote_of(grid, *cell);
            text += " " + std::string(shown.symbol) + " " + std::string(shown.cell) +
                    (note == 0 ? "" : " (" + std::to_string(note) + ")") + " |";
        }
        rows.push_back(text + "\n");
    }
    append_left(out, append_rows(out, rows, report_limit - 4000), "row");
    rows.clear();
    for (const auto& reason : grid.reasons) {
        if (reason.reason.empty()) continue;
        const VerdictRow& shown = row_of(reason.verdict);
        rows.push_back("- " + std::string(shown.symbol) + " " + std::string(shown.cell) +
                       (reason.number == 0 ? "" : " (" + std::to_string(reason.number) + ")") + ": " +
                       escape_markdown(reason.reason) + "\n");
    }
    if (!rows.empty()) out += "\n";
    append_left(out, append_rows(out, rows, report_limit), "reason");
    out += "\n</details>\n";
}

}  // namespace

std::string report_markdown(const Comparison& comparison, const TextStyle&) {
    const std::vector<Group> groups = group_findings(comparison);
    // A script finds its earlier comment by the first line.
    std::string out = "<!-- abi-check -->\n### abi-check: " + verdict_words(comparison) + "\n\n" +
                      code(comparison.title) + ": " + escape_markdown(closing_words(comparison, groups)) + ".\n";
    std::vector<std::string> rows;
    for (const auto& gap : gaps(comparison)) {
        const std::string place = code(to_string(gap.place));
        rows.push_back("- Not complete: " + (place.empty() ? "" : place + ": ") + escape_markdown(gap.text) + "\n");
    }
    for (const auto& skipped : comparison.skipped) rows.push_back("- Skipped: " + escape_markdown(skipped) + "\n");
    if (!rows.empty()) out += "\n";
    append_left(out, append_rows(out, rows, causes_limit / 4), "remark");
    append_causes(out, comparison, groups, false, causes_limit);
    append_causes(out, comparison, groups, true, accepted_limit);
    if (!comparison.is_diff) append_grid(out, comparison);
    return out;
}

}  // namespace abi
