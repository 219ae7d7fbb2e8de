#include "explain/plain_hex.h"

#include <algorithm>

#include "explain/dump_line.h"

namespace abi {
namespace {

constexpr std::string_view separators = ",;\"'{}[]()\n";

std::string spelled(char c) {
    return c >= 0x20 && c < 0x7F ? "'" + std::string(1, c) + "'" : "a byte that is not printable";
}

class PlainReader {
  public:
    PlainReader(std::string_view text, Bytes& bytes, PlainError& error) : text_(text), bytes_(bytes), error_(error) {}

    /// Reads only what is between braces, if there are any: the text around them is declarations.
    bool read() {
        if (text_.find('{') == std::string_view::npos) return read_to(text_.size());
        is_braced_ = true;
        while (true) {
            at_ = text_.find('{', at_);
            if (at_ == std::string_view::npos) return true;
            if (!read_to(end_of_braces())) return false;
        }
    }

  private:
    std::size_t end_of_braces() const {
        int depth = 0;
        for (auto at = at_; at < text_.size(); ++at) {
            if (text_[at] == '{') ++depth;
            if (text_[at] == '}' && --depth == 0) return at + 1;
        }
        return text_.size();
    }

    bool read_to(std::size_t end) {
        while (at_ < end) {
            const auto rest = text_.substr(at_, end - at_);
            if (is_blank(rest[0]) || separators.find(rest[0]) != std::string_view::npos) {
                ++at_;
            } else if (is_braced_ && rest.starts_with("/*")) {
                at_ += std::min(rest.find("*/", 2), rest.size() - 2) + 2;
            } else if (is_braced_ && rest.starts_with("//")) {
                at_ += std::min(rest.find('\n'), rest.size());
            } else if (rest.starts_with("b\"") || rest.starts_with("b'")) {
                at_ += 2;  // a byte string of Python or Rust
            } else if (!read_group(rest)) {
                return false;
            }
        }
        return true;
    }

    /// Reads a run of digits, with or without "0x" or "\x" before it.
    bool read_group(std::string_view rest) {
        const bool has_escape = rest.starts_with("\\x") || rest.starts_with("\\X");
        const bool has_0x = !has_escape && without_0x(rest).size() != rest.size();
        const std::size_t from = has_escape || has_0x ? 2 : 0;
        auto to = from;
        while (to < rest.size() && hex_digit(rest[to]) >= 0) ++to;
        const auto digits = rest.substr(from, to - from);
        const bool ends = to == rest.size() || is_blank(rest[to]) || rest[to] == '\\' ||
                          (is_braced_ && rest[to] == '/') || separators.find(rest[to]) != std::string_view::npos;
        if (digits.empty() || !ends) {
            return fail(at_ + to, "hexadecimal digits, or a dump as xxd, hexdump, od or gdb write it",
                        to == rest.size() ? "the end" : spelled(rest[to]));
        }
        // "0x4" is one byte, but "4" may lack a digit.
        const bool is_short = has_0x && digits.size() == 1;
        if (digits.size() % 2 != 0 && !is_short) return fail_odd(from, digits);
        if (is_short) bytes_.push_back(static_cast<std::uint8_t>(hex_digit(digits[0])));
        const bool is_word = is_braced_ && has_0x && (digits.size() == 4 || digits.size() == 8 || digits.size() == 16);
        append_hex(digits, is_word, bytes_);
        at_ += to;
        return true;
    }

    bool fail_odd(std::size_t from, std::string_view digits) {
        constexpr std::size_t most = 20;
        const std::string shown(digits.substr(0, most));
        return fail(at_ + from, "two digits for each byte",
                    digits.size() == 1 ? "one digit, '" + shown + "'"
                                       : std::to_string(digits.size()) + " digits, \"" + shown +
                                             (digits.size() > most ? "…\"" : "\""));
    }

    bool fail(std::size_t at, std::string expected, std::string found) {
        error_ = {at, std::move(expected), std::move(found)};
        return false;
    }

    std::string_view text_;
    Bytes& bytes_;
    PlainError& error_;
    std::size_t at_ = 0;
    bool is_braced_ = false;
};

}  // namespace

bool read_plain_hex(std::string_view text, Bytes& bytes, PlainError& error) {
    return PlainReader(text, bytes, error).read();
}

}  // namespace abi
