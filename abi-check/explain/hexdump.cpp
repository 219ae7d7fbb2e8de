#include "explain/hexdump.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace abi {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool all_digits(std::string_view text, int base) {
    return !text.empty() && std::ranges::all_of(text, [&](char c) { return digit_of(c) >= 0 && digit_of(c) < base; });
}

std::optional<std::uint64_t> number(std::string_view digits, int base) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

/// A word of a line, and where it stands.
struct Token {
    std::string_view text;
    std::size_t at = 0;
};

std::vector<Token> tokens_of(std::string_view line) {
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < line.size();) {
        if (is_blank(line[at])) {
            ++at;
            continue;
        }
        const auto begin = at;
        while (at < line.size() && !is_blank(line[at])) ++at;
        tokens.push_back({line.substr(begin, at - begin), begin});
    }
    return tokens;
}

std::string_view without_0x(std::string_view text) {
    return text.starts_with("0x") || text.starts_with("0X") ? text.substr(2) : text;
}

void append_group(std::string_view digits, bool is_word, Bytes& bytes) {
    const auto begin = bytes.size();
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        bytes.push_back(static_cast<std::uint8_t>(digit_of(digits[i]) * 16 + digit_of(digits[i + 1])));
    }
    if (is_word) std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(begin), bytes.end());
}

bool is_group(std::string_view digits) {
    const auto n = digits.size();
    return (n == 2 || n == 4 || n == 8 || n == 16) && all_digits(digits, 16);
}

/// A line of a dump: its groups as written, and what stands beside them.
struct Row {
    std::string_view address;  // digits
    bool has_colon = false;
    bool has_0x = false;     // its groups have
    bool has_words = false;  // something stands before the address
    std::vector<std::string_view> groups;
    std::optional<std::string_view> characters;
};

/// "  ....|": do as many characters follow as there are bytes?
std::optional<std::string_view> characters_at(std::string_view rest, std::size_t bytes) {
    if (const auto bar = rest.find('|'); bar != std::string_view::npos && rest.find_first_not_of(" \t") == bar) {
        const auto end = rest.rfind('|');
        return rest.substr(bar + 1, end > bar ? end - bar - 1 : std::string_view::npos);
    }
    if (!rest.starts_with("  ")) return std::nullopt;
    while (!rest.empty() && (rest.back() == '\r' || rest.back() == '\n')) rest.remove_suffix(1);
    if (rest.size() < bytes + 2) return std::nullopt;
    const auto gap = rest.substr(0, rest.size() - bytes);
    if (gap.find_first_not_of(' ') != std::string_view::npos) return std::nullopt;
    return rest.substr(rest.size() - bytes);
}

/// Takes groups of one width from the tokens on.
void take_groups(std::string_view line, const std::vector<Token>& tokens, std::size_t first, Row& row) {
    std::size_t width = 0;
    std::size_t bytes = 0;
    for (std::size_t t = first; t < tokens.size(); ++t) {
        const auto& token = tokens[t];
        const auto before = t == 0 ? 0 : tokens[t - 1].at + tokens[t - 1].text.size();
        if (t > first) row.characters = characters_at(line.substr(before), bytes);
        if (row.characters) return;
        const bool has_0x = token.text.starts_with("0x");
        auto digits = without_0x(token.text);
        // "0004 00|" ends where the characters begin.
        if (t == first) row.has_0x = has_0x;
        const bool fits = has_0x == row.has_0x && all_digits(digits, 16) && digits.size() <= 32 &&
                          (width == 0 || digits.size() == width || (digits.size() < width && digits.size() % 2 == 0));
        if (!fits) return;
        if (width == 0) width = digits.size();
        row.groups.push_back(digits);
        bytes += digits.size() / 2;
    }
}

