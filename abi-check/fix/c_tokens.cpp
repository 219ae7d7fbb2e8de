#include "fix/c_tokens.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace abi::fix {
namespace {

bool begins_name(char c) {
    return c == '_' || c == '$' || (static_cast<unsigned char>(c) & 0x80U) != 0 ||
           std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool is_digit(char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// Cuts a text into tokens.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    Tokens scan() {
        bool is_line_start = true;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '\n') {
                is_line_start = true;
                ++at_;
            } else if (std::isspace(static_cast<unsigned char>(c)) != 0 || c == '\\') {
                ++at_;
            } else if (text_.substr(at_).starts_with("//")) {
                add_aside(Aside::What::comment, end_of_line(at_));
            } else if (text_.substr(at_).starts_with("/*")) {
                add_aside(Aside::What::comment, behind("*/", at_ + 2));
            } else if (c == '#' && is_line_start) {
                add_aside(Aside::What::directive, end_of_directive());
            } else {
                is_line_start = false;
                add_token();
            }
        }
        return std::move(found_);
    }

  private:
    std::size_t behind(std::string_view mark, std::size_t from) const {
        const auto at = text_.find(mark, from);
        return at == std::string_view::npos ? text_.size() : at + mark.size();
    }

    /// The end of the line, which a backslash before it continues.
    std::size_t end_of_line(std::size_t from) const {
        while (true) {
            const auto end = std::min(text_.find('\n', from), text_.size());
            auto last = end;
            if (last > at_ && text_[last - 1] == '\r') --last;
            if (end == text_.size() || last == at_ || text_[last - 1] != '\\') return last;
            from = end + 1;
        }
    }

    /// A comment that begins in a directive may continue behind its line.
    std::size_t end_of_directive() const {
        const auto end = end_of_line(at_);
        for (std::size_t at = at_; at + 1 < end; ++at) {
            if (text_[at] == '/' && text_[at + 1] == '/') return end;
            if (text_[at] != '/' || text_[at + 1] != '*') continue;
            const auto closed = behind("*/", at + 2);
            if (closed > end) return closed;
            at = closed - 1;
        }
        return end;
    }

    void add_aside(Aside::What what, std::size_t end) {
        found_.asides.push_back({what, at_, end});
        at_ = end;
    }

    std::size_t end_of_quoted() const {
        const char quote = text_[at_];
        for (std::size_t at = at_ + 1; at < text_.size(); ++at) {
            if (text_[at] == '\\') {
                ++at;
            } else if (text_[at] == quote) {
                return at + 1;
            } else if (text_[at] == '\n') {
                return at;
            }
        }
        return text_.size();
    }

    /// R"mark(…)mark"; the name before it is the token that was added last.
    bool takes_raw_string() {
        if (text_[at_] != '"' || found_.tokens.empty()) return false;
        auto& before = found_.tokens.back();
        const bool is_raw = before.end == at_ && before.what == Token::What::name && before.text.ends_with('R') &&
                            before.text.size() <= 3;
        const auto open = text_.find('(', at_);
        if (!is_raw || open == std::string_view::npos || open - at_ > 17) return false;
        const std::string close = ")" + std::string(text_.substr(at_ + 1, open - at_ - 1)) + "\"";
        at_ = behind(close, open);
        before = {Token::What::quoted, before.begin, at_, text_.substr(before.begin, at_ - before.begin)};
        return true;
    }

    void add_token() {
        if (takes_raw_string()) return;
        const char c = text_[at_];
        auto end = at_ + 1;
        auto what = Token::What::mark;
        if (begins_name(c)) {
            what = Token::What::name;
            while (end < text_.size() && (begins_name(text_[end]) || is_digit(text_[end]))) ++end;
        } else if (is_digit(c)) {
            what = Token::What::number;
            while (end < text_.size() && (begins_name(text_[end]) || is_digit(text_[end]) || text_[end] == '.' ||
                                          (text_[end] == '\'' && end + 1 < text_.size() &&
                                           std::isxdigit(static_cast<unsigned char>(text_[end + 1])) != 0)))
                ++end;
        } else if (c == '"' || c == '\'') {
            what = Token::What::quoted;
            end = end_of_quoted();
        } else if (text_.substr(at_).starts_with("::")) {
            ++end;
        }
        found_.tokens.push_back({what, at_, end, text_.substr(at_, end - at_)});
        at_ = end;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Tokens found_;
};

}  // namespace

Tokens tokens_of(std::string_view text) {
    return Scanner(text).scan();
}

}  // namespace abi::fix
