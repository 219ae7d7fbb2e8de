// Places of a page: links to a forge, and the lines around them.
#include <algorithm>
#include <cctype>

#include "report/page.h"
#include "report/words.h"

namespace abi {
namespace {

constexpr unsigned lines_around = 2;
constexpr std::size_t longest_line = 160;  // bytes that are shown

/// Whether the path names a file below the base of all printed paths, which is the root of the repository.
bool is_in_repository(const std::string& file) {
    return !file.empty() && file[0] != '/' && file[0] != '(' && file[0] != '<' && !file.starts_with("../");
}

bool is_commit(const std::string& revision) {
    return revision.size() >= 7 && std::ranges::all_of(revision, [](unsigned char c) { return std::isxdigit(c) != 0; });
}

void replace(std::string& text, std::string_view mark, std::string_view value) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size())) {
        text.replace(at, mark.size(), value);
    }
}

/// The template of addresses at a revision; empty if the page knows no address there.
std::string template_at(const PageFacts& facts, const std::string& revision) {
    std::string address = facts.source_url;
    const std::string& commit = revision.empty() ? facts.commit : revision;
    const bool names_revision = address.find("{rev}") != std::string::npos;
    if (names_revision ? !is_commit(commit) : !revision.empty()) return "";
    replace(address, "{rev}", commit);
    return address;
}

/// The address of a place; empty if the page does not know it.
std::string address_of(const PageFacts& facts, const Place& place, const std::string& revision) {
    std::string address = template_at(facts, revision);
    if (address.empty() || !is_in_repository(place.file)) return "";
    replace(address, "{line}", std::to_string(std::max(place.line, 1U)));
    replace(address, "{path}", escape_uri(place.file.starts_with("./") ? place.file.substr(2) : place.file));
    return address;
}

/// A line without its end, cut to what is shown. A cut does not split a character of UTF-8.
std::string_view shown_line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() <= longest_line) return line;
    std::size_t size = longest_line;
    while (size > 0 && (static_cast<unsigned char>(line[size]) & 0xC0) == 0x80) --size;
    return line.substr(0, size);
}

const std::string& source_of(Page& page, const std::string& file) {
    const auto [at, is_new] = page.sources.try_emplace(file);
    if (is_new && page.facts.read_source) at->second = page.facts.read_source(file);
    return at->second;
}

}  // namespace

Html place_html(const Page& page, const Place& place, const std::string& revision) {
    const std::string text = related_place({place, "", revision});
    if (text.empty()) return {};
    const std::string address = address_of(page.facts, place, revision);
    if (address.empty()) return html("<code>{}</code>", text);
    return html(R"(<a href="{}">{}</a>)", address, text);
}

std::string address_template(const PageFacts& facts) {
    return template_at(facts, "");
}

Html excerpt_html(Page& page, const Place& place) {
    if (place.file.empty() || place.line == 0 || place == page.excerpt) return {};
    page.excerpt = place;
    const std::string& text = source_of(page, place.file);
    if (text.find('\0') != std::string::npos) return {};  // a compiled file
    const unsigned first = place.line > lines_around ? place.line - lines_around : 1;
    Html lines;
    unsigned number = 1;
    bool has_place = false;
    for (std::size_t at = 0; at < text.size() && number <= place.line + lines_around; ++number) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = std::string_view(text).substr(at, end - at);
        at = end + 1;
        if (number < first) continue;
        has_place = has_place || number == place.line;
        const HtmlLiteral begin = number == place.line ? HtmlLiteral("<b>") : HtmlLiteral("");
        const HtmlLiteral close = number == place.line ? HtmlLiteral("</b>") : HtmlLiteral("");
        lines.add("{}{:5} {} {}{}\n", begin, number, number == place.line ? "▸" : " ", shown_line(line), close);
    }
    if (!has_place) return {};
    return html(R"(<pre class="source" tabindex="0" role="region" aria-label="{}">{}</pre>)", to_string(place), lines);
}

}  // namespace abi
