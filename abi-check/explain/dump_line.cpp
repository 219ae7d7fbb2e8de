#include "explain/dump_line.h"

#include <algorithm>
#include <charconv>

namespace abi {
namespace {

/// How many places of one line are tried. Limits the work for unusual lines.
constexpr int most_tries = 8;
/// Times are searched in so many characters at the start of a line.
constexpr std::size_t time_reach = 256;

struct Token {
    std::string_view text;
    std::size_t at = 0;
    std::size_t end() const { return at + text.size(); }
};

/// The next run of characters without blanks; empty at the end.
Token next_token(std::string_view line, std::size_t from) {
    while (from < line.size() && is_blank(line[from])) ++from;
    auto end = from;
    while (end < line.size() && !is_blank(line[end])) ++end;
    return {line.substr(from, end - from), from};
}

std::size_t blanks_before(std::string_view line, std::size_t at) {
    std::size_t count = 0;
    while (count < at && is_blank(line[at - count - 1])) ++count;
    return count;
}

/// Whether `text` begins with `shape`: "#" is a decimal digit, "a" a letter, "_" a digit or a blank, and any other
/// character is itself.
bool begins_as(std::string_view text, std::string_view shape) {
    if (text.size() < shape.size()) return false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const char c = text[i];
        const bool is_digit = c >= '0' && c <= '9';
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool fits = shape[i] == '#'   ? is_digit
                          : shape[i] == 'a' ? is_letter
                          : shape[i] == '_' ? is_digit || c == ' '
                                            : c == shape[i];
        if (!fits) return false;
    }
    return true;
}

/// Skips the one blank that ends a time.
std::size_t past_blank(std::string_view line, std::size_t at) {
    return at < line.size() && is_blank(line[at]) ? at + 1 : at;
}

std::size_t past_date(std::string_view line) {
    if (begins_as(line, "aaa _# ##:##:## ")) return 16;
    for (auto token = next_token(line, 0); !token.text.empty() && token.at < time_reach;
         token = next_token(line, token.end())) {
        const auto rest = line.substr(token.at);
        const bool is_time = begins_as(rest, "####-##-##T##:##:##") || begins_as(rest, "####-##-## ##:##:##");
        if (!is_time) continue;
        auto at = past_blank(line, next_token(line, token.at + 11).end());
        // GitLab adds the stream: "01O " or "00E ".
        if (begins_as(line.substr(at), "##O") || begins_as(line.substr(at), "##E")) at = past_blank(line, at + 3);
        return std::min(at, line.size());
    }
    return 0;
}

/// "[   12.345678] ", "[Sun Nov 24 10:00:00 2024] ", and "[   12.345678][  T123] ".
std::size_t past_brackets(std::string_view line) {
    const auto reach = line.substr(0, time_reach);
    const auto open = reach.find('[');
    const auto close = reach.find(']', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) return 0;
    const auto inside = reach.substr(open + 1, close - open - 1);
    const bool is_seconds = inside.find('.') != std::string_view::npos &&
                            inside.find_first_not_of("0123456789. ") == std::string_view::npos;
    const auto colon = inside.find(':');
    const bool is_clock =
        colon != std::string_view::npos && colon >= 2 && begins_as(inside.substr(colon - 2), "##:##:##");
    if (!is_seconds && !is_clock) return 0;
    auto end = close + 1;
    if (end < reach.size() && reach[end] == '[') {
        if (const auto caller = reach.find(']', end); caller != std::string_view::npos) end = caller + 1;
    }
    return past_blank(line, end);
}

bool is_group(std::string_view text) {
    const auto digits = without_0x(text);
    return digits.size() % 2 == 0 && all_digits(digits, 16);
}

bool all_groups_of(std::string_view rest, std::size_t width) {
    for (auto token = next_token(rest, 0); !token.text.empty(); token = next_token(rest, token.end())) {
        if (token.text.size() != width || !all_digits(token.text, 16)) return false;
    }
    return true;
}

/// Takes the text after a gap as the column of characters, one for each byte, if it can be one. Trailing blanks may be
/// missing. Sets `is_groups` if the rest of the line consists of groups, so that it is checked only once.
bool take_characters(std::string_view line, std::size_t before, std::size_t at, std::size_t bytes, bool& is_groups,
                     DumpRow& row) {
    const auto rest = line.substr(at);
    if (rest.size() > bytes || is_groups) return false;
    const bool may_be_groups = row.mark == RowMark::column || rest.size() != bytes;
    is_groups = may_be_groups && all_groups_of(rest, row.groups[0].size());
    if (is_groups) return false;
    if (line.size() - before >= bytes + 2) row.characters = line.substr(line.size() - bytes);
    return true;
}

void take_barred(std::string_view rest, DumpRow& row) {
    row.bar = rest[0];
    const auto close = rest.rfind(row.bar == '|' ? '|' : '<');
    const bool is_closed = close != std::string_view::npos && close > 0;
    row.characters = rest.substr(1, is_closed ? close - 1 : std::string_view::npos);
}

/// Takes the groups from `at` on. Returns false if something follows that no dump has, such as "0g".
bool take_groups(std::string_view line, std::size_t at, DumpRow& row) {
    row.groups.clear();
    row.characters.reset();
    row.bar = 0;
    row.has_0x = false;
    std::size_t bytes = 0;
    bool is_narrower = false;
    bool is_groups = false;
    for (auto token = next_token(line, at); !token.text.empty(); token = next_token(line, token.end())) {
        const auto gap = blanks_before(line, token.at);
        if (!row.groups.empty()) {
            if (token.text[0] == '|' || token.text[0] == '>') {
                take_barred(line.substr(token.at), row);
                return true;
            }
            if (gap >= 2 && !row.has_0x && take_characters(line, token.at - gap, token.at, bytes, is_groups, row))
                return true;
        }
        const auto digits = without_0x(token.text);
        const bool has_0x = digits.size() != token.text.size();
        const auto width = row.groups.empty() ? digits.size() : row.groups[0].size();
        const bool fits = all_digits(digits, 16) && !is_narrower && (row.groups.empty() || has_0x == row.has_0x) &&
                          (digits.size() == width || (digits.size() < width && digits.size() % 2 == 0));
        // After a gap a comment may follow, but not something that looks like a group with a wrong digit.
        if (!fits) return gap >= 2 && !row.groups.empty() && !is_group(token.text) && token.text.size() != width;
        if (row.groups.size() == most_groups) return false;
        row.has_0x = has_0x;
        is_narrower = digits.size() < width;
        row.groups.push_back(digits);
        bytes += digits.size() / 2;
    }
    return true;
}

bool read_colon_row(std::string_view line, DumpRow& row) {
    row.mark = RowMark::colon;
    int tries = 0;
    for (auto token = next_token(line, 0); !token.text.empty() && tries < most_tries;
         token = next_token(line, token.end())) {
        auto text = token.text;
        auto from = token.end();
        const auto next = past_blank(line, from);
        const bool has_symbol = next < line.size() && line[next] == '<' && without_0x(text).size() != text.size();
        if (has_symbol) {
            ++tries;
            const auto close = line.substr(next, 512).find(">:");
            if (close == std::string_view::npos) continue;
            from = next + close + 2;
        } else if (text.ends_with(':')) {
            text.remove_suffix(1);
        } else {
            continue;
        }
        const auto digits = without_0x(text);
        const bool is_address =
            all_digits(digits, 16) && digits.size() <= 16 && (digits.size() >= 4 || digits.size() != text.size());
        if (!is_address) continue;
        ++tries;
        row.address = digits;
        row.is_logged = token.at != 0 && line.find_first_not_of(" \t") != token.at;
        row.has_gap = true;
        if (take_groups(line, from, row) && !row.groups.empty() && count_bytes(row, GroupKind::hex)) return true;
    }
    return false;
}

/// Reads "ADDRESS GROUPS…". An address of four or five digits must look different from the groups.
bool read_column_row(std::string_view line, DumpRow& row) {
    row.mark = RowMark::column;
    row.is_logged = false;
    const auto token = next_token(line, 0);
    if (token.text.size() < 4 || token.text.size() > 16 || !all_digits(token.text, 16)) return false;
    row.address = token.text;
    row.has_gap = blanks_before(line, next_token(line, token.end()).at) >= 2;
    if (!take_groups(line, token.end(), row) || row.has_0x) return false;
    if (row.groups.empty()) return token.text.size() >= 6;
    return token.text.size() >= 6 || row.has_gap || row.groups[0].size() != token.text.size();
}

/// Reads a line that has only a time and bytes.
bool read_timed_row(std::string_view rest, DumpRow& row) {
    row.mark = RowMark::words;
    row.address = {};
    row.is_logged = true;
    row.has_gap = false;
    if (!is_group(next_token(rest, 0).text) || !take_groups(rest, 0, row)) return false;
    return count_bytes(row, GroupKind::hex).has_value();
}

/// Reads bytes that follow words such as "packet:", "@replay", "]", "refused". After a single word there must be four
/// groups, so that "commit 1234abcd" has no bytes.
bool read_words_row(std::string_view line, DumpRow& row) {
    row.mark = RowMark::words;
    row.address = {};
    row.is_logged = true;
    row.has_gap = false;
    int tries = 0;
    if (is_group(next_token(line, 0).text)) return false;
    for (auto token = next_token(line, 0); !token.text.empty() && tries < most_tries;
         token = next_token(line, token.end())) {
        const auto text = token.text;
        const bool is_mark = text[0] == '@' || std::string_view(":=]),>").find(text.back()) != std::string_view::npos;
        const bool is_word = text.size() >= 3 && begins_as(text, "a") && !all_digits(text, 16);
        if (!is_mark && !is_word) continue;
        if (!is_group(next_token(line, token.end()).text)) continue;
        ++tries;
        if (!take_groups(line, token.end(), row)) continue;
        const auto bytes = count_bytes(row, GroupKind::hex);
        if (bytes && *bytes >= 4 && (is_mark || row.groups.size() >= 4)) return true;
    }
    return false;
}

}  // namespace

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

