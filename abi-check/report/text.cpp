// The report for a terminal, in the form that compilers print, so that every editor can jump to a finding.
#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "model/find.h"
#include "report/escape.h"
#include "report/grid.h"
#include "report/report.h"
#include "report/ruler.h"
#include "report/terminal.h"
#include "report/verdict.h"
#include "report/words.h"

namespace abi {
namespace {

Ink ink_of(Level level) {
    if (level == Level::error) return Ink::red;
    return level == Level::warning ? Ink::yellow : Ink::cyan;
}

/// Is `part` in `text` as a word of its own? "4" is not in "64".
bool says(std::string_view text, std::string_view part) {
    const auto is_word = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
        const auto end = at + part.size();
        const bool begins = at == 0 || !is_word(text[at - 1]) || !is_word(part.front());
        const bool ends = end == text.size() || !is_word(text[end]) || !is_word(part.back());
        if (begins && ends) return true;
    }
    return false;
}

/// The two sides, as far as the sentence does not tell them.
void append_sides(std::string& out, const Finding& f) {
    if (!f.expected.empty() && !says(f.message, f.expected)) {
        out += "    expected: " + escape_terminal(f.expected) + "\n";
    }
    if (!f.actual.empty() && !says(f.message, f.actual)) {
        out += "    actual:   " + escape_terminal(f.actual) + "\n";
    }
}

/// The byte rulers of causes.
class Rulers {
  public:
    explicit Rulers(const Comparison& comparison) : comparison_(comparison) {
        for (const auto& record : comparison.expected.records) expected_[record.name].push_back(&record);
        for (const auto& cell : comparison.cells) cells_.try_emplace(key(cell.record, cell.layer, cell.target), &cell);
    }

    /// "" if the finding has no cause, or if no bytes moved.
    std::string of(const Finding& f, const TextStyle& style) const {
        const auto cell = cells_.find(key(f.record, f.layer, f.target));
        if (f.cause.empty() || cell == cells_.end() || !cell->second->actual) return "";
        const auto [wanted, found] = labels(expected_word(comparison_), comparison_.is_diff ? "after" : f.layer);
        return byte_ruler({wanted, expected(f)}, {found, &*cell->second->actual}, style,
                          f.at == 0 ? 0 : (f.at - 1) / 8);
    }

  private:
    /// As many last parts of two paths as tell them apart: "packet.h" and "packet.rs" of "a/packet.h" and
    /// "b/packet.rs", but "a/packet.h" and "b/packet.h" of "src/a/packet.h" and "src/b/packet.h".
    static std::pair<std::string, std::string> labels(const std::string& one, const std::string& other) {
        for (std::size_t count = 1;; ++count) {
            auto first = last_parts(one, count);
            auto second = last_parts(other, count);
            if (first != second || (first == one && second == other)) return {std::move(first), std::move(second)};
        }
    }

    static std::string last_parts(const std::string& path, std::size_t count) {
        auto begin = path.size();
        for (; count != 0 && begin != 0; --count) {
            begin = path.rfind('/', begin - 1);
            if (begin == std::string::npos) return path;
        }
        return path.substr(begin + 1);
    }

    static std::string key(const std::string& record, const std::string& layer, const std::string& target) {
        return record + '\n' + layer + '\n' + target;
    }

    /// Of the layouts of that name, the one that states the target, else the one that states none.
    const Record* expected(const Finding& f) const {
        const auto found = expected_.find(f.record);
        if (found == expected_.end()) return nullptr;
        const Record* elsewhere = nullptr;
        for (const Record* one : found->second) {
            if (contains(one->targets, f.target)) return one;
            if (one->targets.empty()) elsewhere = one;
        }
        return elsewhere;
    }

