// The causes on the page, in words.
#include <algorithm>
#include <set>

#include "report/page.h"
#include "report/words.h"

namespace abi {
namespace {

/// A kind of finding by its class, symbol and word: what is accepted, what could not be read, else the level.
struct Badge {
    std::string_view kind;
    std::string_view symbol;
    std::string_view word;
};

Badge badge_of(const Group& group) {
    const Finding& f = *group.lead;
    if (!f.waived.empty()) return {"waived", "○", "waived"};
    if (f.known) return {"known", "◇", "known"};
    if (f.rule == Rule::unverified) return {"unknown", "?", "unverified"};
    constexpr Badge levels[] = {{"note", "●", "note"}, {"warning", "▲", "warning"}, {"error", "✗", "error"}};
    return levels[static_cast<std::size_t>(group.level)];
}

/// The findings of a group that say the same as `one`, each with its own id, at the name of its target.
void append_targets(Page& page, const Group& group, const Finding& one) {
    for (const Finding* finding : group.all) {
        if (!is_same_but_target(*finding, one)) continue;
        page.html.add(R"(<span class="chip" id="{}">{}</span> )", page.ids.at(finding),
                      finding->target.empty() ? "every target" : finding->target);
    }
}

void append_head(Page& page, const Group& group, const Badge& badge) {
    const Finding& f = *group.lead;
    page.html.add(
        R"(<p class="head"><span class="level"><span aria-hidden="true">{}</span> {}</span> <strong>{}</strong> )",
        badge.symbol, badge.word, subject_link(page, f.record, subject(f)));
    if (f.change != Change::none) page.html.add(R"(<span class="change {0}">{0}</span> )", to_string(f.change));
    page.html += R"(<span class="where">)";
    if (!f.layer.empty()) page.html.add("in <b>{}</b> ", f.layer);
    if (!f.witness.empty()) page.html.add("by {} ", f.witness);
    append_targets(page, group, f);
    page.html.add(R"(</span><a class="copy" href="#{}" aria-label="Link to this finding">#</a>)"
                  R"(<code class="rule">{}</code></p>)",
                  page.ids.at(&f), row_of(f.rule).id);
}

void append_sides(Page& page, const Finding& f) {
    if (!f.cause.empty() || (f.expected.empty() && f.actual.empty())) return;
    page.html += R"(<dl class="sides">)";
    append_fact(page.html, page.comparison.is_diff ? "before" : "expected", f.expected);
    append_fact(page.html, page.comparison.is_diff ? "after" : "found", f.actual);
    page.html += "</dl>";
}

/// Every single difference that follows from the cause.
void append_followers(Page& page, const Group& group, const std::vector<const Finding*>& differences) {
    if (differences.size() < 2) return;
    page.html += "<ul class=\"differences\">";
    for (const Finding* one : differences) {
        page.html.add(R"(<li>{} <code class="rule">{}</code> )", prose(one->message), row_of(one->rule).id);
        if (!is_same_but_target(*one, *group.lead)) append_targets(page, group, *one);
        page.html += "</li>";
    }
    page.html += "</ul>";
}

void append_places(Page& page, const Finding& f) {
    if (f.place.file.empty() && f.related.empty()) return;
    page.html += R"(<ul class="places">)";
    if (!f.place.file.empty()) {
        page.html.add("<li>{}{}</li>", place_html(page, f.place), excerpt_html(page, f.place));
    }
    for (const auto& related : f.related) {
        page.html.add("<li>{} {}</li>", place_html(page, related.place, related.revision), prose(related.message));
    }
    page.html += "</ul>";
}

/// What the line of folded details promises: "5 differences, places, help".
std::string details_words(const Finding& f, std::size_t differences) {
    std::vector<std::string> words;
    if (differences > 1) words.push_back(counted(differences, "difference"));
    if (!f.place.file.empty() || !f.related.empty()) words.emplace_back("places");
    if (!f.remedy.empty()) words.emplace_back("help");
    words.emplace_back("the rule");
    return join(words);
}

bool has_section(const Page& page, const Finding& finding) {
    const auto section = page.sections.find(finding.record);
    return section != page.sections.end() && section->second.starts_with("record-");
}

}  // namespace

void append_finding(Page& page, const Group& group) {
    const Finding& f = *group.lead;
    const RuleRow& rule = row_of(f.rule);
    const Badge badge = badge_of(group);
    const auto differences = group.differences();
    page.html.add(R"(<div class="finding {}">)", badge.kind);
    append_head(page, group, badge);
    page.html.add(R"(<p class="message">{}</p>)", prose(group.message()));
    if (!f.waived.empty()) page.html.add(R"(<p class="waiver"><b>Waived:</b> {}</p>)", prose(f.waived));
    page.html.add("<details><summary>Details: {}</summary>", details_words(f, differences.size()));
    append_sides(page, f);
    append_followers(page, group, differences);
    append_places(page, f);
    if (!f.remedy.empty()) page.html.add(R"(<p class="help"><b>Help:</b> {}</p>)", prose(f.remedy));
    page.html.add(R"(<p>{}: <a href="#rule-{}">why it matters, and how to mend it</a></p></details></div>)"
                  "\n",
                  rule.title, rule.id);
}

void append_rules(Page& page) {
    std::set<Rule> used;
    for (const auto& group : page.groups) used.insert(group.lead->rule);
    if (used.empty()) return;
    page.html += R"(<section id="rules"><h2>The rules that are broken</h2>)";
    for (const Rule one : used) {
        const RuleRow& rule = row_of(one);
        page.html.add(R"(<section class="rule-help" id="rule-{0}"><h3>{0}</h3><p><b>{1}.</b> {2}</p>)"
                      R"(<p><b>How to mend it.</b> {3}</p></section>)",
                      rule.id, rule.title, prose(rule.why), prose(rule.mend));
    }
    page.html += "</section>\n";
}

bool has_other_findings(const Page& page) {
    return page.groups_cut != 0 ||
           std::ranges::any_of(page.groups, [&](const Group& group) { return !has_section(page, *group.lead); });
}

bool has_urgent_findings(const Page& page) {
    return std::ranges::any_of(page.groups, [&](const Group& group) {
        return group.level == Level::error && !is_accepted(*group.lead) && !has_section(page, *group.lead);
    });
}

void append_findings(Page& page) {
    if (!has_other_findings(page)) return;
    page.html += R"(<section id="findings"><h2>Other findings</h2>)";
    for (const auto& group : page.groups) {
        if (has_section(page, *group.lead)) continue;
        page.html += R"(<section class="item">)";
        append_finding(page, group);
        page.html += "</section>";
    }
    if (page.groups_cut != 0) {
        page.html.add(
            R"(<p class="left-out">{} more are left out here, the least important ones; the JSON report has them all.</p>)",
            counted(page.groups_cut, "finding"));
    }
    page.html += "</section>\n";
}

}  // namespace abi
