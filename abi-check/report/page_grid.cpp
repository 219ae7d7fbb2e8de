// The page's grid of verdicts, folded.
#include <algorithm>
#include <array>
#include <span>

#include "report/grid.h"
#include "report/page.h"
#include "report/verdict.h"
#include "report/words.h"

namespace abi {
namespace {

/// A grid with more rows leaves out the records that conform in each of their cells.
constexpr std::size_t row_limit = 1000;

Html footnote(std::size_t number) {
    return number == 0 ? Html() : html(" <sup>{}</sup>", number);
}

void append_cell(Page& page, const Grid& grid, const Cell* cell) {
    if (cell == nullptr) {
        page.html += R"(<td class="unasked"><span class="visually-hidden">not asked</span></td>)";
        return;
    }
    const VerdictRow& row = row_of(cell->verdict);
    page.html.add(R"(<td class="{}">{} {}{}</td>)", row.kind, row.symbol, row.cell, footnote(footnote_of(grid, *cell)));
}

/// What one witness saw: a symbol and a word, and the reason as a tooltip.
void append_evidence(Page& page, const Cell* cell, const std::string& witness) {
    constexpr std::array kinds{"pass", "fail", "unknown", "absent", "unknown", "fail"};
    constexpr std::array words{"✓ seen", "≠ differs", "? blind", "– nothing", "✓ asked", "≠ other target"};
    const Evidence* evidence = evidence_of(cell, witness);
    if (evidence == nullptr) {
        page.html += R"(<td class="unasked"><span class="visually-hidden">not asked</span></td>)";
        return;
    }
    const auto state = static_cast<std::size_t>(evidence->state);
    const Html reason = evidence->reason.empty() ? Html() : html(R"( title="{}")", evidence->reason);
    page.html.add(R"(<td class="{}"{}>{}</td>)", kinds[state], reason, words[state]);
}

void append_row(Page& page, const Grid& grid, const GridRow& row) {
    if (row.witness.empty()) {
        page.html.add(R"(<th scope="row">{}</th>)", row.layer);
    } else {
        page.html.add(R"(<th scope="row" class="witness"><span class="visually-hidden">{}, </span>{}</th>)", row.layer,
                      row.witness);
    }
    for (const Cell* cell : row.cells) {
        if (row.witness.empty()) {
            append_cell(page, grid, cell);
        } else {
            append_evidence(page, cell, row.witness);
        }
    }
}

/// Whether a witness sees something else than the others, or does not see all of a cell.
bool disagree(const GridRow& row) {
    return std::ranges::any_of(row.cells, [](const Cell* cell) {
        return cell != nullptr &&
               std::ranges::any_of(cell->evidence, [](const Evidence& one) { return one.state != WitnessState::seen; });
    });
}

bool is_plain(const Grid& grid, const GridRow& row) {
    return !disagree(row) && std::ranges::all_of(row.cells, [&](const Cell* cell) {
        return cell == nullptr || (cell->verdict == Verdict::conforms && footnote_of(grid, *cell) == 0);
    });
}

/// The rows that are shown, and what is not shown in words.
struct ShownRows {
    std::vector<const GridRow*> rows;
    std::size_t records_left_out = 0;
    bool leaves_out_witnesses = false;
};

ShownRows shown_rows(const Grid& grid) {
    ShownRows shown;
    for (std::size_t first = 0; first < grid.rows.size();) {
        std::size_t last = first;
        while (last < grid.rows.size() && grid.rows[last].record == grid.rows[first].record) ++last;
        const std::span rows(&grid.rows[first], last - first);
        first = last;
        if (grid.rows.size() > row_limit &&
            std::ranges::all_of(rows, [&](const auto& r) { return is_plain(grid, r); })) {
            ++shown.records_left_out;
            continue;
        }
        for (const auto& row : rows) {
            if (row.witness.empty() || disagree(row)) {
                shown.rows.push_back(&row);
            } else {
                shown.leaves_out_witnesses = true;
            }
        }
    }
    return shown;
}

void append_left_out(Page& page, const ShownRows& shown) {
    if (shown.leaves_out_witnesses) {
        page.html += R"(<p class="remark">A layer has rows for its witnesses where they do not all see the same.</p>)";
    }
    if (shown.records_left_out != 0) {
        page.html.add(R"(<p class="remark">{} not listed here: every layer conforms on every target.</p>)",
                      counted(shown.records_left_out, "record") + (shown.records_left_out == 1 ? " is" : " are"));
    }
}

void append_table(Page& page, const Grid& grid, const std::vector<const GridRow*>& rows) {
    page.html +=
        R"(<div class="scroll" tabindex="0" role="region" aria-label="Verdicts"><table class="grid"><thead><tr>)"
        R"(<th scope="col">Record</th><th scope="col">Layer</th>)";
    for (const auto& target : grid.targets) page.html.add(R"(<th scope="col">{}</th>)", target);
    page.html += "</tr></thead>\n";
    for (std::size_t first = 0; first < rows.size();) {
        std::size_t last = first;
        while (last < rows.size() && rows[last]->record == rows[first]->record) ++last;
        const std::string& name = rows[first]->record;
        page.html += "<tbody>";
        for (std::size_t at = first; at < last; ++at) {
            page.html += rows[at]->witness.empty() ? HtmlLiteral("<tr>") : HtmlLiteral("<tr class=\"witness\">");
            if (at == first) {
                page.html.add(R"(<th scope="rowgroup" rowspan="{}">{}</th>)", last - first,
                              subject_link(page, name, name));
            }
            append_row(page, grid, *rows[at]);
            page.html += "</tr>\n";
        }
        page.html += "</tbody>";
        first = last;
    }
    page.html += "</table></div>\n";
}

/// Explains `waived` and `known`, for those that occur.
void append_accepted(Page& page) {
    bool is_first = true;
    for (const auto& row : verdict_table()) {
        const auto has = [&](const Cell& cell) { return cell.verdict == row.verdict; };
        if (!is_accepted(row.verdict) || std::ranges::none_of(page.comparison.cells, has)) continue;
        if (is_first) page.html += R"(<ul class="reasons">)";
        is_first = false;
        page.html.add("<li>{} {}.</li>", verdict_badge(row.verdict), row.meaning);
    }
    if (!is_first) page.html += "</ul>";
}

}  // namespace

void append_grid(Page& page) {
    const Grid grid = make_grid(page.comparison);
    if (grid.rows.empty()) return;
    const ShownRows shown = shown_rows(grid);
    page.html += R"(<section id="grid"><h2>Verdicts</h2><details><summary>Every record by layer and target</summary>)";
    append_left_out(page, shown);
    if (!shown.rows.empty()) append_table(page, grid, shown.rows);
    append_accepted(page);
    if (!grid.reasons.empty()) page.html += R"(<ul class="reasons">)";
    for (const auto& reason : grid.reasons) {
        page.html.add("<li>{}{} {}</li>", verdict_badge(reason.verdict), footnote(reason.number),
                      prose(reason.reason.empty() ? "No reason was given." : reason.reason));
    }
    if (!grid.reasons.empty()) page.html += "</ul>";
    page.html += "</details></section>\n";
}

}  // namespace abi
