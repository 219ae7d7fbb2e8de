#include "explain/hexdump.h"

#include <algorithm>
#include <array>
#include <optional>

#include "explain/dump_column.h"
#include "explain/dump_line.h"
#include "explain/plain_hex.h"

namespace abi {
namespace {

constexpr std::size_t longest_example = 60;

bool is_printing(std::uint8_t byte) {
    return byte >= 0x20 && byte < 0x7F;
}

/// Calls `take` with each line, without the end of the line.
template <typename Take>
void for_each_line(std::string_view text, Take take) {
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        auto line = text.substr(at, end - at);
        while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        take(line);
        at = end + 1;
    }
}

bool is_empty(std::string_view line) {
    return std::ranges::all_of(line, is_blank);
}

bool is_star(std::string_view line) {
    const auto star = line.find('*');
    return star != std::string_view::npos && is_empty(line.substr(0, star)) && is_empty(line.substr(star + 1));
}

/// How well the column of characters agrees with the bytes. A dot stands for any byte that is not printable.
int agreement(const DumpRow& row, const Bytes& bytes) {
    if (!row.characters || row.characters->size() != bytes.size()) return 0;
    int sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = is_printing(bytes[i]) ? static_cast<char>(bytes[i]) : '.';
        sum += c == (*row.characters)[i] ? 1 : -1;
    }
    return sum;
}

DumpFormat format_of(const DumpRow& row, const DumpColumn& column) {
    if (row.bar == '|') return DumpFormat::hexdump_canonical;
    if (row.bar == '>' || column.base() != 16 || row.address.size() == 6) return DumpFormat::od;
    return row.address.size() == 7 ? DumpFormat::hexdump_words : DumpFormat::hexdump_canonical;
}

/// Output of "od -A n": no addresses, and 16 bytes in words on each line.
struct Addressless {
    bool is_possible = true;
    bool is_octal = false;
    bool has_full_line = false;
    std::size_t width = 0;
    bool is_over = false;  // a shorter line ended it

    void take(std::string_view line, DumpRow& row) {
        if (is_star(line)) return;
        is_possible = is_possible && !is_over && line.size() >= 2 && line[0] == ' ' && !is_blank(line[1]) &&
                      read_groups(line, row);
        if (!is_possible) return;
        const auto digits = row.groups[0].size();
        if (width == 0) {
            width = digits;
            is_octal = count_bytes(row, GroupKind::octal_words).has_value();
        }
        const auto kind = is_octal ? GroupKind::octal_words : GroupKind::hex;
        const auto bytes = count_bytes(row, kind);
        is_possible = bytes && digits == width && (is_octal || width == 4 || width == 8 || width == 16);
        has_full_line |= bytes == 16U;
        is_over = bytes != 16U;
        is_possible = is_possible && *bytes <= 16;
    }
    bool is_it() const { return is_possible && (has_full_line || is_octal) && width != 0; }

    /// Reads groups of one width with one blank before each.
    static bool read_groups(std::string_view line, DumpRow& row) {
        row.groups.clear();
        std::size_t at = 0;
        while (at < line.size() && row.groups.size() < 16) {
            if (line[at] != ' ') return false;
            const auto end = std::min(line.find(' ', at + 1), line.size());
            const auto group = line.substr(at + 1, end - at - 1);
            if (!all_digits(group, 16) || (!row.groups.empty() && group.size() != row.groups[0].size())) return false;
            row.groups.push_back(group);
            at = end;
        }
        return at == line.size() && !row.groups.empty();
    }
};

/// Counts over all lines, from a first pass over the text.
struct Overview {
    std::size_t lines = 0;  // without empty ones
    std::size_t colon_rows = 0;
    std::size_t words_rows = 0;
    std::size_t plain_rows = 0;
    std::size_t kernel_rows = 0;  // rows with a colon that a kernel logged
    std::int64_t in_order = 0;    // how well characters agree with bytes in memory order; reversed: with words
    std::int64_t reversed = 0;
    std::vector<DumpColumn> columns = all_columns();
    Addressless addressless;
};

