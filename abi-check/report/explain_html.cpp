// The answer of `explain` as a page: complete without a network, readable without a script.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "report/escape.h"
#include "report/explain.h"
#include "report/page.h"
#include "report/words.h"

namespace abi {
namespace {

constexpr std::size_t most_bytes = 4096;  // of one packet that are drawn

struct Answer {
    std::string_view kind;
    std::string_view symbol;
    std::string_view words;
};

Answer answer_of(const Story& story) {
    switch (story.certainty) {
    case Certainty::sure: return {"pass", "✓", "One declaration explains these bytes"};
    case Certainty::tie: return {"unknown", "?", "More than one declaration explains these bytes"};
    case Certainty::unlikely: break;
    }
    return {"fail", "✗", "Nothing that is known explains these bytes"};
}

/// The field that a byte belongs to, by its number; nothing for bytes between fields.
std::size_t field_of(const PacketReading& packet, std::size_t byte) {
    for (std::size_t i = 0; i < packet.fields.size(); ++i) {
        const auto& field = packet.fields[i];
        if (field.at_bits < byte * 8 + 8 && byte * 8 < field.at_bits + field.width_bits) return i;
    }
    return packet.fields.size();
}

void append_bytes(std::string& html, const PacketReading& packet) {
    html += "<div class=\"scroll\" tabindex=\"0\"><pre class=\"dump\">";
    const auto count = std::min(packet.bytes.size(), most_bytes);
    for (std::size_t at = 0; at < count; at += 16) {
        fmt::format_to(std::back_inserter(html), "<span class=\"address\">{:6x}</span>", packet.at + at);
        for (std::size_t i = at; i < std::min(at + 16, count); ++i) {
            const auto field = field_of(packet, i);
            const bool is_named = field != packet.fields.size();
            const bool is_wrong = is_named && packet.fields[field].is_wrong;
            const std::string hue = is_named ? "h" + std::to_string(field % 6) : "none";
            fmt::format_to(std::back_inserter(html), "{}<span class=\"{}{}\" title=\"{}\">{:02x}</span>",
                           i % 8 == 0 ? "  " : " ", hue, is_wrong ? " wrong" : "",
                           is_named ? escape_html(packet.fields[field].path) : "between the fields", packet.bytes[i]);
        }
        html += "\n";
    }
    html += "</pre></div>";
}

void append_fields(std::string& html, const PacketReading& packet) {
    html +=
        "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th>Offset</th><th>Field</th><th>Value</th>"
        "<th>Meaning</th></tr></thead><tbody>";
    for (std::size_t i = 0; i < packet.fields.size(); ++i) {
        const auto& field = packet.fields[i];
        fmt::format_to(std::back_inserter(html),
                       "<tr><td>{}</td><td><span class=\"swatch h{}\" aria-hidden=\"true\"></span> <code>{}</code></td>"
                       "<td><code>{}</code></td><td{}>{}{}</td></tr>",
                       offset_words(field.at_bits), i % 6, escape_html(field.path), escape_html(field.value),
                       field.is_wrong ? " class=\"wrong\"" : "", field.is_wrong ? "✗ " : "",
                       escape_html(field.meaning));
    }
    html += "</tbody></table></div>\n";
}

void append_packets(std::string& html, std::string_view id, std::string_view title, const std::string& whose,
                    const std::vector<PacketReading>& packets) {
    if (packets.empty()) return;
    fmt::format_to(std::back_inserter(html), "<section id=\"{}\"><h2>{}</h2><p>{}</p>\n", id, title,
                   escape_html(whose));
    for (const auto& packet : packets) {
        fmt::format_to(std::back_inserter(html), "<h3>At byte {}</h3>", packet.at);
        append_bytes(html, packet);
        append_fields(html, packet);
    }
    html += "</section>\n";
}

void append_ranking(std::string& html, const Story& story) {
    if (story.ranked.empty()) return;
    html +=
        "<section id=\"evidence\"><h2>Evidence</h2><p>In bits: each makes a declaration twice as likely beside "
        "chance.</p><div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th>Bits</th><th>Record</th><th>Bytes</th>"
        "<th>Every</th><th>From byte</th><th>Packets</th><th>Byte order</th><th>Declared by</th></tr></thead><tbody>";
    for (const auto& one : story.ranked) {
        std::string names = escape_html(join(one.names, ", "));
        if (!one.alike.empty()) names += "<br>Reads the same: " + escape_html(join(one.alike, ", "));
        fmt::format_to(std::back_inserter(html),
                       "<tr><td>{}</td><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</"
                       "td><td>{}</td></tr>",
                       std::llround(one.bits), escape_html(one.record), one.size_bytes, one.stride_bytes, one.begin,
                       one.packets, one.byte_order == ByteOrder::big ? "big" : "little", names);
    }
    html +=
        "</tbody></table></div><h3>Why the first</h3><div class=\"scroll\" "
        "tabindex=\"0\"><table><thead><tr><th>Bits</th>"
        "<th>Field</th></tr></thead><tbody>";
    for (const auto& reason : story.ranked.front().reasons) {
        fmt::format_to(std::back_inserter(html), "<tr><td>{:+}</td><td>{}</td></tr>", std::llround(reason.bits),
                       escape_html(reason.words));
    }
    html += "</tbody></table></div></section>\n";
}

}  // namespace

std::string explain_html(const Story& story) {
    const auto answer = answer_of(story);
    std::string html = page_head(fmt::format("{} {} – abi-check explain", answer.symbol, story.input));
    fmt::format_to(std::back_inserter(html),
                   "<header><p class=\"eyebrow\">abi-check · explain</p><h1>{}</h1><p class=\"outcome {}\"><span "
                   "class=\"symbol\" aria-hidden=\"true\">{}</span> <strong>{}</strong></p>",
                   escape_html(story.input), answer.kind, answer.symbol, answer.words);
    for (const auto& sentence : story.sentences) html += "<p class=\"summary\">" + escape_html(sentence) + "</p>";
    if (!story.remedy.empty())
        html += "<p class=\"summary\"><strong>Remedy.</strong> " + escape_html(story.remedy) + "</p>";
    fmt::format_to(
        std::back_inserter(html),
        "<dl class=\"facts\"><div><dt>Input</dt><dd>{}, {}</dd></div><div><dt>Layouts tried</dt><dd>{}</dd></div>",
        counted(story.bytes, "byte"), escape_html(story.format), story.candidates);
    for (const auto& remark : story.remarks) html += "<div><dt>Note</dt><dd>" + escape_html(remark) + "</dd></div>";
    html += "</dl></header>\n<div class=\"columns\"><nav aria-label=\"Contents\"><ul>";
    if (!story.written.empty()) html += "<li><a href=\"#written\">As it was written</a></li>";
    if (!story.seen.empty()) html += "<li><a href=\"#read\">As it is read</a></li>";
    if (!story.ranked.empty()) html += "<li><a href=\"#evidence\">Evidence</a></li>";
    html += "</ul></nav><main>\n";
    if (!story.ranked.empty()) {
        const auto& best = story.ranked.front();
        append_packets(html, "written", "As it was written", best.record + " as " + join(best.names, ", "),
                       story.written);
    }
    append_packets(html, "read", "As it is read", story.reader, story.seen);
    append_ranking(html, story);
    html += "</main></div></body></html>\n";
    return html;
}

}  // namespace abi
