// The page: one file, complete without a network and readable without its script.
#include "report/page.h"

#include <algorithm>
#include <span>
#include <unordered_set>

#include "report/escape.h"
#include "report/fingerprint.h"
#include "report/report.h"
#include "report/verdict.h"
#include "report/words.h"

namespace abi {
namespace {

/// The most causes on a page.
constexpr std::size_t group_limit = 2000;

void register_sections(Page& page) {
    for (const auto name : record_names(page.comparison)) page.sections.try_emplace(name, "record-" + escape_id(name));
    for (const auto& one : page.comparison.expected.enums) {
        page.sections.try_emplace(one.name, "enum-" + escape_id(one.name));
    }
    for (const auto& one : page.comparison.expected.constants) {
        page.sections.try_emplace(one.name, "constant-" + escape_id(one.name));
    }
}

void append_tally(Html& html, std::size_t number, std::string_view words, std::string_view kind) {
    html.add(R"(<li class="{}"><b>{}</b> {}</li>)", number == 0 ? "none" : kind, number, words);
}

/// "little-endian", "that of each machine", and whether some fields have another one.
std::string order_words(const Layout& spec) {
    std::string words = spec.byte_order == ByteOrder::native ? "that of each machine"
                                                             : std::string(to_string(spec.byte_order)) + "-endian";
    const bool has_others = std::ranges::any_of(spec.records, [](const Record& record) {
        return record.byte_order ||
               std::ranges::any_of(record.fields, [](const Field& f) { return f.byte_order.has_value(); });
    });
    return has_others ? words + "; some fields have their own" : words;
}

void append_header(Page& page, const Conclusion& conclusion) {
    const Comparison& c = page.comparison;
    const Totals totals = count(c);
    page.html.add(R"(<header><div class="top"><p class="eyebrow">abi-check · {}</p>{}</div><h1>{}</h1>)",
                  c.is_diff ? "layout changes" : "layout report", theme_switch(), c.title);
    page.html += conclusion_html(conclusion);
    page.html += origin_html(page.facts);
    page.html += R"(<details class="checked"><summary>What was checked</summary>)";
    page.html.add(R"(<p class="summary">{}.</p>)", closing_words(c, page.groups));
    page.html += "\n<ul class=\"tally\">";
    if (!c.is_diff || !c.cells.empty()) {
        append_tally(page.html, totals.conforms, totals.conforms == 1 ? "conforms" : "conform", "pass");
        append_tally(page.html, totals.differs, totals.differs == 1 ? "differs" : "differ", "fail");
        if (totals.waived_cells != 0) append_tally(page.html, totals.waived_cells, "waived", "waived");
        if (totals.known_cells != 0) append_tally(page.html, totals.known_cells, "known", "known");
        append_tally(page.html, totals.unverified, "unverified", "unknown");
        append_tally(page.html, totals.not_applicable, "not applicable", "absent");
    }
    page.html += "</ul>\n<dl class=\"facts\">";
    append_fact(page.html, "Layers", join(c.layers));
    append_fact(page.html, "Targets", join(c.targets));
    if (!c.is_diff) {
        append_fact(page.html, "Byte order", order_words(c.expected));
    }
    if (!c.digest.empty()) {
        page.html.add("<div><dt>Spec digest</dt><dd><code>{}</code></dd></div>", c.digest);
    }
    page.html += "</dl></details></header>\n";
}

/// The form by which the script filters. It is hidden where no script runs.
void append_filter(Page& page) {
    page.html += R"(<form class="filter" hidden><label>Show only what names )"
                 R"(<input type="search" name="text" placeholder="a record, a field, a rule, a layer"></label>)"
                 R"(<label><input type="checkbox" name="differing"> hide records that )";
    page.html.add("{}</label>", page.comparison.is_diff ? "did not change" : "conform");
    if (std::ranges::any_of(page.comparison.findings, [](const Finding& f) { return is_accepted(f); })) {
        page.html += R"(<label><input type="checkbox" name="accepted"> hide what is waived or known</label>)";
    }
    page.html += R"(<output role="status"></output></form>)";
    page.html += "\n";
}

void append_problems(Page& page) {
    const Comparison& c = page.comparison;
    if (c.problems.empty() && c.unread.empty()) return;
    page.html += R"(<section id="problems"><h2>Not everything could be read</h2><ul>)";
    for (const auto& problem : c.problems) page.html.add("<li>{}</li>", to_string(problem));
    for (const auto& unread : c.unread) page.html.add("<li>Not compared: {}</li>", unread);
    page.html += "</ul></section>\n";
}

void append_legend(Page& page) {
    const bool is_diff = page.comparison.is_diff;
    page.html.add(
        R"(<section id="legend"><h2>How to read a byte map</h2><p>Each row is 8 bytes of a small record or 16 of a large
one; the numbers above it are offsets in bytes. Within a byte, bit 0 is at the left. A field has the same colour on
both sides. {} An arrow leads from where a field was{} to where it {}.</p>)",
        is_diff ? "The upper row is before the change, the lower row after it."
                : "The upper row is expected, the lower row was found.",
        is_diff ? "" : " expected", is_diff ? "is now" : "was found");
    page.html += R"(<ul class="legend">
<li><span class="swatch field" aria-hidden="true"></span>a field</li>
<li><span class="swatch declared" aria-hidden="true"></span>declared padding</li>
<li><span class="swatch implicit" aria-hidden="true"></span>! implicit padding, which no field names</li>
<li><span class="swatch bad" aria-hidden="true"></span>≠ a field that diverges</li>
<li><span class="moved" aria-hidden="true">←4</span> begins 4 bytes before its place; →4: behind it</li>
<li><span class="swatch beyond" aria-hidden="true"></span>past the end of the shorter side</li></ul></section>
)";
    if (page.comparison.skipped.empty()) return;
    page.html += R"(<section id="skipped"><h2>Left out on purpose</h2><ul>)";
    for (const auto& skipped : page.comparison.skipped) page.html.add("<li>{}</li>", skipped);
    page.html += "</ul></section>\n";
}