/// Whether a line has a kernel's time, or the name "kernel:" of the system log.
bool is_kernel(std::string_view line) {
    const auto start = line.substr(0, 256);
    return start.find("kernel:") != std::string_view::npos || after_time(line).data() != line.data();
}

Overview look_over(std::string_view text, DumpRow& row) {
    Overview seen;
    Bytes bytes;
    bool repeats = false;
    const auto part = [&] {
        for (auto& column : seen.columns) column.part();
    };
    for_each_line(text, [&](std::string_view line) {
        if (is_star(line)) {
            repeats = true;
            return;
        }
        if (is_empty(line)) return part();
        ++seen.lines;
        seen.plain_rows += is_plain_row(line) ? 1 : 0;
        if (!read_row(line, row)) {
            part();
        } else if (row.mark == RowMark::column) {
            for (auto& column : seen.columns) column.take(row, repeats);
        } else if (row.mark == RowMark::words) {
            ++seen.words_rows;
            part();
        } else {
            ++seen.colon_rows;
            seen.kernel_rows += row.is_logged && is_kernel(line) ? 1 : 0;
            bytes.clear();
            append_bytes(row, GroupKind::hex, false, bytes);
            seen.in_order += row.has_0x ? 0 : agreement(row, bytes);
            bytes.clear();
            append_bytes(row, GroupKind::hex, true, bytes);
            seen.reversed += row.has_0x ? 0 : agreement(row, bytes);
            part();
        }
        repeats = false;
        if (seen.addressless.is_possible) seen.addressless.take(line, row);
    });
    return seen;
}

class Reader {
  public:
    Reader(const std::string& name, std::string_view text) : name_(name), text_(text) {}

    Result<HexDump> read() {
        const auto seen = look_over(text_, row_);
        if (seen.lines == 0) return problem(0, "bytes", "no bytes in it");
        auto best = std::ranges::max_element(seen.columns, {}, &DumpColumn::score);
        const bool has_column = best->score() > 0;
        if (seen.colon_rows != 0 || has_column) {
            read_addressed(seen, has_column ? std::optional(*best) : std::nullopt);
        } else if (seen.addressless.is_it()) {
            read_addressless(seen.addressless);
        } else if (seen.words_rows != 0 && seen.words_rows >= seen.plain_rows) {
            read_log();
        } else {
            return read_plain(seen);
        }
        dump_.starts_late = dump_.chunks[0].address != 0;
        dump_.format = static_cast<DumpFormat>(std::ranges::max_element(votes_) - votes_.begin());
        return std::move(dump_);
    }

  private:
    void read_addressed(const Overview& seen, std::optional<DumpColumn> column) {
        if (column) column->forget();
        // A kernel prints words of its host. xxd prints groups in memory order, unless an option changes that.
        const bool is_tie = seen.in_order == seen.reversed;
        const bool is_word = is_tie ? seen.kernel_rows * 2 > seen.colon_rows : seen.reversed > seen.in_order;
        bool repeats = false;
        for_each_line(text_, [&](std::string_view line) {
            if (is_star(line)) {
                repeats = true;
                return;
            }
            const bool is_row = read_row(line, row_) && row_.mark != RowMark::words;
            if (is_row && row_.mark == RowMark::colon) {
                dump_.order_is_guess |= is_tie && !is_word && !row_.has_0x && row_.groups[0].size() > 2;
                const auto format = row_.has_0x ? DumpFormat::gdb : row_.is_logged ? DumpFormat::log : DumpFormat::xxd;
                take_row(number(row_.address, 16).value_or(0), GroupKind::hex, is_word || row_.has_0x, repeats, format);
                if (column) column->part();
            } else if (!is_row || !column || !take_column_row(*column, repeats)) {
                leave_out(line);
                if (column && (!is_row || row_.mark != RowMark::column)) column->part();
            }
            repeats = false;
        });
    }

    bool take_column_row(DumpColumn& column, bool repeats) {
        const auto step = column.take(row_, repeats);
        if (step == DumpColumn::Step::misfit) return false;
        if (step == DumpColumn::Step::ends) {
            if (repeats) repeat(column.address());
            cut_to(column.address());
            return true;
        }
        const auto format = row_.is_logged ? DumpFormat::log : format_of(row_, column);
        take_row(column.address(), column.kind(), true, repeats && step == DumpColumn::Step::follows, format);
        return true;
    }

