#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "report/escape.h"
#include "report/report.h"
#include "report/terminal.h"
#include "report/words.h"

namespace abi {
namespace {

constexpr std::size_t most_fields = 40;  // of one packet

std::string row_of_bytes(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) text += fmt::format("{}{:02x}", i % 8 == 0 ? "  " : " ", bytes[i]);
    return text;
}

void append_packet(std::string& out, const PacketReading& packet, const TextStyle& style) {
    for (std::size_t at = 0; at < std::min<std::size_t>(packet.bytes.size(), 128); at += 16) {
        const auto count = std::min<std::size_t>(16, packet.bytes.size() - at);
        out += fmt::format("    {:6x}{}\n", packet.at + at, row_of_bytes(std::span(packet.bytes).subspan(at, count)));
    }
    std::size_t width = 5;
    for (const auto& field : packet.fields)
        width = std::clamp(columns_of(escape_terminal(field.path)), width, std::size_t{24});
    for (std::size_t i = 0; i < packet.fields.size(); ++i) {
        if (i == most_fields) {
            out += fmt::format("    … {} more\n", packet.fields.size() - i);
            break;
        }
        const auto& field = packet.fields[i];
        const std::string path = escape_terminal(field.path);  // a long one is not cut
        std::string line = fmt::format("    {:>6}  {}  {}", offset_words(field.at_bits),
                                       fit(path, std::max(width, columns_of(path))), field.value);
        if (!field.meaning.empty()) {
            const auto meaning = "  " + escape_terminal(field.meaning);
            line += field.is_wrong ? paint(style, Ink::red, meaning + "  <--") : paint(style, Ink::green, meaning);
        }
        out += line + "\n";
    }
}

void append_side_by_side(std::string& out, const Story& story, const TextStyle& style) {
    if (story.written.empty()) return;
    const auto& best = story.ranked.front();
    out += "\n" + paint(style, Ink::bold, "As it was written") + ": " + escape_terminal(best.record) + ", " +
           std::to_string(best.size_bytes) + " bytes (" + escape_terminal(best.names.front()) + ")\n";
    append_packet(out, story.written.front(), style);
    if (story.seen.empty()) return;
    out += "\n" + paint(style, Ink::bold, "As it is read") + ": " + escape_terminal(story.reader) + "\n";
    for (std::size_t i = 0; i < std::min<std::size_t>(2, story.seen.size()); ++i)
        append_packet(out, story.seen[i], style);
}

void append_ranking(std::string& out, const Story& story, const TextStyle& style) {
    if (story.ranked.empty()) return;
    out += "\n" + paint(style, Ink::bold, "Bits of evidence") + "\n";
    for (std::size_t i = 0; i < story.ranked.size(); ++i) {
        const auto& one = story.ranked[i];
        std::string words = escape_terminal(one.record) + ", " + counted(one.size_bytes, "byte");
        if (one.stride_bytes != one.size_bytes) words += " every " + std::to_string(one.stride_bytes);
        words += one.begin < 0
                     ? ", from " + counted(static_cast<std::uint64_t>(-one.begin), "byte") + " before the input"
                     : ", from byte " + std::to_string(one.begin);
        if (one.byte_order == ByteOrder::big) words += ", big-endian";
        words += ": ";
        words += escape_terminal(join_some(one.names, 3));
        if (!one.alike.empty() && i == 0) words += "; reads the same: " + escape_terminal(join(one.alike));
        append_wrapped(out, fmt::format("{:>6}  ", std::llround(one.bits)), words);
        if (i != 0) continue;
        for (const auto& reason : one.reasons) {
            append_wrapped(out, fmt::format("{:>12}  ", fmt::format("{:+}", std::llround(reason.bits))),
                           escape_terminal(reason.words));
        }
    }
}

}  // namespace

std::string explain_text(const Story& story, const TextStyle& style) {
    std::string out;
    for (const auto& sentence : story.sentences) {
        std::string lines;
        append_wrapped(lines, "", escape_terminal(sentence));
        lines.pop_back();  // the colour ends with the line
        out += (out.empty() ? paint(style, Ink::bold, lines) : lines) + "\n";
    }
    if (!story.remedy.empty()) append_wrapped(out, "help: ", escape_terminal(story.remedy));
    if (style.quiet) return out;
    append_side_by_side(out, story, style);
    append_ranking(out, story, style);
    out += "\n";
    for (const auto& remark : story.remarks) append_wrapped(out, "note: ", escape_terminal(remark));
    append_wrapped(out, "abi-check: ",
                   escape_terminal(story.input) + ": " + counted(story.bytes, "byte") + " (" + story.format + "), " +
                       counted(story.candidates, "layout") + " tried");
    return out;
}

}  // namespace abi
