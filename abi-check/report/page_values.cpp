// The page's sections for enumerations and constants.
#include "report/page.h"
#include "report/words.h"

namespace abi {

void append_values(Page& page) {
    const Comparison& c = page.comparison;
    if (!c.expected.enums.empty()) page.html += R"(<section id="enums"><h2>Enumerations</h2>)";
    for (const auto& one : c.expected.enums) {
        page.html.add(R"(<section class="values"{} data-name="{}"><h3>{}</h3><p class="meta">{}{}</p>)",
                      section_id(page, one.name), one.name, subject_link(page, one.name, one.name), to_string(one.type),
                      one.targets.empty() ? "" : " · only on " + join(one.targets));
        if (!one.doc.empty()) page.html.add(R"(<p class="doc">{}</p>)", prose(one.doc));
        page.html.add(
            R"(<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="fields"><thead><tr>)"
            R"(<th scope="col">Name</th><th scope="col">Value</th><th scope="col">Meaning</th></tr></thead><tbody>)",
            one.name);
        std::size_t written = 0;
        for (const auto& value : one.enumerators) {
            if (written++ == table_limit) break;
            page.html.add(R"(<tr><th scope="row">{}</th><td><code>{}</code></td><td class="doc">{}</td></tr>)"
                          "\n",
                          value.name, to_string(value.value), prose(value.doc));
        }
        page.html += "</tbody></table></div>";
        if (one.enumerators.size() > table_limit) append_left_out(page, one.enumerators.size() - table_limit);
        page.html += "</section>\n";
    }
    if (!c.expected.enums.empty()) page.html += "</section>\n";
    if (c.expected.constants.empty()) return;
    page.html +=
        R"(<section id="constants"><h2>Constants</h2><div class="scroll" tabindex="0" role="region" aria-label="Constants">)"
        R"(<table class="fields"><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Value</th>)"
        R"(<th scope="col">Meaning</th></tr></thead><tbody>)";
    for (const auto& one : c.expected.constants) {
        page.html.add(
            R"(<tr{} data-name="{}"><th scope="row">{}</th><td><code>{}</code></td><td><code>{}</code></td><td class="doc">{}</td></tr>)"
            "\n",
            section_id(page, one.name), one.name,
            one.name + (one.targets.empty() ? "" : " (on " + join(one.targets) + ")"), to_string(one.type),
            to_string(one.value), prose(one.doc));
    }
    page.html += "</tbody></table></div></section>\n";
}

}  // namespace abi
