// The answer of `explain` as a page: complete without a network, readable without a script.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/bytemap.h"
#include "report/page.h"
#include "report/report.h"
#include "report/words.h"

namespace abi {
namespace {

constexpr std::size_t most_bytes = 4096;    // of one packet that are drawn
constexpr std::uint64_t most_mapped = 256;  // bytes of the byte map

Conclusion conclusion_of(const Story& story) {
    switch (story.certainty) {
    case Certainty::sure: return {"pass", "✓", "One declaration explains these bytes", ""};
    case Certainty::tie: return {"unknown", "?", "More than one declaration explains these bytes", ""};
    case Certainty::unlikely: break;
    }
    return {"fail", "✗", "Nothing that is known explains these bytes", ""};
}

/// The index of the field that a byte belongs to; the number of fields for a byte between fields.
std::size_t field_of(const PacketReading& packet, std::size_t byte) {
    for (std::size_t i = 0; i < packet.fields.size(); ++i) {
        const auto& field = packet.fields[i];
        if (field.at_bits < byte * 8 + 8 && byte * 8 < field.at_bits + field.width_bits) return i;
    }
    return packet.fields.size();
}

void append_bytes(Html& out, const PacketReading& packet) {
    out += "<div class=\"scroll\" tabindex=\"0\"><pre class=\"dump\">";
    const auto count = std::min(packet.bytes.size(), most_bytes);
    for (std::size_t at = 0; at < count; at += 16) {
        out.add("<span class=\"address\">{:6x}</span>", packet.at + at);
        for (std::size_t i = at; i < std::min(at + 16, count); ++i) {
            const auto field = field_of(packet, i);
            const bool is_named = field != packet.fields.size();
            const bool is_wrong = is_named && packet.fields[field].is_wrong;
            const std::string hue = is_named ? "h" + std::to_string(field % 6) : "none";
            out.add("{}<span class=\"{}{}\" title=\"{}\">{:02x}</span>", i % 8 == 0 ? "  " : " ", hue,
                    is_wrong ? " wrong" : "", is_named ? packet.fields[field].path : "between the fields",
                    packet.bytes[i]);
        }
        out += "\n";
    }
    out += "</pre></div>";
}

void append_fields(Html& out, const PacketReading& packet) {
    out +=
        "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th>Offset</th><th>Field</th><th>Value</th>"
        "<th>Meaning</th></tr></thead><tbody>";
    for (std::size_t i = 0; i < packet.fields.size(); ++i) {
        const auto& field = packet.fields[i];
        const HtmlLiteral mark = field.is_wrong ? HtmlLiteral(" class=\"wrong\"") : HtmlLiteral("");
        out.add(
            "<tr><td>{}</td><td><span class=\"swatch h{}\" aria-hidden=\"true\"></span> <code>{}</code></td>"
            "<td><code>{}</code></td><td{}>{}{}</td></tr>",
            offset_words(field.at_bits), i % 6, field.path, field.value, mark, field.is_wrong ? "✗ " : "",
            field.meaning);
    }
    out += "</tbody></table></div>\n";
}

/// Some packets as one record that begins at byte `begin` of the input.
Record record_of(const std::vector<PacketReading>& packets, std::uint64_t begin) {
    std::uint64_t end = begin;
    for (const auto& packet : packets) end = std::max(end, packet.at + packet.bytes.size());
    const std::uint64_t size = std::min(end - begin, most_mapped);
    Record record{.name = "these bytes", .size_bytes = size};
    std::uint64_t at = begin;  // behind the last packet
    const auto add = [&](std::string name, std::uint64_t from_bits, std::uint64_t width_bits, Role role) {
        if (width_bits == 0 || from_bits + width_bits > size * 8) return false;
        Field field{.name = std::move(name), .offset_bits = from_bits, .role = role};
        field.type.kind = Kind::unsigned_integer;
        field.type.width_bits = width_bits;
        record.fields.push_back(std::move(field));
        return true;
    };
    for (const auto& packet : packets) {
        if (packet.at < at) continue;
        add("between packets", (at - begin) * 8, (packet.at - at) * 8, Role::padding);
        for (const auto& one : packet.fields) {
            const bool is_padding = one.path.empty() || one.meaning.starts_with("padding");
            add(one.path, (packet.at - begin) * 8 + one.at_bits, one.width_bits,
                is_padding ? Role::padding : Role::data);
        }
        at = packet.at + packet.bytes.size();
    }
    return record;
}

/// How the fields of record_of are drawn: with their values.
Strip strip_of(std::string label, const Record& record, const std::vector<PacketReading>& packets,
               std::uint64_t begin) {
    Strip strip{std::move(label), &record, std::vector<FieldInk>(record.fields.size())};
    std::size_t next = 0;
    for (const auto& packet : packets) {
        for (std::size_t i = 0; i < packet.fields.size(); ++i) {
            const auto& one = packet.fields[i];
            while (next < record.fields.size() && record.fields[next].name == "between packets") ++next;
            const bool is_drawn = next < record.fields.size() && record.fields[next].name == one.path &&
                                  record.fields[next].offset_bits == (packet.at - begin) * 8 + one.at_bits;
            if (!is_drawn) continue;
            strip.fields[next++] = {
                static_cast<unsigned>(i % 6), one.is_wrong, one.meaning, 0,
                one.meaning.empty() || one.meaning.starts_with("padding") ? one.value : one.meaning};
        }
    }
    return strip;
}

/// The first bytes as they were written, above the same bytes as they are read.
void append_packet_map(Html& out, const Story& story) {
    if (story.written.empty()) return;
    std::uint64_t begin = story.written.front().at;
    if (!story.seen.empty()) begin = std::min(begin, story.seen.front().at);
    const Record written = record_of(story.written, begin);
    const Record seen = record_of(story.seen, begin);
    std::vector<Strip> strips{strip_of("written", written, story.written, begin)};
    if (!story.seen.empty()) strips.push_back(strip_of("read", seen, story.seen, begin));
    out.add(
        R"(<section id="map"><h2>Byte map</h2><p class="remark">{}{}.</p><div class="map-frame">{}</div></section>)",
        story.seen.empty() ? "The bytes as they were written"
                           : "The bytes as they were written, above the same bytes as they are read",
        begin == 0 ? "" : fmt::format("; offsets count from byte {} of the input", begin), byte_map(strips, {}).svg);
}

void append_packets(Html& out, std::string_view id, std::string_view title, std::string_view whose,
                    const std::vector<PacketReading>& packets) {
    if (packets.empty()) return;
    out.add("<section id=\"{}\"><h2>{}</h2><p>{}</p>\n", id, title, whose);
    for (const auto& packet : packets) {
        out.add("<h3>At byte {}</h3>", packet.at);
        append_bytes(out, packet);
        append_fields(out, packet);
    }
    out += "</section>\n";
}

void append_ranking(Html& out, const Story& story) {
    if (story.ranked.empty()) return;
    out +=
        "<section id=\"evidence\"><h2>Evidence</h2><p>In bits: each makes a declaration twice as likely beside "
        "chance.</p><div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th>Bits</th><th>Record</th><th>Bytes</th>"
        "<th>Every</th><th>From byte</th><th>Packets</th><th>Byte order</th><th>Declared by</th></tr></thead><tbody>";
    for (const auto& one : story.ranked) {
        out.add("<tr><td>{}</td><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}",
                std::llround(one.bits), one.record, one.size_bytes, one.stride_bytes, one.begin, one.packets,
                one.byte_order == ByteOrder::big ? "big" : "little", join(one.names));
        if (!one.alike.empty()) out.add("<br>Reads the same: {}", join(one.alike));
        out += "</td></tr>";
    }
    out +=
        "</tbody></table></div><h3>Why the first</h3><div class=\"scroll\" tabindex=\"0\"><table><thead><tr>"
        "<th>Bits</th><th>Field</th></tr></thead><tbody>";
    for (const auto& reason : story.ranked.front().reasons) {
        out.add("<tr><td>{:+}</td><td>{}</td></tr>", std::llround(reason.bits), reason.words);
    }
    out += "</tbody></table></div></section>\n";
}

void append_header(Html& out, const Story& story, const PageFacts& facts) {
    out.add(R"(<header><div class="top"><p class="eyebrow">abi-check · explain</p>{}</div><h1>{}</h1>{}{})",
            theme_switch(), story.input, conclusion_html(conclusion_of(story)), origin_html(facts));
    for (const auto& sentence : story.sentences) out.add("<p class=\"summary\">{}</p>", sentence);
    if (!story.remedy.empty()) out.add("<p class=\"summary\"><strong>Remedy.</strong> {}</p>", story.remedy);
    out += "<dl class=\"facts\">";
    append_fact(out, "Input", counted(story.bytes, "byte") + ", " + story.format);
    append_fact(out, "Layouts tried", std::to_string(story.candidates));
    for (const auto& remark : story.remarks) append_fact(out, "Note", remark);
    out += "</dl></header>\n";
}

}  // namespace

std::string explain_html(const Story& story, const TextStyle& style) {
    Html out = page_head(fmt::format("{} {} – abi-check explain", conclusion_of(story).symbol, story.input));
    out += map_patterns();
    append_header(out, story, style.page);
    out += "<div class=\"columns\"><nav aria-label=\"Contents\"><ul>";
    if (!story.written.empty()) out += "<li><a href=\"#map\">Byte map</a></li>";
    if (!story.written.empty()) out += "<li><a href=\"#written\">As it was written</a></li>";
    if (!story.seen.empty()) out += "<li><a href=\"#read\">As it is read</a></li>";
    if (!story.ranked.empty()) out += "<li><a href=\"#evidence\">Evidence</a></li>";
    out += "</ul></nav><main>\n";
    append_packet_map(out, story);
    if (!story.ranked.empty()) {
        const auto& best = story.ranked.front();
        append_packets(out, "written", "As it was written", best.record + " as " + join(best.names), story.written);
    }
    append_packets(out, "read", "As it is read", story.reader, story.seen);
    append_ranking(out, story);
    out += "</main></div>\n";
    out += page_end();
    return std::move(out).text();
}

}  // namespace abi
