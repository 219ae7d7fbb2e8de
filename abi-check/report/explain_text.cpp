#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "report/escape.h"
#include "report/explain.h"
#include "report/words.h"

namespace abi {
namespace {

constexpr std::size_t page_columns = 80;
constexpr std::size_t most_fields = 40;  // of one packet

class Writer {
  public:
    explicit Writer(const TextStyle& style) : style_(style) {}

    void wrapped(const std::string& head, const std::string& text) {
        std::string line = head;
        std::size_t columns = head.size();
        bool empty = true;
        for (std::size_t at = 0; at <= text.size();) {
            const auto end = std::min(text.find(' ', at), text.size());
            const auto word = text.substr(at, end - at);
            if (!empty && columns + 1 + word.size() > page_columns) {
                out += line + "\n";
                line = std::string(head.size(), ' ');
                columns = head.size();
                empty = true;
            }
            line += (empty ? "" : " ") + word;
            columns += (empty ? 0 : 1) + word.size();
            empty = false;
            at = end + 1;
        }
        out += line + "\n";
    }

    std::string ink(const char* code, const std::string& text) const {
        return style_.color ? "\x1b[" + std::string(code) + "m" + text + "\x1b[0m" : text;
    }

    std::string out;

  private:
    const TextStyle& style_;
};

std::string row_of_bytes(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) text += fmt::format("{}{:02x}", i % 8 == 0 ? "  " : " ", bytes[i]);
    return text;
}

void append_packet(Writer& writer, const PacketReading& packet) {
    for (std::size_t at = 0; at < std::min<std::size_t>(packet.bytes.size(), 128); at += 16) {
        const auto count = std::min<std::size_t>(16, packet.bytes.size() - at);
        writer.out +=
            fmt::format("    {:6x}{}\n", packet.at + at, row_of_bytes(std::span(packet.bytes).subspan(at, count)));
    }
    std::size_t width = 5;
    for (const auto& field : packet.fields)
        width = std::clamp(escape_terminal(field.path).size(), width, std::size_t{24});
    for (std::size_t i = 0; i < packet.fields.size(); ++i) {
        if (i == most_fields) {
            writer.out += fmt::format("    … {} more\n", packet.fields.size() - i);
            break;
        }
        const auto& field = packet.fields[i];
        std::string line = fmt::format("    {:>6}  {:<{}}  {}", offset_words(field.at_bits),
                                       escape_terminal(field.path), width, field.value);
        if (!field.meaning.empty()) {
            const auto meaning = "  " + escape_terminal(field.meaning);
            line += field.is_wrong ? writer.ink("1;31", meaning + "  <--") : writer.ink("32", meaning);
        }
        writer.out += line + "\n";
    }
}

void append_side_by_side(Writer& writer, const Story& story) {
    if (story.written.empty()) return;
    const auto& best = story.ranked.front();
    writer.out += "\n" + writer.ink("1", "As it was written") + ": " + best.record + ", " +
                  std::to_string(best.size_bytes) + " bytes (" + escape_terminal(best.names.front()) + ")\n";
    append_packet(writer, story.written.front());
    if (story.seen.empty()) return;
    writer.out += "\n" + writer.ink("1", "As it is read") + ": " + escape_terminal(story.reader) + "\n";
    for (std::size_t i = 0; i < std::min<std::size_t>(2, story.seen.size()); ++i) append_packet(writer, story.seen[i]);
}

void append_ranking(Writer& writer, const Story& story) {
    if (story.ranked.empty()) return;
    writer.out += "\n" + writer.ink("1", "Bits of evidence") + "\n";
    for (std::size_t i = 0; i < story.ranked.size(); ++i) {
        const auto& one = story.ranked[i];
        std::string words = one.record + ", " + counted(one.size_bytes, "byte");
        if (one.stride_bytes != one.size_bytes) words += " every " + std::to_string(one.stride_bytes);
        words += ", from byte " + std::to_string(one.begin) + ": ";
        words += escape_terminal(join(std::span(one.names).first(std::min<std::size_t>(3, one.names.size())), ", "));
        if (one.names.size() > 3) words += fmt::format(" and {} more", one.names.size() - 3);
        if (!one.alike.empty() && i == 0) words += "; reads the same: " + escape_terminal(join(one.alike, ", "));
        writer.wrapped(fmt::format("{:>6}  ", std::llround(one.bits)), words);
        if (i != 0) continue;
        for (const auto& reason : one.reasons) {
            writer.wrapped(fmt::format("{:>12}  ", fmt::format("{:+}", std::llround(reason.bits))),
                           escape_terminal(reason.words));
        }
    }
}

}  // namespace

std::string explain_text(const Story& story, const TextStyle& style) {
    Writer writer(style);
    bool first = true;
    for (const auto& sentence : story.sentences) {
        if (first && style.color) {
            Writer plain({});
            plain.wrapped("", escape_terminal(sentence));
            plain.out.pop_back();
            writer.out += writer.ink("1", plain.out) + "\n";
        } else {
            writer.wrapped("", escape_terminal(sentence));
        }
        first = false;
    }
    if (!story.remedy.empty()) writer.wrapped("help: ", escape_terminal(story.remedy));
    if (style.quiet) return writer.out;
    append_side_by_side(writer, story);
    append_ranking(writer, story);
    writer.out += "\n";
    for (const auto& remark : story.remarks) writer.wrapped("note: ", escape_terminal(remark));
    writer.wrapped("abi-check: ", escape_terminal(story.input) + ": " + counted(story.bytes, "byte") + " (" +
                                      story.format + "), " + counted(story.candidates, "layout") + " tried");
    return writer.out;
}

}  // namespace abi
