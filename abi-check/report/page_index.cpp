// The index of the page.
#include <algorithm>

#include "report/page.h"
#include "report/verdict.h"
#include "report/words.h"

namespace abi {
namespace {

constexpr std::size_t most_links = 500;

}  // namespace

void append_index(Page& page, const std::vector<RecordView>& views) {
    const Comparison& c = page.comparison;
    const auto conforming =
        static_cast<std::size_t>(std::ranges::count(views, RecordState::conforms, &RecordView::state));
    page.html += R"(<nav aria-label="Contents"><ul>)";
    if (has_other_findings(page)) page.html += R"(<li><a href="#findings">Other findings</a></li>)";
    if (!c.cells.empty()) page.html += R"(<li><a href="#grid">Verdicts</a></li>)";
    if (!c.expected.enums.empty()) page.html += R"(<li><a href="#enums">Enumerations</a></li>)";
    if (!c.expected.constants.empty()) page.html += R"(<li><a href="#constants">Constants</a></li>)";
    page.html += R"(<li><a href="#legend">How to read a byte map</a></li></ul><h2>Records</h2><ul>)";
    std::size_t written = 0;
    for (const auto& view : views) {
        if (view.state == RecordState::conforms) continue;
        if (written++ == most_links) break;
        const VerdictRow& row = row_of(view.worst);
        page.html.add(
            R"(<li class="item"><a href="#{}"><span class="symbol {}" aria-hidden="true">{}</span>{}</a></li>)",
            page.sections.at(view.name), row.kind, row.symbol, view.name);
    }
    if (written > most_links) {
        page.html.add("<li>{} more</li>", views.size() - conforming - most_links);
    }
    if (conforming != 0) {
        page.html.add(R"(<li><a href="#conform"><span class="symbol pass" aria-hidden="true">✓</span>{} {}</a></li>)",
                      conforming,
                      c.is_diff         ? "unchanged"
                      : conforming == 1 ? "conforms"
                                        : "conform");
    }
    page.html += "</ul></nav>\n";
}

}  // namespace abi