    const Comparison& comparison_;
    std::unordered_map<std::string_view, std::vector<const Record*>> expected_;
    std::unordered_map<std::string, const Cell*> cells_;
};

void append_finding(std::string& out, const Group& group, const Rulers* rulers, const TextStyle& style) {
    const Finding& f = *group.lead;
    const std::string place = escape_terminal(to_string(f.place));
    if (!place.empty()) out += paint(style, Ink::bold, place + ":") + " ";
    if (is_accepted(f)) {
        out += paint(style, Ink::dim, f.known ? "known:" : "waived:") + " ";
    } else {
        out += paint(style, ink_of(group.level), std::string(to_string(group.level)) + ":") + " ";
    }
    out += escape_terminal(group.message());
    if (const std::string where = where_text(group); !where.empty()) out += " (" + escape_terminal(where) + ")";
    out += " [" + std::string(row_of(f.rule).id) + "]";
    if (f.change != Change::none) out += " [" + std::string(to_string(f.change)) + "]";
    if (!f.waived.empty()) out += ": " + escape_terminal(f.waived);
    out += "\n";
    if (is_accepted(f)) return;
    if (rulers != nullptr) out += rulers->of(f, style);
    if (f.cause.empty()) append_sides(out, f);
    for (const auto& related : f.related) {
        const std::string at = escape_terminal(related_place(related));
        if (!at.empty()) out += paint(style, Ink::bold, at + ":") + " ";
        out += paint(style, Ink::cyan, "note:") + " " + escape_terminal(related.message) + "\n";
    }
    if (f.proof) {
        out += f.proof->is_proved
                   ? "    proved: the layer's compiler contradicts `" + escape_terminal(f.proof->text) + "`\n"
                   : "    not provable: " + escape_terminal(f.proof->text) + "\n";
    }
    if (!f.remedy.empty()) out += "    " + paint(style, Ink::green, "help:") + " " + escape_terminal(f.remedy) + "\n";
}

std::string paint_mark(const TextStyle& style, const Cell* cell, const std::string& text) {
    if (cell == nullptr) return text;
    return paint(style, row_of(cell->verdict).ink, text);
}

std::string paint_state(const TextStyle& style, const Evidence& evidence) {
    constexpr std::array by_state{Ink::green, Ink::red, Ink::yellow, Ink::dim, Ink::yellow, Ink::red};
    return paint(style, by_state[static_cast<std::size_t>(evidence.state)], symbol_of(evidence.state));
}

/// The verdict of a cell, or what the row's witness saw of it; and how many columns it takes.
struct Mark {
    std::string painted;
    std::size_t columns = 0;
};

Mark mark_of(const Grid& grid, const GridRow& row, const Cell* cell, const TextStyle& style) {
    if (row.witness.empty()) {
        const std::string text = mark(grid, cell);
        return {paint_mark(style, cell, text), text.size()};
    }
    const Evidence* evidence = evidence_of(cell, row.witness);
    if (evidence == nullptr) return {};
    return {paint_state(style, *evidence), symbol_of(evidence->state).size()};
}

/// A witness stands below its layer.
std::string layer_text(const GridRow& row) {
    return row.witness.empty() ? escape_terminal(row.layer) : "  " + row.witness;
}

std::size_t widest_mark(const Grid& grid) {
    std::size_t widest = 0;
    for (const auto& row : grid.rows) {
        for (const Cell* cell : row.cells) widest = std::max(widest, mark(grid, cell).size());
    }
    return widest;
}

struct Columns {
    std::size_t record = 0;
    std::size_t layer = 0;
    std::vector<std::size_t> targets;
};

Columns measure(const Grid& grid) {
    Columns columns;
    for (const auto& row : grid.rows) {
        columns.record = std::clamp(columns_of(escape_terminal(row.record)), columns.record, std::size_t{30});
        columns.layer = std::clamp(columns_of(layer_text(row)), columns.layer, std::size_t{16});
    }
    const bool has_witnesses = std::ranges::any_of(grid.rows, [](const GridRow& row) { return !row.witness.empty(); });
    const std::size_t least = std::max<std::size_t>(has_witnesses ? 5 : 4, widest_mark(grid));
    for (const auto& target : grid.targets) {
        columns.targets.push_back(std::clamp(columns_of(escape_terminal(target)), least, std::size_t{24}));
    }
    return columns;
}

std::string without_trailing_spaces(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

/// The targets from `first` up to, not including, `last`: as many as fit on a page.
void append_block(std::string& out, const Grid& grid, const Columns& columns, std::size_t first, std::size_t last,
                  const TextStyle& style) {
    std::string head(columns.record + 2 + columns.layer, ' ');
    for (std::size_t t = first; t < last; ++t) head += "  " + fit(escape_terminal(grid.targets[t]), columns.targets[t]);
    out += without_trailing_spaces(std::move(head)) + "\n";
    const std::string* above = nullptr;
    for (const auto& row : grid.rows) {
        const bool repeats = above != nullptr && *above == row.record;
        above = &row.record;
        std::string line = fit(repeats ? "" : escape_terminal(row.record), columns.record) + "  " +
                           fit(layer_text(row), columns.layer);
        for (std::size_t t = first; t < last; ++t) {
            // The colour ends with the mark, so that spaces at the end of a line are spaces.
            const Mark shown = mark_of(grid, row, row.cells[t], style);
            line += "  " + shown.painted + std::string(columns.targets[t] - shown.columns, ' ');
        }
        out += without_trailing_spaces(std::move(line)) + "\n";
    }
}

bool all_see(const GridRow& row) {
    return std::ranges::all_of(row.cells, [&](const Cell* cell) {
        const Evidence* evidence = evidence_of(cell, row.witness);
        return evidence == nullptr || evidence->state == WitnessState::seen;
    });
}

/// Removes the rows of witnesses where all of them see the same, and returns these witnesses by layer.
std::map<std::string, std::vector<std::string>> fold_witnesses(Grid& grid) {
    std::map<std::string, std::vector<std::string>> agreeing;
    std::vector<GridRow> rows;
    for (std::size_t first = 0; first < grid.rows.size();) {
        std::size_t last = first + 1;
        while (last < grid.rows.size() && !grid.rows[last].witness.empty()) ++last;
        const std::span group(grid.rows.begin() + static_cast<std::ptrdiff_t>(first), last - first);
        const bool agree = std::ranges::all_of(group.subspan(1), all_see);
        for (const auto& row : group) {
            if (!agree || row.witness.empty()) {
                rows.push_back(row);
                continue;
            }
            auto& names = agreeing[row.layer];
            if (std::ranges::find(names, row.witness) == names.end()) names.push_back(row.witness);
        }
        first = last;
    }
    grid.rows = std::move(rows);
    return agreeing;
}

/// "witnesses agree (clang, probe): hal, core": layers that share their witnesses are named together.
void append_agreeing(std::string& out, const std::map<std::string, std::vector<std::string>>& agreeing) {
    std::map<std::string, std::string> layers_of;
    for (const auto& [layer, witnesses] : agreeing) {
        std::string& layers = layers_of[join(witnesses, ", ")];
        layers += (layers.empty() ? "" : ", ") + escape_terminal(layer);
    }
    for (const auto& [witnesses, layers] : layers_of) {
        append_wrapped(out, "  ", "witnesses agree (" + witnesses + "): " + layers);
    }
}

/// Explains the words in the rows of witnesses, for the words that occur.
void append_states(std::string& out, const Grid& grid) {
    constexpr std::array meanings{"this witness sees the record as the first witness does",
                                  "this witness sees another layout",
                                  "this witness sees the record but not its fields",
                                  "this witness does not know the record",
                                  "this witness sees the members that it was asked for, and cannot list others",
                                  "this witness answered for another target"};
    std::array<bool, meanings.size()> occurs{};
    for (const auto& row : grid.rows) {
        for (const Cell* cell : row.cells) {
            const Evidence* evidence = row.witness.empty() ? nullptr : evidence_of(cell, row.witness);
            if (evidence != nullptr) occurs[static_cast<std::size_t>(evidence->state)] = true;
        }
    }
    for (std::size_t at = 0; at < meanings.size(); ++at) {
        if (occurs[at])
            append_wrapped(out, "  " + fit(symbol_of(static_cast<WitnessState>(at)), 5) + " ", meanings[at]);
    }
}

/// Explains the marks in the rows of verdicts, for the marks that occur.
void append_verdicts(std::string& out, const Comparison& comparison, const Grid& grid) {
    const std::size_t width = std::max<std::size_t>(4, widest_mark(grid));
    const auto append = [&](const std::string& shown, const std::string& words) {
        append_wrapped(out, "  " + fit(shown, width) + "  ", words);
    };
    for (const Verdict verdict : {Verdict::conforms, Verdict::differs, Verdict::waived, Verdict::known}) {
        const bool occurs = std::ranges::any_of(comparison.cells, [&](const Cell& cell) {
            return cell.verdict == verdict && (verdict == Verdict::differs || cell.reason.empty());
        });
        if (occurs) append(symbol_of(verdict), std::string(row_of(verdict).meaning));
    }
    for (const auto& reason : grid.reasons) {
        std::string shown = symbol_of(reason.verdict);
        if (reason.number != 0) shown += std::to_string(reason.number);
        std::string words(to_string(reason.verdict));
        if (!reason.reason.empty()) words += ": " + escape_terminal(reason.reason);
        append(shown, words);
    }
}

/// As many rows as fit on a screen.
constexpr std::size_t most_rows = 24;

/// Whether there is nothing to tell of the row: its cells conform, and none has a remark.
bool conforms_everywhere(const GridRow& row) {
    return std::ranges::all_of(row.cells, [](const Cell* cell) {
        return cell == nullptr || (cell->verdict == Verdict::conforms && cell->reason.empty());
    });
}

/// Whether a cell of the row does not conform, accepted or not.
bool has_trouble(const GridRow& row) {
    return std::ranges::any_of(row.cells, [](const Cell* cell) {
        return cell != nullptr && cell->verdict != Verdict::conforms && cell->verdict != Verdict::not_applicable;
    });
}

/// Removes the rows of records that conform on all targets, and returns how many records they name. `always`: also if
/// nothing is wrong and there are few.
std::size_t leave_out_conforming(Grid& grid, bool always) {
    const auto lists = [](const GridRow& row) { return !conforms_everywhere(row); };
    if (!always && grid.rows.size() <= most_rows && std::ranges::none_of(grid.rows, has_trouble)) return 0;
    std::unordered_set<std::string_view> all;
    std::unordered_set<std::string_view> listed;
    for (const auto& row : grid.rows) {
        all.insert(row.record);
        if (lists(row)) listed.insert(row.record);
    }
    const std::size_t left_out = all.size() - listed.size();
    std::erase_if(grid.rows, conforms_everywhere);
    return left_out;
}

/// "only in a.h: Packet, Header.text and 3 more [abi-one-side]", once for each side.
void append_one_sided(std::string& out, const Comparison& comparison) {
    constexpr std::size_t most = 24;
    std::vector<std::string> sides;
    std::map<std::string, std::vector<std::string>> names;
    for (const auto& finding : comparison.findings) {
        if (finding.rule != Rule::one_side || finding.expected.empty() || is_accepted(finding)) continue;
        auto& known = names[finding.expected];
        if (known.empty()) sides.push_back(finding.expected);
        if (auto name = subject(finding); !contains(known, name)) known.push_back(std::move(name));
    }
    for (const auto& side : sides) {
        append_wrapped(out, "",
                       escape_terminal("only in " + side + ": " + join_some(names[side], most) + " [abi-one-side]"));
    }
}

void append_grid(std::string& out, const Comparison& comparison, const TextStyle& style) {
    Grid grid = make_grid(comparison);
    // What is right is counted, and listed only if everything is right and it fits on a screen.
    const std::size_t left_out = leave_out_conforming(grid, !comparison.first_side.empty());
    if (grid.rows.empty()) return;
    const auto agreeing = fold_witnesses(grid);
    if (!out.empty()) out += "\n";
    const Columns columns = measure(grid);
    for (std::size_t first = 0; first < grid.targets.size();) {
        std::size_t last = first;
        std::size_t used = columns.record + 2 + columns.layer;
        while (last < grid.targets.size() && (last == first || used + 2 + columns.targets[last] <= page_columns)) {
            used += 2 + columns.targets[last++];
        }
        if (first != 0) out += "\n";
        append_block(out, grid, columns, first, last, style);
        first = last;
    }
    out += "\n";
    const bool has_gaps = std::ranges::any_of(
        grid.rows, [](const GridRow& row) { return std::ranges::find(row.cells, nullptr) != row.cells.end(); });
    append_verdicts(out, comparison, grid);
    append_states(out, grid);
    if (left_out != 0) {
        append_wrapped(out, "  ",
                       counted(left_out, "record") +
                           " not listed: " + (left_out == 1 ? "it conforms" : "they conform") + " everywhere");
    }
    append_agreeing(out, agreeing);
    if (has_gaps) append_wrapped(out, "  ", "an empty cell: the layer was not asked for the record on that target");
    out += "\n";
}

}  // namespace

std::string report_text(const Comparison& comparison, const TextStyle& style) {
    std::string out;
    const auto groups = group_findings(comparison);
    const bool has_cause = std::ranges::any_of(groups, [](const Group& one) { return !one.lead->cause.empty(); });
    std::optional<Rulers> rulers;
    if (has_cause && !style.quiet) rulers.emplace(comparison);
    for (const auto& group : groups) {
        if (group.lead->rule == Rule::one_side && !is_accepted(*group.lead)) continue;
        append_finding(out, group, rulers ? &*rulers : nullptr, style);
    }
    if (style.quiet) return out;
    if (!comparison.is_diff) append_grid(out, comparison, style);
    append_one_sided(out, comparison);
    for (const auto& unread : comparison.unread) out += "not compared: " + escape_terminal(unread) + "\n";
    for (const auto& skipped : comparison.skipped) out += "skipped: " + escape_terminal(skipped) + "\n";
    out += "abi-check: " + closing_words(comparison, groups) + "\n";
    if (comparison.proofs) out += "abi-check: " + proof_words(*comparison.proofs) + "\n";
    return out;
}

}  // namespace abi