/// Keeps the most important causes. The JSON report has them all.
void leave_out_groups(Page& page) {
    if (page.groups.size() <= group_limit) return;
    page.groups_cut = page.groups.size() - group_limit;
    for (const auto& group : std::span(page.groups).subspan(group_limit)) {
        for (const Finding* finding : group.all) page.ids.erase(finding);
    }
    page.groups.resize(group_limit);
}

}  // namespace

std::vector<std::string_view> record_names(const Comparison& comparison) {
    std::vector<std::string_view> names;
    std::unordered_set<std::string_view> seen;
    for (const auto& one : comparison.expected.enums) seen.insert(one.name);
    for (const auto& one : comparison.expected.constants) seen.insert(one.name);
    for (const auto& record : comparison.expected.records) {
        if (seen.insert(record.name).second) names.push_back(record.name);
    }
    for (const auto& cell : comparison.cells) {
        if (seen.insert(cell.record).second) names.push_back(cell.record);
    }
    return names;
}

void append_fact(Html& html, std::string_view name, std::string_view words) {
    if (!words.empty()) html.add("<div><dt>{}</dt><dd>{}</dd></div>", name, words);
}

Html verdict_badge(Verdict verdict) {
    const VerdictRow& row = row_of(verdict);
    return html(R"(<span class="verdict {}"><span aria-hidden="true">{}</span> {}</span>)", row.kind, row.symbol,
                to_string(verdict));
}

Html section_id(Page& page, std::string_view name) {
    const std::string& id = page.sections.at(name);
    return page.written_ids.insert(id).second ? html(R"( id="{}")", id) : Html();
}

Html subject_link(const Page& page, std::string_view name, std::string_view text) {
    const auto section = page.sections.find(name);
    if (section == page.sections.end()) return html("{}", text);
    return html(R"(<a href="#{}">{}</a>)", section->second, text);
}

Html finding_link(const Page& page, const Finding& finding) {
    const auto id = page.ids.find(&finding);
    const std::string_view rule = row_of(finding.rule).id;
    // The page leaves this finding out, so there is nothing to link to.
    if (id == page.ids.end()) return html("{}", rule);
    return html(R"(<a href="#{}">{}</a>)", id->second, rule);
}

std::string report_html(const Comparison& comparison, const TextStyle& style) {
    std::vector<Group> groups = group_findings(comparison);
    const Conclusion conclusion = conclusion_of(comparison, groups);
    Page page{comparison, style.page, std::move(groups)};
    register_sections(page);
    const std::vector<std::string> names = fingerprints(comparison.findings);
    for (std::size_t i = 0; i < names.size(); ++i) page.ids[&comparison.findings[i]] = "finding-" + names[i];

    page.html = page_head(fmt::format("{} {} – abi-check", conclusion.symbol, comparison.title));
    page.html += map_patterns();
    page.html += "<a class=\"skip-link\" href=\"#main\">To the results</a>\n";
    append_header(page, conclusion);
    leave_out_groups(page);
    const auto views = record_views(page);
    page.html += "<div class=\"columns\">\n";
    append_index(page, views);
    page.html += "<main id=\"main\">\n";
    append_problems(page);
    append_filter(page);
    const bool is_urgent = has_urgent_findings(page);
    if (is_urgent) append_findings(page);
    append_records(page, views);
    if (!is_urgent) append_findings(page);
    append_grid(page);
    append_values(page);
    append_rules(page);
    append_target_facts(page);
    append_legend(page);
    page.html += "</main></div>\n";
    page.html += page_end();
    return std::move(page.html).text();
}

}  // namespace abi
