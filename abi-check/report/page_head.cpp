// The head of every page: title, verdict in one sentence, origin, and the switch between light and dark.
#include "report/embedded.h"
#include "report/page.h"

namespace abi {

Html page_head(std::string_view title) {
    return html(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<meta name=\"color-scheme\" content=\"light dark\">"
        "<meta name=\"generator\" content=\"abi-check {}\">"
        "<title>{}</title>\n<style>\n{}</style><noscript><style>.waiting {{ display: none; }}\n"
        // Without the script that cuts texts to their cells, a map keeps the width in which they fit.
        ".map-frame {{ overflow-x: auto; }} .map {{ min-width: 50rem; }}</style></noscript></head>\n"
        "<body>\n",
        ABI_CHECK_VERSION, title, HtmlLiteral(embedded::page_css));
}

Html conclusion_html(const Conclusion& conclusion) {
    Html made =
        html(R"(<p class="outcome {}"><span class="symbol" aria-hidden="true">{}</span> <span><strong>{}</strong>)",
             conclusion.kind, conclusion.symbol, conclusion.words);
    if (!conclusion.sentence.empty()) made.add(": {}", conclusion.sentence);
    made += "</span></p>\n";
    return made;
}

Html origin_html(const PageFacts& facts) {
    Html made = html(R"(<p class="origin">)");
    if (!facts.revision.empty()) made.add("<span>revision <code>{}</code></span> ", facts.revision);
    if (!facts.date.empty()) made.add("<span>{}</span> ", facts.date);
    made.add("<span>abi-check {}</span>", ABI_CHECK_VERSION);
    if (!facts.command.empty()) made.add(" <code>{}</code>", facts.command);
    made += "</p>\n";
    return made;
}

Html theme_switch() {
    return html(R"(<fieldset class="theme"><legend class="visually-hidden">Colours of the page</legend>
<label><input type="radio" name="theme" value="auto" checked><span>auto</span></label>
<label><input type="radio" name="theme" value="light"><span>light</span></label>
<label><input type="radio" name="theme" value="dark"><span>dark</span></label></fieldset>
)");
}

Html map_patterns() {
    return html(R"svg(<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">
<defs><pattern id="hatch-declared" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="8" height="8" class="ground"/><rect width="1.5" height="8" class="line"/></pattern>
<pattern id="hatch-implicit" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
<rect width="10" height="10" class="ground"/><rect width="5" height="10" class="line"/></pattern>
<marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
<path d="M0 0 8 4 0 8z" class="head"/></marker></defs></svg>
)svg");
}

Html page_end() {
    return html("<script>\n{}{}{}{}</script>\n</body></html>\n", HtmlLiteral(embedded::fit_js),
                HtmlLiteral(embedded::map_js), HtmlLiteral(embedded::list_js), HtmlLiteral(embedded::page_js));
}

}  // namespace abi