/// "ADDR: groups" anywhere in the line, or "ADDR <symbol>: groups".
std::optional<Row> row_with_colon(std::string_view line, const std::vector<Token>& tokens) {
    for (std::size_t t = 0; t + 1 < tokens.size(); ++t) {
        auto text = tokens[t].text;
        const bool has_symbol = tokens[t + 1].text.starts_with('<') && without_0x(text).size() != text.size();
        std::size_t next = t + 1;
        if (has_symbol) {
            while (next < tokens.size() && !tokens[next].text.ends_with(':')) ++next;
            ++next;
        } else if (!text.ends_with(':')) {
            continue;
        } else {
            text.remove_suffix(1);
        }
        const auto digits = without_0x(text);
        const bool is_address =
            all_digits(digits, 16) && digits.size() <= 16 && (digits.size() >= 4 || digits.size() != text.size());
        if (!is_address || next >= tokens.size()) continue;
        Row row{.address = digits, .has_colon = true, .has_words = t != 0};
        take_groups(line, tokens, next, row);
        const bool has_groups =
            !row.groups.empty() && std::ranges::all_of(row.groups, [](auto group) { return group.size() % 2 == 0; });
        if (has_groups) return row;
    }
    return std::nullopt;
}

std::optional<Row> row_without_colon(std::string_view line, const std::vector<Token>& tokens) {
    if (tokens.empty() || tokens[0].text.size() < 6 || tokens[0].text.size() > 16) return std::nullopt;
    if (!all_digits(tokens[0].text, 16)) return std::nullopt;
    Row row{.address = tokens[0].text};
    take_groups(line, tokens, 1, row);
    return row;
}

/// What the groups of od and hexdump are.
enum class GroupKind { hex, octal_bytes, octal_words };

std::optional<Bytes> bytes_of(const Row& row, GroupKind kind, bool is_word) {
    Bytes bytes;
    for (const auto group : row.groups) {
        if (kind == GroupKind::hex) {
            if (group.size() % 2 != 0) return std::nullopt;
            append_group(group, is_word, bytes);
            continue;
        }
        const bool is_byte = kind == GroupKind::octal_bytes;
        const auto value =
            all_digits(group, 8) && group.size() == (is_byte ? 3U : 6U) ? number(group, 8) : std::nullopt;
        if (!value || *value > (is_byte ? 0xFFU : 0xFFFFU)) return std::nullopt;
        bytes.push_back(static_cast<std::uint8_t>(*value));
        if (!is_byte) bytes.push_back(static_cast<std::uint8_t>(*value >> 8U));
    }
    return bytes;
}

/// Does the column of characters say what the bytes say? Dots say nothing.
int agreement(const Row& row, const Bytes& bytes) {
    int sum = 0;
    if (!row.characters) return 0;
    for (std::size_t i = 0; i < std::min(bytes.size(), row.characters->size()); ++i) {
        const char c = (*row.characters)[i];
        if (c != '.') sum += static_cast<std::uint8_t>(c) == bytes[i] ? 1 : -1;
    }
    return sum;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        auto line = text.substr(at, end - at);
        while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        lines.push_back(line);
        at = end + 1;
    }
    return lines;
}

class Reader {
  public:
    Reader(const std::string& name, std::string_view text) : name_(name), text_(text), lines_(lines_of(text)) {}

    Result<HexDump> read() {
        if (read_addressed()) return std::move(dump_);
        if (read_log()) return std::move(dump_);
        return read_plain();
    }

  private:
    struct Line {
        std::optional<Row> row;
        bool is_star = false;
    };

    static bool is_star(const std::vector<Token>& tokens) { return tokens.size() == 1 && tokens[0].text == "*"; }

    /// Appends bytes at an address: to the last chunk where they follow it.
    void add(std::uint64_t address, const Bytes& bytes) {
        if (bytes.empty()) return;
        const bool follows =
            !dump_.chunks.empty() && dump_.chunks.back().address + dump_.chunks.back().bytes.size() == address;
        if (!follows) dump_.chunks.push_back({address, {}});
        auto& last = dump_.chunks.back().bytes;
        last.insert(last.end(), bytes.begin(), bytes.end());
        total_ += bytes.size();
    }