    void take_row(std::uint64_t address, GroupKind kind, bool is_word, bool repeats, DumpFormat format) {
        if (repeats) repeat(address);
        last_.clear();
        append_bytes(row_, kind, is_word, last_);
        ++votes_.at(static_cast<std::size_t>(format));
        add(address, last_);
    }

    /// Appends bytes at an address: to the last chunk if they follow it, else to a new one.
    void add(std::uint64_t address, const Bytes& bytes) {
        const bool follows =
            !dump_.chunks.empty() && dump_.chunks.back().address + dump_.chunks.back().bytes.size() == address;
        const auto count = std::min(bytes.size(), largest_input - total_);
        if (count < bytes.size() || (!follows && dump_.chunks.size() == most_chunks)) {
            dump_.cut = count < bytes.size() ? "only the first " + std::to_string(largest_input) + " bytes were used"
                                             : "only the first " + std::to_string(most_chunks) + " runs were used";
        }
        if (count == 0 || (!follows && dump_.chunks.size() == most_chunks)) return;
        if (!follows) dump_.chunks.push_back({address, {}});
        auto& last = dump_.chunks.back().bytes;
        last.insert(last.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
        total_ += count;
    }

    /// Handles "*": repeats the row above it up to the next address.
    void repeat(std::uint64_t to) {
        if (dump_.chunks.empty() || last_.empty()) return;
        auto& chunk = dump_.chunks.back();
        const auto end = chunk.address + chunk.bytes.size();
        if (to <= end) return;
        const auto wanted = to - end;
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, largest_input - total_));
        const auto begin = chunk.bytes.size();
        chunk.bytes.resize(begin + count);
        for (std::size_t i = 0; i < count; ++i) chunk.bytes[begin + i] = last_[i % last_.size()];
        total_ += count;
        if (count < wanted) {
            dump_.cut = "a \"*\" stands for " + std::to_string(wanted) + " bytes, of which " + std::to_string(count) +
                        " were used";
        }
    }

    /// Drops bytes of the last word that lie past the last address.
    void cut_to(std::uint64_t end) {
        if (dump_.chunks.empty()) return;
        auto& chunk = dump_.chunks.back();
        const auto size = end - chunk.address;
        if (size == 0 || size >= chunk.bytes.size()) return;
        total_ -= chunk.bytes.size() - size;
        chunk.bytes.resize(size);
    }

    void read_addressless(const Addressless& form) {
        for_each_line(text_, [&](std::string_view line) {
            if (is_star(line))
                dump_.cut = "a \"*\" was ignored: without addresses, the number of repeated rows is not known";
            if (is_star(line) || is_empty(line)) return;
            Addressless::read_groups(line, row_);
            take_row(total_, form.is_octal ? GroupKind::octal_words : GroupKind::hex, true, false, DumpFormat::od);
        });
    }

    void read_log() {
        for_each_line(text_, [&](std::string_view line) {
            const bool is_words = read_row(line, row_) && row_.mark == RowMark::words;
            if (is_words && dump_.chunks.size() < most_chunks) {
                dump_.chunks.push_back({total_, {}});
                take_row(total_, GroupKind::hex, row_.has_0x, false, DumpFormat::log);
                if (dump_.chunks.back().bytes.empty()) dump_.chunks.pop_back();
            } else if (is_words) {
                dump_.cut = "only the first " + std::to_string(most_chunks) + " runs were used";
            } else if (!dump_.chunks.empty() && is_plain_row(line)) {
                last_.clear();
                PlainError error;
                read_plain_hex(line, last_, error);
                add(total_, last_);
            } else {
                leave_out(line);
            }
        });
    }

    Result<HexDump> read_plain(const Overview& seen) {
        Bytes bytes;
        PlainError error;
        if (!read_plain_hex(text_, bytes, error)) {
            const bool is_prose = bytes.empty() && seen.plain_rows == 0 && seen.lines > 1;
            if (!is_prose) return problem(error.at, std::move(error.expected), std::move(error.found));
            return problem(0, "lines of bytes in the format of xxd, hexdump, od, gdb or a log",
                           "none in " + std::to_string(seen.lines) + " lines");
        }
        if (bytes.empty()) return problem(0, "bytes", "no bytes in it");
        dump_.format = DumpFormat::plain;
        dump_.chunks.push_back({0, std::move(bytes)});
        return std::move(dump_);
    }

    Problem problem(std::size_t at, std::string expected, std::string found) const {
        Place place{name_, 1, 1, 0, 0};
        for (std::size_t i = 0; i < at; ++i) {
            place.column = text_[i] == '\n' ? 1 : place.column + 1;
            place.line += text_[i] == '\n' ? 1 : 0;
        }
        return {place, "", std::move(expected), std::move(found)};
    }

    void leave_out(std::string_view line) {
        if (is_empty(line)) return;
        if (dump_.ignored_lines++ != 0) return;
        // Cuts between characters of UTF-8.
        auto end = std::min(line.size(), longest_example);
        while (end > 1 && end < line.size() && (static_cast<std::uint8_t>(line[end]) & 0xC0U) == 0x80U) --end;
        dump_.ignored_example = std::string(line.substr(0, end));
    }

    const std::string& name_;
    std::string_view text_;
    HexDump dump_;
    DumpRow row_;  // these two are used for every line
    Bytes last_;
    std::size_t total_ = 0;
    std::array<std::size_t, 8> votes_{};  // the number of rows of each format
};

