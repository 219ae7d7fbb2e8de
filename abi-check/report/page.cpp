// The page: one file, complete without a network and readable without its script.
#include "report/page.h"

#include <algorithm>
#include <unordered_set>

#include "report/embedded.h"
#include "report/escape.h"
#include "report/fingerprint.h"
#include "report/report.h"
#include "report/verdict.h"
#include "report/words.h"

namespace abi {
namespace {

/// Hatches for padding; the colours come from the style sheet.
constexpr HtmlLiteral patterns = R"svg(<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">
<defs><pattern id="hatch-declared" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="8" height="8" class="ground"/><rect width="1.5" height="8" class="line"/></pattern>
<pattern id="hatch-implicit" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
<rect width="10" height="10" class="ground"/><rect width="5" height="10" class="line"/></pattern></defs></svg>
)svg";

struct Outcome {
    std::string_view kind;
    std::string_view symbol;
    std::string_view words;
};

/// The verdict that stands for what was accepted; null if nothing was.
const VerdictRow* worst_accepted(const Comparison& comparison) {
    const VerdictRow* worst = nullptr;
    const auto take = [&](Verdict verdict) {
        if (worst == nullptr || is_worse(verdict, worst->verdict)) worst = &row_of(verdict);
    };
    for (const auto& cell : comparison.cells) {
        if (is_accepted(cell.verdict)) take(cell.verdict);
    }
    // Findings about constants have no cells.
    for (const auto& finding : comparison.findings) {
        if (finding.level != Level::error || !is_accepted(finding)) continue;
        take(finding.known ? Verdict::known : Verdict::waived);
    }
    return worst;
}

Outcome outcome_of(const Comparison& comparison) {
    const Totals totals = count(comparison);
    if (comparison.is_diff) {
        if (totals.errors != 0) return {"fail", "✗", "Breaking changes"};
        if (comparison.incomplete) return {"unknown", "?", "Not everything could be compared"};
        return {"pass", "✓", comparison.findings.empty() ? "No layout changes" : "No breaking changes"};
    }
    if (totals.errors != 0 || totals.differs != 0) return {"fail", "✗", "Does not conform"};
    if (totals.unverified != 0) return {"unknown", "?", "Not everything could be verified"};
    if (comparison.cells.empty()) return {"unknown", "?", "Nothing was checked"};
    if (const VerdictRow* accepted = worst_accepted(comparison)) {
        return {accepted->kind, accepted->symbol, "What does not conform is accepted"};
    }
    return {"pass", "✓", "Conforms"};
}

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

void append_header(Page& page) {
    const Comparison& c = page.comparison;
    const Outcome outcome = outcome_of(c);
    const Totals totals = count(c);
    page.html.add(
        R"(<header><p class="eyebrow">abi-check · {}</p><h1>{}</h1><p class="outcome {}"><span class="symbol" )"
        R"(aria-hidden="true">{}</span> <strong>{}</strong></p><p class="summary">{}.</p>)",
        c.is_diff ? "layout changes" : "layout report", c.title, outcome.kind, outcome.symbol, outcome.words,
        closing_words(c));
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
    page.html += "</dl></header>\n";
}

void append_problems(Page& page) {
    const Comparison& c = page.comparison;
    if (c.problems.empty() && c.unread.empty()) return;
    page.html += R"(<section id="problems"><h2>Not everything could be read</h2><ul>)";
    for (const auto& problem : c.problems) page.html.add("<li>{}</li>", to_string(problem));
    for (const auto& unread : c.unread) page.html.add("<li>Not compared: {}</li>", unread);
    page.html += "</ul></section>\n";
}

/// Links to all sections. A symbol marks the records that need attention.
void append_index(Page& page) {
    const Comparison& c = page.comparison;
    page.html.add(R"(<nav aria-label="Contents"><ul><li><a href="#findings">Findings <small>{}</small></a></li>)",
                  group_findings(c).size());
    if (!c.cells.empty()) page.html += R"(<li><a href="#grid">Verdicts</a></li>)";
    if (!c.expected.enums.empty()) page.html += R"(<li><a href="#enums">Enumerations</a></li>)";
    if (!c.expected.constants.empty()) page.html += R"(<li><a href="#constants">Constants</a></li>)";
    page.html += "</ul><h2>Records</h2><ul>";
    const auto verdicts = worst_verdicts(c);
    for (const auto name : record_names(c)) {
        const auto verdict = verdicts.find(name);
        std::string_view symbol;
        std::string_view kind = "none";
        if (verdict != verdicts.end()) {
            symbol = row_of(verdict->second).symbol;
            kind = row_of(verdict->second).kind;
        }
        page.html.add(
            R"(<li data-name="{0}"><a href="#{1}"><span class="symbol {2}" aria-hidden="true">{3}</span>{0}</a></li>)",
            name, page.sections.at(name), kind, symbol);
    }
    page.html += "</ul></nav>\n";
}

void append_legend(Page& page) {
    page.html +=
        R"(<section id="legend"><h2>How to read a byte map</h2><p>Each row is 8 bytes of a small record or 16 of a large
one; the numbers above it are offsets in bytes. Within a byte, bit 0 is at the left. A field has the same colour on
both sides. The upper row is expected, the lower row was found.</p><ul class="legend">
<li><span class="swatch field" aria-hidden="true"></span>a field</li>
<li><span class="swatch declared" aria-hidden="true"></span>declared padding</li>
<li><span class="swatch implicit" aria-hidden="true"></span>! implicit padding, which no field names</li>
<li><span class="swatch bad" aria-hidden="true"></span>≠ a field that diverges</li>
<li><span class="swatch beyond" aria-hidden="true"></span>past the end of the shorter side</li></ul></section>
)";
    if (page.comparison.skipped.empty()) return;
    page.html += R"(<section id="skipped"><h2>Left out on purpose</h2><ul>)";
    for (const auto& skipped : page.comparison.skipped) page.html.add("<li>{}</li>", skipped);
    page.html += "</ul></section>\n";
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

std::unordered_map<std::string_view, Verdict> worst_verdicts(const Comparison& comparison) {
    std::unordered_map<std::string_view, Verdict> worst;
    for (const auto& cell : comparison.cells) {
        const auto [at, is_new] = worst.try_emplace(cell.record, cell.verdict);
        if (is_worse(cell.verdict, at->second)) at->second = cell.verdict;
    }
    return worst;
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

Html page_head(std::string_view title) {
    return html(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<meta name=\"color-scheme\" content=\"light dark\">"
        "<meta name=\"generator\" content=\"abi-check {}\">"
        "<title>{}</title>\n<style>\n{}</style></head>\n<body>\n",
        ABI_CHECK_VERSION, title, HtmlLiteral(embedded::page_css));
}

std::string report_html(const Comparison& comparison, const TextStyle&) {
    Page page{comparison, {}, {}, {}, {}};
    register_sections(page);
    const std::vector<std::string> names = fingerprints(comparison.findings);
    for (std::size_t i = 0; i < names.size(); ++i) page.ids[&comparison.findings[i]] = "finding-" + names[i];

    page.html = page_head(fmt::format("{} {} – abi-check", outcome_of(comparison).symbol, comparison.title));
    page.html += patterns;
    page.html += "<a class=\"skip-link\" href=\"#findings\">To the findings</a>\n";
    append_header(page);
    page.html += "<div class=\"columns\">\n";
    append_index(page);
    page.html += "<main>\n";
    append_problems(page);
    append_findings(page);
    append_grid(page);
    append_records(page);
    append_values(page);
    append_target_facts(page);
    append_legend(page);
    page.html.add("</main></div>\n<script>\n{}</script>\n</body></html>\n", HtmlLiteral(embedded::page_js));
    return std::move(page.html).text();
}

}  // namespace abi