    /// "*": the row above it stands for all up to the next address.
    void repeat(std::uint64_t to, const Bytes& row) {
        if (dump_.chunks.empty() || row.empty()) return;
        auto& chunk = dump_.chunks.back();
        const auto end = chunk.address + chunk.bytes.size();
        if (to <= end) return;
        const auto wanted = to - end;
        const auto most = largest_input - std::min(largest_input, total_);
        const auto count = std::min<std::uint64_t>(wanted, most);
        for (std::uint64_t i = 0; i < count; ++i) chunk.bytes.push_back(row[i % row.size()]);
        total_ += count;
        if (count < wanted) {
            dump_.remarks.push_back("a \"*\" stands for " + std::to_string(wanted) + " bytes, of which " +
                                    std::to_string(count) + " were taken");
        }
    }

    bool read_addressed() {
        std::vector<Line> lines;
        lines.reserve(lines_.size());
        std::size_t with_colon = 0;
        for (const auto line : lines_) {
            const auto tokens = tokens_of(line);
            lines.push_back({row_with_colon(line, tokens), is_star(tokens)});
            with_colon += lines.back().row ? 1 : 0;
        }
        if (with_colon != 0) return take_colon_rows(lines);
        std::size_t rows = 0;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            lines[i].row = row_without_colon(lines_[i], tokens_of(lines_[i]));
            rows += lines[i].row && !lines[i].row->groups.empty() ? 1 : 0;
        }
        return rows != 0 && take_columns(lines);
    }

    bool take_colon_rows(const std::vector<Line>& lines) {
        bool has_0x = false;
        bool has_words = false;
        int in_order = 0;
        int reversed = 0;
        for (const auto& line : lines) {
            if (!line.row) continue;
            has_0x |= line.row->has_0x;
            has_words |= line.row->has_words;
            in_order += agreement(*line.row, *bytes_of(*line.row, GroupKind::hex, false));
            reversed += agreement(*line.row, *bytes_of(*line.row, GroupKind::hex, true));
        }
        dump_.format = has_0x ? DumpFormat::gdb : has_words ? DumpFormat::log : DumpFormat::xxd;
        const bool is_word = in_order == reversed ? dump_.format != DumpFormat::xxd : reversed > in_order;
        Bytes last;
        bool repeats = false;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            repeats |= lines[i].is_star;
            if (!lines[i].row) {
                if (!lines[i].is_star) leave_out(i);
                continue;
            }
            const auto address = number(lines[i].row->address, 16).value_or(0);
            if (repeats) repeat(address, last);
            repeats = false;
            last = *bytes_of(*lines[i].row, GroupKind::hex, is_word);
            add(address, last);
        }
        say_left_out();
        return !dump_.chunks.empty();
    }

    /// hexdump and od: the first column is an address if it grows by what the lines hold, in one of the three bases, or
    /// if a column of characters stands behind.
    bool take_columns(const std::vector<Line>& lines) {
        for (const auto kind : {GroupKind::octal_words, GroupKind::octal_bytes, GroupKind::hex}) {
            for (const int base : {16, 8, 10}) {
                if (grows(lines, kind, base)) return take_columns_as(lines, kind, base);
            }
        }
        return false;
    }

    /// The last line is the address of the end, which may lie within the last word.
    static std::uint64_t word_of(GroupKind kind) { return kind == GroupKind::octal_words ? 2 : 8; }

    static bool grows(const std::vector<Line>& lines, GroupKind kind, int base) {
        std::optional<std::uint64_t> expected;
        bool is_proven = false;
        bool repeats = false;
        for (const auto& line : lines) {
            repeats |= line.is_star;
            if (!line.row) continue;
            if (!all_digits(line.row->address, base)) return false;
            const auto address = number(line.row->address, base);
            const auto bytes = bytes_of(*line.row, kind, false);
            if (!address || !bytes) return false;
            if (expected) {
                const bool ends = bytes->empty() && *address <= *expected && *expected - *address < word_of(kind);
                if (!ends && (repeats ? *address < *expected : *address != *expected)) return false;
                is_proven = true;
            }
            if (line.row->characters && line.row->characters->size() == bytes->size()) is_proven = true;
            repeats = false;
            expected = *address + bytes->size();
        }
        return is_proven;
    }

    bool take_columns_as(const std::vector<Line>& lines, GroupKind kind, int base) {
        dump_.format = DumpFormat::hexdump;
        Bytes last;
        bool repeats = false;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            repeats |= lines[i].is_star;
            if (!lines[i].row) {
                if (!lines[i].is_star) leave_out(i);
                continue;
            }
            const auto address = *number(lines[i].row->address, base);
            if (repeats) repeat(address, last);
            repeats = false;
            const auto bytes = *bytes_of(*lines[i].row, kind, true);
            if (bytes.empty()) {
                cut(address);
                continue;
            }
            last = bytes;
            add(address, last);
        }
        say_left_out();
        return !dump_.chunks.empty();
    }

    /// What a word holds past the end.
    void cut(std::uint64_t end) {
        if (dump_.chunks.empty()) return;
        auto& chunk = dump_.chunks.back();
        if (end > chunk.address && end < chunk.address + chunk.bytes.size()) chunk.bytes.resize(end - chunk.address);
    }

    /// "[Ring] refused: 00 04 00 00 …": words, then bytes.
    bool read_log() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const auto tokens = tokens_of(lines_[i]);
            auto first = tokens.size();
            while (first > 0 && is_group(tokens[first - 1].text)) --first;
            Bytes bytes;
            for (auto t = first; t < tokens.size(); ++t) append_group(tokens[t].text, false, bytes);
            const bool is_bytes =
                first != 0 && bytes.size() >= 4 && !is_group(tokens[0].text) && digit_of(tokens[0].text[0]) < 0;
            if (!is_bytes) {
                leave_out(i);
                continue;
            }
            dump_.chunks.push_back({total_, bytes});
            total_ += bytes.size();
        }
        if (dump_.chunks.empty()) {
            dump_ = {};
            left_out_ = 0;
            return false;
        }
        dump_.format = DumpFormat::log;
        say_left_out();
        return true;
    }

    Result<HexDump> read_plain() {
        // Of a C array, what stands between its braces.
        std::size_t at = 0;
        std::size_t end = text_.size();
        if (const auto open = text_.find('{'); open != std::string_view::npos) {
            at = open + 1;
            if (const auto close = text_.rfind('}'); close != std::string_view::npos && close > open) end = close;
        }
        Bytes bytes;
        int pending = -1;
        std::size_t pending_at = 0;
        while (at < end) {
            const char c = text_[at];
            const bool escapes = c == '\\' && at + 1 < end && (text_[at + 1] == 'x' || text_[at + 1] == 'X');
            const bool prefixes =
                c == '0' && pending < 0 && at + 1 < end && (text_[at + 1] == 'x' || text_[at + 1] == 'X');
            if (escapes || prefixes) {
                at += 2;
                continue;
            }
            if (is_blank(c) || c == '\n' || c == ',' || c == ';' || c == '"' || c == '\'') {
                if (pending >= 0 && !is_blank(c) && c != '\n') break;
                ++at;
                continue;
            }
            const int digit = digit_of(c);
            if (digit < 0)
                return problem(at, "hexadecimal digits, or a dump as xxd, hexdump, od or gdb write it", found(at));
            if (pending < 0) {
                pending = digit;
                pending_at = at;
            } else {
                bytes.push_back(static_cast<std::uint8_t>(pending * 16 + digit));
                pending = -1;
            }
            ++at;
        }
        if (pending >= 0) {
            return problem(pending_at, "two digits for each byte",
                           "one digit, '" + std::string(1, text_[pending_at]) + "'");
        }
        if (bytes.empty()) return problem(0, "bytes", "none");
        dump_.format = DumpFormat::plain;
        dump_.chunks.push_back({0, std::move(bytes)});
        return std::move(dump_);
    }

    std::string found(std::size_t at) const {
        const char c = text_[at];
        return c >= 0x20 && c < 0x7F ? "'" + std::string(1, c) + "'" : "a byte that is no letter";
    }

    Problem problem(std::size_t at, std::string expected, std::string what) const {
        Place place{name_, 1, 1, 0, 0};
        for (std::size_t i = 0; i < at; ++i) {
            place.column = text_[i] == '\n' ? 1 : place.column + 1;
            place.line += text_[i] == '\n' ? 1 : 0;
        }
        return {place, "", std::move(expected), std::move(what)};
    }

    void leave_out(std::size_t line) {
        const auto text = lines_[line];
        if (text.find_first_not_of(" \t\r") == std::string_view::npos) return;
        if (left_out_++ == 0) example_ = std::string(text.substr(0, 60));
    }

    void say_left_out() {
        if (left_out_ == 0) return;
        dump_.remarks.push_back(std::to_string(left_out_) + (left_out_ == 1 ? " line holds" : " lines hold") +
                                " no bytes: \"" + example_ + "\"");
    }

    const std::string& name_;
    std::string_view text_;
    std::vector<std::string_view> lines_;
    HexDump dump_;
    std::size_t total_ = 0;
    std::size_t left_out_ = 0;
    std::string example_;
};

