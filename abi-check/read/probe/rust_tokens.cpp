#include "read/probe/rust_tokens.h"

#include <algorithm>
#include <string>

namespace abi::probe {
namespace {

bool begins_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_of_word(char c) {
    return begins_word(c) || is_digit(c);
}

std::size_t after_word(std::string_view text, std::size_t at) {
    while (at < text.size() && is_of_word(text[at])) ++at;
    return at;
}

/// The end of the nested comment that begins at `at`.
std::size_t after_comment(std::string_view text, std::size_t at) {
    int depth = 0;
    while (at < text.size()) {
        const auto two = text.substr(at, 2);
        if (two == "/*") ++depth;
        if (two == "*/") --depth;
        at += two == "/*" || two == "*/" ? 2 : 1;
        if (depth == 0) break;
    }
    return std::min(at, text.size());
}

/// The end of the text in quotation marks that opens at `at`; a backslash escapes.
std::size_t after_quoted(std::string_view text, std::size_t at) {
    const char mark = text[at];
    for (++at; at < text.size() && text[at] != mark; ++at) {
        if (text[at] == '\\') ++at;
    }
    return std::min(at + 1, text.size());
}

/// The end of r"…" or r##"…"##, where `at` is behind the r; `at` if it is no raw string.
std::size_t after_raw(std::string_view text, std::size_t at) {
    const auto quote = std::min(text.find_first_not_of('#', at), text.size());
    if (quote == text.size() || text[quote] != '"') return at;
    const auto close = "\"" + std::string(quote - at, '#');
    const auto end = text.find(close, quote + 1);
    return end == std::string_view::npos ? text.size() : end + close.size();
}

/// The end of the character that opens at `at`; `at` + 1 for the lifetime 'a.
std::size_t after_apostrophe(std::string_view text, std::size_t at) {
    const auto after = text.substr(std::min(at + 1, text.size()));
    if (after.starts_with('\\')) return after_quoted(text, at);
    const bool is_word = !after.empty() && begins_word(after[0]);
    const auto end = is_word ? after_word(text, at + 1) : at + 2;
    return end < text.size() && text[end] == '\'' ? end + 1 : at + 1;
}

}  // namespace

void RustTokens::skip_blanks() {
    while (at_ < text_.size()) {
        const auto left = text_.substr(at_);
        if (left.starts_with("//")) {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else if (left.starts_with("/*")) {
            at_ = after_comment(text_, at_);
        } else if (static_cast<unsigned char>(left[0]) <= ' ' || left.starts_with("\xEF\xBB\xBF")) {
            at_ += left.starts_with("\xEF\xBB\xBF") ? 3 : 1;
        } else {
            return;
        }
    }
}

/// The end of a literal that begins at `at`; `at` if none does.
std::size_t RustTokens::after_literal(std::size_t at) const {
    if (text_[at] == '"') return after_quoted(text_, at);
    if (text_[at] == '\'') return after_apostrophe(text_, at);
    if (is_digit(text_[at])) return after_word(text_, at);
    if (!begins_word(text_[at])) return at;
    const auto end = after_word(text_, at);
    const auto prefix = text_.substr(at, end - at);
    const char follows = end < text_.size() ? text_[end] : '\0';
    if (prefix == "r" || prefix == "br" || prefix == "cr") {
        const auto after = after_raw(text_, end);
        return after == end ? at : after;
    }
    if ((prefix == "b" || prefix == "c") && follows == '"') return after_quoted(text_, end);
    return prefix == "b" && follows == '\'' ? after_apostrophe(text_, end) : at;
}

RustToken RustTokens::next() {
    skip_blanks();
    RustToken token{.begin = at_};
    if (at_ >= text_.size()) return token;
    const auto literal = after_literal(at_);
    if (literal != at_) {
        token.kind = RustToken::Kind::literal;
        at_ = literal;
    } else if (begins_word(text_[at_])) {
        token.kind = RustToken::Kind::identifier;
        const bool is_raw = text_.substr(at_).starts_with("r#");
        at_ = after_word(text_, is_raw ? at_ + 2 : at_);
        token.text = text_.substr(token.begin + (is_raw ? 2 : 0), at_ - token.begin - (is_raw ? 2 : 0));
        return token;
    } else {
        token.kind = RustToken::Kind::punctuation;
        ++at_;
    }
    token.text = text_.substr(token.begin, at_ - token.begin);
    return token;
}

}  // namespace abi::probe
