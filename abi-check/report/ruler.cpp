#include "report/ruler.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "report/escape.h"
#include "report/terminal.h"
#include "report/words.h"

namespace abi {
namespace {

constexpr std::size_t indent = 4;
constexpr std::size_t most_label = 8;
constexpr std::array<std::uint64_t, 3> columns_for_byte{8, 4, 2};
constexpr std::uint64_t word_bytes = 8;

/// A run of whole bytes with one text.
struct ByteRun {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::string text;

    friend bool operator==(const ByteRun&, const ByteRun&) = default;
};

std::string text_of(const Record& record, const Tile& tile) {
    if (tile.fields.empty()) return "";
    std::string text;
    for (const auto field : tile.fields) text += (text.empty() ? "" : "/") + record.fields[field].name;
    return escape_terminal(text);
}

/// The tiles by bytes. Bit-fields that share a byte are one run.
std::vector<ByteRun> runs_of(const Record& record) {
    std::vector<ByteRun> runs;
    for (const auto& tile : tile(record)) {
        ByteRun run{tile.begin_bits / 8, (tile.end_bits + 7) / 8, text_of(record, tile)};
        if (runs.empty() || runs.back().end <= run.begin) {
            runs.push_back(std::move(run));
            continue;
        }
        auto& shared = runs.back();
        shared.end = std::max(shared.end, run.end);
        if (!run.text.empty()) shared.text += (shared.text.empty() ? "" : ",") + run.text;
    }
    return runs;
}

bool can_draw(const Record* record) {
    return record != nullptr && record->kind == RecordKind::structure && record->size_bytes.value_or(0) != 0 &&
           record->fields_unknown.empty() && !record->fields.empty();
}

/// The part of the records that is drawn, and how wide a byte is.
struct Window {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint64_t scale = 1;

    std::size_t column(std::uint64_t byte) const {
        return static_cast<std::size_t>((std::clamp(byte, begin, end) - begin) * scale);
    }
};

/// The first byte at which the runs differ; nothing: they do not.
std::optional<std::uint64_t> first_difference(const std::vector<ByteRun>& a, const std::vector<ByteRun>& b) {
    const auto [x, y] = std::ranges::mismatch(a, b);
    if (x == a.end() && y == b.end()) return std::nullopt;
    const auto of_first = x == a.end() ? y->begin : x->begin;
    return y == b.end() ? of_first : std::min(of_first, y->begin);
}

Window window_of(std::uint64_t size, std::uint64_t difference, std::uint64_t columns) {
    for (const auto scale : columns_for_byte) {
        if (size * scale <= columns) return {0, size, scale};
    }
    constexpr auto scale = columns_for_byte.back();
    const auto length = columns / scale / word_bytes * word_bytes;
    const auto word = difference / word_bytes * word_bytes;
    const auto latest = (size - std::min(size, length) + word_bytes - 1) / word_bytes * word_bytes;
    const auto begin = std::min(word < word_bytes ? 0 : word - word_bytes, latest);
    return {begin, std::min(size, begin + length), scale};
}

/// Cut without a mark: the line above or below shows more.
std::string cut(const std::string& text, std::size_t width) {
    return fit(text, width, "");
}

std::string head_of(const std::string& label, std::size_t width) {
    return std::string(indent, ' ') + cut(label, width) + "  ";
}

/// At most `columns` wide.
std::string numbers_line(const Window& window, std::span<const std::vector<ByteRun>> records, std::size_t columns) {
    std::vector<std::uint64_t> bytes;
    for (const auto& runs : records) {
        for (const auto& run : runs) bytes.insert(bytes.end(), {run.begin, run.end});
    }
    std::ranges::sort(bytes);
    std::string line;
    for (const auto byte : bytes) {
        if (byte < window.begin || byte > window.end) continue;
        const auto column = window.column(byte);
        if (!line.empty() && column < line.size() + 1) continue;
        const std::string number = std::to_string(byte);
        if (column + number.size() > columns) break;
        line += std::string(column - line.size(), ' ') + number;
    }
    return line;
}

/// `others`: the runs of the other side. What lies elsewhere there has the ink.
std::string runs_line(const Window& window, const std::vector<ByteRun>& runs, const std::vector<ByteRun>& others,
                      Ink ink, const TextStyle& style) {
    std::string line;
    std::uint64_t at = window.begin;
    for (const auto& run : runs) {
        if (run.end <= window.begin || run.begin >= window.end) continue;
        const auto width = window.column(run.end) - window.column(run.begin) - 1;
        const bool is_cut = run.begin < window.begin;
        const std::string text = run.text.empty() ? std::string(width, '.') : cut(run.text, width);
        const bool is_there = std::ranges::find(others, run) != others.end();
        line += (is_cut ? "<" : "|") + (is_there ? text : paint(style, ink, text));
        at = std::min(run.end, window.end);
    }
    const bool goes_on = !runs.empty() && runs.back().end > window.end;
    return line + (at == window.end && goes_on ? ">" : "|");
}

}  // namespace

std::string byte_ruler(const RulerLine& expected, const RulerLine& actual, const TextStyle& style,
                       std::uint64_t from_byte) {
    if (!can_draw(expected.record) || !can_draw(actual.record)) return "";
    const std::array both{runs_of(*expected.record), runs_of(*actual.record)};
    const auto& [above, below] = both;
    const auto difference = first_difference(above, below);
    if (!difference) return "";
    const std::string first = escape_terminal(expected.label);
    const std::string second = escape_terminal(actual.label);
    const auto label = std::clamp(std::max(columns_of(first), columns_of(second)), std::size_t{4}, most_label);
    const auto columns = page_columns - indent - label - 2 - 1;
    const auto size = std::max(*expected.record->size_bytes, *actual.record->size_bytes);
    auto window = window_of(size, *difference, columns);
    if (from_byte >= window.end) window = window_of(size, from_byte, columns);
    return head_of("byte", label) + numbers_line(window, both, columns + 1) + "\n" + head_of(first, label) +
           runs_line(window, above, below, Ink::green, style) + "\n" + head_of(second, label) +
           runs_line(window, below, above, Ink::red, style) + "\n";
}

std::string byte_rulers(std::span<const RulerLine> lines, std::size_t most_parts) {
    std::size_t label = 4;
    std::uint64_t size = 0;
    std::vector<std::vector<ByteRun>> runs;
    for (const auto& line : lines) {
        if (!can_draw(line.record)) return "";
        label = std::clamp(columns_of(escape_terminal(line.label)), label, most_label);
        size = std::max(size, *line.record->size_bytes);
        runs.push_back(runs_of(*line.record));
    }
    const auto columns = page_columns - indent - label - 2 - 1;
    Window window = window_of(size, 0, columns);
    if (window.end < size) {  // several parts: wider bytes show more of the names
        window.scale = columns_for_byte[1];
        window.end = columns / window.scale / word_bytes * word_bytes;
    }
    std::string text;
    const auto length = window.end;
    for (std::size_t part = 0; window.begin < size; ++part) {
        if (part == most_parts)
            return text + head_of("", label) + "… " + counted(size - window.begin, "byte") + " more\n";
        auto numbered = runs;
        numbered.push_back({{window.begin, window.end, ""}});
        text += head_of("byte", label) + numbers_line(window, numbered, columns + 1) + "\n";
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (*lines[i].record->size_bytes <= window.begin) continue;
            text += head_of(escape_terminal(lines[i].label), label) +
                    runs_line(window, runs[i], runs[0], Ink::red, {}) + "\n";
        }
        window.begin = window.end;
        window.end = std::min(size, window.end + length);
    }
    return text;
}

}  // namespace abi
