// The part of the page that shows what machine and ABI each witness answered for.
#include <algorithm>
#include <iterator>
#include <span>
#include <string>

#include "report/page.h"

namespace abi {
namespace {

std::string value_of(const FactRow& row, const TargetFacts& facts) {
    const auto& value = facts[row.fact];
    return value.empty() || row.unit.empty() ? value : value + " " + std::string(row.unit);
}

/// A table of the witnesses of one layer on one target. A fact that no witness knows has no row.
void append_table(Html& out, std::span<const WitnessFacts> witnesses) {
    const auto& first = witnesses.front();
    out.add(R"(<details><summary>{0} on {1}</summary><div class="scroll" tabindex="0" role="region" )"
            R"(aria-label="{0} on {1}"><table class="fields"><thead><tr><th scope="col">Fact</th>)",
            first.layer, first.target);
    for (const auto& one : witnesses) out.add("<th scope=\"col\">{}</th>", one.witness);
    out += "</tr></thead><tbody>";
    for (const auto& row : fact_table()) {
        const bool is_known =
            std::ranges::any_of(witnesses, [&](const auto& one) { return !one.facts[row.fact].empty(); });
        if (!is_known) continue;
        out.add("<tr><th scope=\"row\">{}</th>", row.title);
        for (const auto& one : witnesses) out.add("<td>{}</td>", value_of(row, one.facts));
        out += "</tr>";
    }
    out += "</tbody></table></div></details>\n";
}

}  // namespace

void append_target_facts(Page& page) {
    const auto& all = page.comparison.facts;
    if (all.empty()) return;
    page.html += "<section id=\"target-facts\"><h2>What the witnesses answered for</h2>\n";
    for (auto begin = all.begin(); begin != all.end();) {
        const auto end = std::find_if(begin, all.end(), [&](const WitnessFacts& one) {
            return one.layer != begin->layer || one.target != begin->target;
        });
        append_table(page.html, {begin, end});
        begin = end;
    }
    page.html += "</section>\n";
}

}  // namespace abi