bool is_binary(std::string_view input) {
    const auto seen = input.substr(0, 65536);
    std::size_t odd = 0;
    for (const char c : seen) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (byte == 0) return true;
        const bool is_text = byte >= 0x20 ? byte != 0x7F : is_blank(c) || c == '\n' || byte == 0x1B;
        // Bytes of UTF-8 may be text; a file of packets has other bytes too.
        odd += is_text && byte < 0x80 ? 0 : 1;
    }
    return odd * 10 > seen.size();
}

}  // namespace

std::string_view to_string(DumpFormat format) {
    constexpr std::array<std::string_view, 6> names{"raw bytes", "hexadecimal", "xxd", "hexdump or od", "gdb", "a log"};
    return names.at(static_cast<std::size_t>(format));
}

Result<HexDump> read_hex_dump(const std::string& name, std::string_view input) {
    std::vector<std::string> remarks;
    if (input.size() > largest_input) {
        remarks.push_back("only the first " + std::to_string(largest_input >> 20U) + " MiB were looked at");
        input = input.substr(0, largest_input);
        // A line that is cut is none.
        if (const auto end = input.rfind('\n'); !is_binary(input) && end != std::string_view::npos) {
            input = input.substr(0, end + 1);
        }
    }
    if (is_binary(input)) {
        HexDump dump{.format = DumpFormat::binary, .chunks = {}, .remarks = std::move(remarks)};
        dump.chunks.push_back({0, Bytes(input.begin(), input.end())});
        return dump;
    }
    auto dump = Reader(name, input).read();
    if (dump) dump->remarks.insert(dump->remarks.begin(), remarks.begin(), remarks.end());
    return dump;
}

std::string to_hexdump(const Chunk& chunk) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    const auto hex = [&](std::uint64_t value, int count) {
        for (int shift = count * 4 - 4; shift >= 0; shift -= 4) text += digits[(value >> shift) & 0xFU];
    };
    for (std::size_t at = 0; at < chunk.bytes.size(); at += 16) {
        hex(chunk.address + at, 8);
        text += ' ';
        const auto count = std::min<std::size_t>(16, chunk.bytes.size() - at);
        for (std::size_t i = 0; i < 16; ++i) {
            if (i % 8 == 0) text += ' ';
            if (i < count) {
                hex(chunk.bytes[at + i], 2);
                text += ' ';
            } else {
                text += "   ";
            }
        }
        text += " |";
        for (std::size_t i = 0; i < count; ++i) {
            const auto byte = chunk.bytes[at + i];
            text += byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '.';
        }
        text += "|\n";
    }
    return text;
}

}  // namespace abi
