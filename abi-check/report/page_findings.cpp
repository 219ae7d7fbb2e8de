// The page's list of findings and its grid of verdicts.
#include <algorithm>
#include <array>

#include "report/grid.h"
#include "report/page.h"
#include "report/verdict.h"
#include "report/words.h"

namespace abi {
namespace {

/// The most findings on a page; the JSON report has them all.
constexpr std::size_t finding_limit = 2000;

Html place_html(const std::string& place) {
    return place.empty() ? Html() : html("<code class=\"place\">{}</code>", place);
}

HtmlLiteral level_badge(const Finding& finding) {
    if (!finding.waived.empty()) return R"(<span class="level waived"><span aria-hidden="true">○</span> waived</span>)";
    if (finding.known) return R"(<span class="level known"><span aria-hidden="true">◇</span> known</span>)";
    constexpr HtmlLiteral badges[] = {
        R"(<span class="level note"><span aria-hidden="true">●</span> note</span>)",
        R"(<span class="level warning"><span aria-hidden="true">▲</span> warning</span>)",
        R"(<span class="level error"><span aria-hidden="true">✗</span> error</span>)",
    };
    return badges[static_cast<std::size_t>(finding.level)];
}

/// The findings of a group that say the same as `one`, each with its own id, at the name of its target.
void append_targets(Page& page, const Group& group, const Finding& one) {
    for (const Finding* finding : group.all) {
        if (!is_same_but_target(*finding, one)) continue;
        page.html.add(R"(<span class="chip" id="{}">{}</span> )", page.ids.at(finding),
                      finding->target.empty() ? "every target" : finding->target);
    }
}

void append_where(Page& page, const Group& group) {
    page.html += R"(<span class="where">)";
    if (!group.lead->layer.empty()) page.html.add("in <b>{}</b> ", group.lead->layer);
    append_targets(page, group, *group.lead);
    page.html += "</span>";
}

/// Every single difference that follows from the cause.
void append_followers(Page& page, const Group& group) {
    const auto differences = group.differences();
    if (differences.size() < 2) return;
    page.html.add("<details><summary>{}</summary><ul>", counted(differences.size(), "difference"));
    for (const Finding* one : differences) {
        page.html.add(R"(<li>{} <code class="rule">{}</code> )", prose(one->message), row_of(one->rule).id);
        if (!is_same_but_target(*one, *group.lead)) append_targets(page, group, *one);
        page.html += "</li>";
    }
    page.html += "</ul></details>";
}

void append_finding(Page& page, const Group& group) {
    const Finding& f = *group.lead;
    const RuleRow& rule = row_of(f.rule);
    page.html.add(R"(<li class="finding {}" data-name="{} {} {}"><p class="head">{}<strong>{}</strong>)",
                  !f.waived.empty() ? "waived"
                  : f.known         ? "known"
                                    : to_string(f.level),
                  subject(f), rule.id, f.layer, level_badge(f), subject_link(page, f.record, subject(f)));
    if (f.change != Change::none) page.html.add(R"(<span class="change {0}">{0}</span>)", to_string(f.change));
    append_where(page, group);
    page.html.add(R"(<code class="rule">{}</code></p><p class="message">{}</p>)", rule.id, prose(group.message()));
    if (f.cause.empty() && (!f.expected.empty() || !f.actual.empty())) {
        page.html += R"(<dl class="sides">)";
        append_fact(page.html, page.comparison.is_diff ? "before" : "expected", f.expected);
        append_fact(page.html, page.comparison.is_diff ? "after" : "found", f.actual);
        page.html += "</dl>";
    }
    if (!f.waived.empty()) page.html.add(R"(<p class="waiver"><b>Waived:</b> {}</p>)", prose(f.waived));
    if (!f.remedy.empty()) page.html.add(R"(<p class="help"><b>Help:</b> {}</p>)", prose(f.remedy));
    append_followers(page, group);
    page.html += R"(<ul class="places">)";
    if (!f.place.file.empty()) page.html.add("<li>{}</li>", place_html(to_string(f.place)));
    for (const auto& related : f.related) {
        page.html.add("<li>{} {}</li>", place_html(related_place(related)), prose(related.message));
    }
    page.html.add(
        "</ul><details><summary>Why it matters, and how to mend it</summary><p><b>{}.</b> {}</p>"
        "<p><b>How to mend it.</b> {}</p></details></li>\n",
        rule.title, prose(rule.why), prose(rule.mend));
}

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

void append_table(Page& page, const Grid& grid) {
    page.html +=
        R"(<div class="scroll" tabindex="0" role="region" aria-label="Verdicts"><table class="grid"><thead><tr>)"
        R"(<th scope="col">Record</th><th scope="col">Layer</th>)";
    for (const auto& target : grid.targets) page.html.add(R"(<th scope="col">{}</th>)", target);
    page.html += "</tr></thead>\n";
    for (std::size_t first = 0; first < grid.rows.size();) {
        std::size_t last = first;
        while (last < grid.rows.size() && grid.rows[last].record == grid.rows[first].record) ++last;
        const std::string& name = grid.rows[first].record;
        page.html.add(R"(<tbody data-name="{}">)", name);
        for (std::size_t row = first; row < last; ++row) {
            page.html += grid.rows[row].witness.empty() ? HtmlLiteral("<tr>") : HtmlLiteral("<tr class=\"witness\">");
            if (row == first) {
                page.html.add(R"(<th scope="rowgroup" rowspan="{}">{}</th>)", last - first,
                              subject_link(page, name, name));
            }
            append_row(page, grid, grid.rows[row]);
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

void append_findings(Page& page) {
    const std::vector<Group> groups = group_findings(page.comparison);
    page.html += R"(<section id="findings"><h2>Findings</h2><form class="filter" hidden><label>Show only what names )"
                 R"(<input type="search" name="text" placeholder="a record, a field, a rule, a layer"></label>)"
                 R"(<label><input type="checkbox" name="differing"> hide records that conform</label>)";
    if (std::ranges::any_of(page.comparison.findings, [](const Finding& f) { return is_accepted(f); })) {
        page.html += R"(<label><input type="checkbox" name="accepted"> hide what is waived or known</label>)";
    }
    page.html += "<output></output></form>";
    if (groups.empty()) {
        const std::string_view words =
            page.comparison.incomplete ? "None in what could be read." : "No layout changed.";
        page.html.add(R"(<p class="empty">{}</p>)", page.comparison.is_diff ? words : "None.");
    } else {
        page.html += "<ol class=\"findings\">\n";
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i < finding_limit) {
            append_finding(page, groups[i]);
        } else {
            for (const Finding* finding : groups[i].all) page.ids.erase(finding);
        }
    }
    if (!groups.empty()) page.html += "</ol>";
    if (groups.size() > finding_limit) {
        page.html.add(
            R"(<p class="left-out">{} more are left out here, the least important ones; the JSON report has them all.</p>)",
            counted(groups.size() - finding_limit, "finding"));
    }
    page.html += "</section>\n";
}

void append_grid(Page& page) {
    const Grid grid = make_grid(page.comparison);
    if (grid.rows.empty()) return;
    page.html += R"(<section id="grid"><h2>Verdicts</h2>)";
    append_table(page, grid);
    append_accepted(page);
    if (!grid.reasons.empty()) page.html += R"(<ul class="reasons">)";
    for (const auto& reason : grid.reasons) {
        page.html.add("<li>{}{} {}</li>", verdict_badge(reason.verdict), footnote(reason.number),
                      prose(reason.reason.empty() ? "No reason was given." : reason.reason));
    }
    if (!grid.reasons.empty()) page.html += "</ul>";
    page.html += "</section>\n";
}

}  // namespace abi