bool all_digits(std::string_view text, int base) {
    return !text.empty() && std::ranges::all_of(text, [&](char c) { return hex_digit(c) >= 0 && hex_digit(c) < base; });
}

std::string_view without_0x(std::string_view text) {
    return text.starts_with("0x") || text.starts_with("0X") ? text.substr(2) : text;
}

std::optional<std::uint64_t> number(std::string_view digits, int base) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

std::string_view after_time(std::string_view line) {
    line = line.substr(past_date(line));
    return line.substr(past_brackets(line));
}

bool read_row(std::string_view line, DumpRow& row) {
    // A barred column of characters may contain anything, even "0000: 00", so such a row is tried first.
    if (read_column_row(line, row) && row.bar != 0) return true;
    if (read_colon_row(line, row) || read_column_row(line, row)) return true;
    const auto rest = after_time(line);
    const bool has_time = rest.size() != line.size();
    if (has_time && read_column_row(rest, row)) {
        row.is_logged = true;
        return true;
    }
    return (has_time && read_timed_row(rest, row)) || read_words_row(rest, row);
}

bool is_plain_row(std::string_view line) {
    auto token = next_token(line, 0);
    if (token.text.empty()) return false;
    for (; !token.text.empty(); token = next_token(line, token.end())) {
        if (!is_group(token.text)) return false;
    }
    return true;
}

