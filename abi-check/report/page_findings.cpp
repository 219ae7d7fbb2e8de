// The causes on the page, in words.
#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

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

bool has_section(const Page& page, const Finding& finding) {
    const auto section = page.sections.find(finding.record);
    return section != page.sections.end() && section->second.starts_with("record-");
}

/// Findings that say the same of their targets.
using Difference = std::vector<const Finding*>;

/// A cause that a page shows once: the groups that say the same, one for each layer.
struct Cause {
    std::vector<const Group*> groups;
    std::vector<std::vector<Difference>> differences;  // of each group; all lists say the same

    const Group& first() const { return *groups.front(); }
    const Finding& lead() const { return *first().lead; }
    bool has_layers() const { return groups.size() > 1; }
};

bool is_same(const Difference& difference, const Finding& finding) {
    return is_same_but_target(*difference.front(), finding);
}

/// Whether two groups differ only in their layer, and in the places that the layer has.
bool is_same_but_layer(const Cause& cause, const Group& group, const std::vector<Difference>& differences) {
    const Finding& a = cause.lead();
    const Finding& b = *group.lead;
    const auto told = [](const Finding& f) { return std::tie(f.change, f.known, f.waived, f.cause, f.remedy); };
    const auto is_same_difference = [](const Difference& one, const Difference& other) {
        return is_same(one, *other.front());
    };
    const auto is_there = [&](const Group* one) { return one->lead->layer == b.layer; };
    return std::ranges::none_of(cause.groups, is_there) && cause.first().level == group.level && told(a) == told(b) &&
           is_same_but_target(a, b) && std::ranges::equal(cause.differences.front(), differences, is_same_difference);
}

/// Each finding has its own id, at the name of its target, and of its layer if the cause has several.
void append_targets(Page& page, const Cause& cause, const Difference& difference) {
    for (const Finding* finding : difference) {
        const std::string target = finding->target.empty() ? "every target" : finding->target;
        page.html.add(R"(<span class="chip" id="{}">{}</span> )", page.ids.at(finding),
                      cause.has_layers() ? finding->layer + " on " + target : target);
    }
}

const Difference& difference_of(const std::vector<Difference>& differences, const Finding& finding) {
    return *std::ranges::find_if(differences, [&](const auto& one) { return is_same(one, finding); });
}

/// "in hal, userland by clang", and the targets.
void append_where(Page& page, const Cause& cause) {
    page.html += R"(<span class="where">)";
    if (!cause.lead().layer.empty()) {
        page.html.add("in <b>{}</b> ", join(cause.groups, ", ", [](const Group* one) { return one->lead->layer; }));
    }
    if (!cause.lead().witness.empty()) page.html.add("by {} ", cause.lead().witness);
    for (std::size_t i = 0; i < cause.groups.size(); ++i) {
        append_targets(page, cause, difference_of(cause.differences[i], *cause.groups[i]->lead));
    }
    page.html += "</span>";
}

/// A link to the record, except below the record's own heading.
Html subject_html(const Page& page, const Finding& finding) {
    return has_section(page, finding) ? html("{}", subject(finding))
                                      : subject_link(page, finding.record, subject(finding));
}