bool is_binary(std::string_view input) {
    if (input.find('\0') != std::string_view::npos) return true;
    const auto seen = input.substr(0, std::size_t{64} << 10U);
    std::size_t odd = 0;
    for (const char c : seen) {
        const auto byte = static_cast<std::uint8_t>(c);
        // Bytes of UTF-8 may be text. A file of packets also has other bytes.
        odd += is_printing(byte) || is_blank(c) || c == '\n' || byte == 0x1B ? 0 : 1;
    }
    return odd * 10 > seen.size();
}

/// The part of a text that is read. It ends at the end of a line, or else of a group, so that no group is cut in two.
std::string_view start_of(std::string_view text) {
    text = text.substr(0, largest_input);
    const auto line = text.rfind('\n');
    const auto end = line != std::string_view::npos ? line : text.find_last_of(" \t,");
    return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

}  // namespace

std::string_view to_string(DumpFormat format) {
    constexpr std::array<std::string_view, 8> names{"raw bytes", "hexadecimal", "xxd", "hexdump -C",
                                                    "hexdump",   "od",          "gdb", "a log"};
    return names.at(static_cast<std::size_t>(format));
}

Result<HexDump> read_hex_dump(const std::string& name, std::string_view input) {
    const bool is_longer = input.size() > largest_input;
    const std::string cut =
        is_longer ? "only the first " + std::to_string(largest_input >> 20U) + " MiB were read" : "";
    if (is_binary(input.substr(0, largest_input))) {
        const auto taken = input.substr(0, largest_input);
        HexDump dump{.format = DumpFormat::binary, .cut = cut};
        dump.chunks.push_back({0, Bytes(taken.begin(), taken.end())});
        return dump;
    }
    constexpr std::string_view mark = "\xEF\xBB\xBF";  // of UTF-8
    if (input.starts_with(mark)) input.remove_prefix(mark.size());
    auto dump = Reader(name, is_longer ? start_of(input) : input).read();
    if (dump && dump->cut.empty()) dump->cut = cut;
    return dump;
}

std::vector<std::string> remarks(const HexDump& dump) {
    std::vector<std::string> remarks;
    if (!dump.cut.empty()) remarks.push_back(dump.cut);
    if (dump.ignored_lines != 0) {
        remarks.push_back(std::to_string(dump.ignored_lines) +
                          (dump.ignored_lines == 1 ? " line holds" : " lines hold") + " no bytes: \"" +
                          dump.ignored_example + "\"");
    }
    if (dump.order_is_guess) remarks.emplace_back("groups of several bytes were read in memory order (a guess)");
    return remarks;
}

}  // namespace abi