std::optional<std::size_t> count_bytes(const DumpRow& row, GroupKind kind) {
    std::size_t bytes = 0;
    for (const auto group : row.groups) {
        if (kind == GroupKind::hex) {
            if (group.size() % 2 != 0) return std::nullopt;
            bytes += group.size() / 2;
            continue;
        }
        const bool is_byte = kind == GroupKind::octal_bytes;
        const bool fits =
            group.size() == (is_byte ? 3U : 6U) && all_digits(group, 8) && group[0] <= (is_byte ? '3' : '1');
        if (!fits) return std::nullopt;
        bytes += is_byte ? 1 : 2;
    }
    return bytes;
}

void append_hex(std::string_view digits, bool is_word, Bytes& bytes) {
    const auto begin = static_cast<std::ptrdiff_t>(bytes.size());
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        bytes.push_back(static_cast<std::uint8_t>(hex_digit(digits[i]) * 16 + hex_digit(digits[i + 1])));
    }
    if (is_word) std::reverse(bytes.begin() + begin, bytes.end());
}

void append_bytes(const DumpRow& row, GroupKind kind, bool is_word, Bytes& bytes) {
    for (const auto group : row.groups) {
        if (kind != GroupKind::hex) {
            const auto value = number(group, 8).value_or(0);
            bytes.push_back(static_cast<std::uint8_t>(value & 0xFFU));
            if (kind == GroupKind::octal_words) bytes.push_back(static_cast<std::uint8_t>(value >> 8U));
            continue;
        }
        append_hex(group, is_word, bytes);
    }
}

}  // namespace abi