void append_head(Page& page, const Cause& cause, const Badge& badge) {
    const Finding& f = cause.lead();
    page.html.add(
        R"(<p class="head"><span class="level"><span aria-hidden="true">{}</span> {}</span> <strong>{}</strong> )",
        badge.symbol, badge.word, subject_html(page, f));
    if (f.change != Change::none) page.html.add(R"(<span class="change {0}">{0}</span> )", to_string(f.change));
    append_where(page, cause);
    page.html.add(R"(<a class="copy" href="#{}" aria-label="Link to this finding">#</a>)"
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

/// Every single difference that follows from the cause. The end tags of items are optional (HTML §4.4.8). If the cause
/// has one layer and one target, its head names both, so an item names them no more and has the id itself.
void append_followers(Page& page, const Cause& cause) {
    const auto& differences = cause.differences.front();
    if (differences.size() < 2) return;
    const bool is_one_place = !cause.has_layers() && cause.first().targets.size() < 2;
    page.html += "<ul class=\"differences\">";
    for (std::size_t at = 0; at < differences.size(); ++at) {
        const Finding& one = *differences[at].front();
        const bool is_in_head = is_same(differences[at], cause.lead());
        const bool is_there = is_one_place && differences[at].size() == 1 && one.target == cause.lead().target;
        const bool has_id = is_there && !is_in_head;
        page.html.add("<li{}>{} <code>{}</code> ", has_id ? html(R"( id="{}")", page.ids.at(&one)) : Html(),
                      prose(one.message), row_of(one.rule).id);
        if (is_in_head || has_id) continue;
        for (const auto& of_layer : cause.differences) append_targets(page, cause, of_layer[at]);
    }
    page.html += "</ul>";
}

/// The places of each layer. A place that several layers name, such as that of the spec, stands once.
void append_places(Page& page, const Cause& cause) {
    const bool has_place = std::ranges::any_of(
        cause.groups, [](const Group* one) { return !one->lead->place.file.empty() || !one->lead->related.empty(); });
    if (!has_place) return;
    page.html += R"(<ul class="places">)";
    std::vector<Html> written;
    const auto add = [&](Html line) {
        const bool is_known = std::ranges::find(written, line.text(), [](const Html& one) -> const std::string& {
                                  return one.text();
                              }) != written.end();
        if (is_known) return;
        page.html.add("<li>{}", line);
        written.push_back(std::move(line));
    };
    for (const Group* group : cause.groups) {
        const Finding& f = *group->lead;
        if (!f.place.file.empty()) add(html("{}{}", place_html(page, f.place), excerpt_html(page, f.place)));
        for (const auto& related : f.related) {
            add(html("{} {}", place_html(page, related.place, related.revision), prose(related.message)));
        }
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

std::vector<Cause> causes_of(std::span<const Group* const> groups) {
    std::vector<Cause> causes;
    std::unordered_map<std::string, std::vector<std::size_t>> known;  // by sentence, because there may be thousands
    for (const Group* group : groups) {
        auto differences = group->by_difference();
        auto& alike = known[group->message()];
        const auto same = std::ranges::find_if(
            alike, [&](std::size_t at) { return is_same_but_layer(causes[at], *group, differences); });
        if (same == alike.end()) {
            alike.push_back(causes.size());
            causes.push_back({{group}, {std::move(differences)}});
        } else {
            causes[*same].groups.push_back(group);
            causes[*same].differences.push_back(std::move(differences));
        }
    }
    return causes;
}

void append_cause(Page& page, const Cause& cause) {
    const Finding& f = cause.lead();
    const RuleRow& rule = row_of(f.rule);
    const Badge badge = badge_of(cause.first());
    page.html.add(R"(<div class="finding {}">)", badge.kind);
    append_head(page, cause, badge);
    page.html.add(R"(<p class="message">{}</p>)", prose(cause.first().message()));
    if (!f.waived.empty()) page.html.add(R"(<p class="waiver"><b>Waived:</b> {}</p>)", prose(f.waived));
    page.html.add("<details><summary>Details: {}</summary>", details_words(f, cause.differences.front().size()));
    append_sides(page, f);
    append_followers(page, cause);
    append_places(page, cause);
    if (!f.remedy.empty()) page.html.add(R"(<p class="help"><b>Help:</b> {}</p>)", prose(f.remedy));
    page.html.add(R"(<p>{}: <a href="#rule-{}">why it matters, and how to mend it</a></p></details></div>)"
                  "\n",
                  rule.title, rule.id);
}

}  // namespace

void append_causes(Page& page, std::span<const Group* const> groups) {
    for (const auto& cause : causes_of(groups)) append_cause(page, cause);
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
    std::vector<const Group*> others;
    for (const auto& group : page.groups) {
        if (!has_section(page, *group.lead)) others.push_back(&group);
    }
    for (const auto& cause : causes_of(others)) {
        page.html += R"(<section class="item">)";
        append_cause(page, cause);
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
