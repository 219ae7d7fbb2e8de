#include "read/clang/source_words.h"

#include <algorithm>
#include <array>

#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"

namespace abi::clang_reader {
namespace {

/// Directives whose line is not made of tokens, and those that begin with the name of a header.
constexpr std::array<std::string_view, 6> takes_line{"error", "warning", "ident", "sccs", "assert", "unassert"};
constexpr std::array<std::string_view, 5> takes_header{"include", "include_next", "import", "embed",
                                                       "__include_macros"};
constexpr std::string_view of_trigraphs = "=/'()!<>-";
constexpr std::string_view trigraph_backslash = "\?\?/";

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\v';
}

/// The length of the line splice at the front of a text, or 0.
std::size_t splice_at(std::string_view text) {
    std::size_t at = 0;
    if (text.starts_with('\\')) at = 1;
    if (text.starts_with(trigraph_backslash)) at = 3;
    if (at == 0) return 0;
    while (at < text.size() && is_blank(text[at])) ++at;  // clang and GCC allow blanks behind the backslash
    if (text.substr(at).starts_with("\r\n") || text.substr(at).starts_with("\n\r")) return at + 2;
    return at < text.size() && (text[at] == '\n' || text[at] == '\r') ? at + 1 : 0;
}

/// The end of the line that begins at `at`, with the lines that continue it.
std::size_t end_of_line(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] != '\n' && text[at] != '\r') {
        const auto splice = splice_at(text.substr(at));
        at += splice == 0 ? 1 : splice;
    }
    return at;
}

bool has_open_comment(std::string_view line) {
    const auto begin = line.rfind("/*");
    return begin != std::string_view::npos && line.find("*/", begin + 2) == std::string_view::npos;
}

/// 1'000, or R"( with its prefixes.
bool is_modern_at(std::string_view text, std::size_t at) {
    if (at == 0 || at + 1 >= text.size()) return false;
    std::size_t begin = at;
    while (begin != 0 && is_of_word(text[begin - 1])) --begin;
    const auto word = text.substr(begin, at - begin);
    if (text[at] == '"') return word == "R" || word == "LR" || word == "uR" || word == "UR" || word == "u8R";
    return !word.empty() && clang::isDigit(static_cast<unsigned char>(word.front())) && is_of_word(text[at + 1]);
}

/// The end of the header's name that stands at `at`, or `at`: C++ [lex.header].
std::size_t end_of_header(std::string_view text, std::size_t at) {
    while (at < text.size() && is_blank(text[at])) ++at;
    if (at == text.size() || (text[at] != '<' && text[at] != '"')) return at;
    const auto end = text.find_first_of(text[at] == '<' ? ">\n\r" : "\"\n\r", at + 1);
    if (end == std::string_view::npos) return text.size();
    return text[end] == '\n' || text[end] == '\r' ? end : end + 1;
}

/// Where the tokens go on behind the word of a directive, if not behind that word.
std::size_t end_of_name(std::string_view text, std::size_t at, std::string_view directive) {
    if (std::ranges::find(takes_line, directive) != takes_line.end()) return end_of_line(text, at);
    if (std::ranges::find(takes_header, directive) != takes_header.end()) return end_of_header(text, at);
    return at;
}

clang::LangOptions language() {
    clang::LangOptions options;
    options.CPlusPlus = options.CPlusPlus11 = options.CPlusPlus14 = options.CPlusPlus17 = options.CPlusPlus20 = true;
    options.LineComment = options.RawStringLiterals = options.Digraphs = true;
    options.ObjC = true;  // '@' is a token
    return options;
}

}  // namespace

std::string joined_words(std::string_view text) {
    std::string joined;
    std::size_t kept = 0;
    bool is_within = false;
    for (auto at = text.find_first_of("\\?"); at != std::string_view::npos; at = text.find_first_of("\\?", at)) {
        const auto splice = splice_at(text.substr(at));
        if (splice == 0) {
            ++at;
            continue;
        }
        joined += text.substr(kept, at - kept);
        kept = at + splice;
        if (!joined.empty() && is_of_word(joined.back()) && kept < text.size()) {
            // A splice may follow another one.
            is_within |= is_of_word(text[kept]) || text[kept] == '\\' || text[kept] == '?';
        }
        at = kept;
    }
    if (!is_within) return "";
    joined += text.substr(kept);
    return joined;
}

std::string with_failing_errors(std::string_view text) {
    constexpr std::string_view word = "error";
    const bool has_raw_strings = text.find("R\"") != std::string_view::npos;
    std::string changed;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) {
        auto begin = at;
        while (begin != 0 && is_blank(text[begin - 1])) --begin;
        if (begin == 0 || text[begin - 1] != '#') continue;
        --begin;
        while (begin != 0 && is_blank(text[begin - 1])) --begin;
        const bool begins_line = begin == 0 || text[begin - 1] == '\n' || text[begin - 1] == '\r';
        const auto rest = at + word.size();
        const auto end = std::min(end_of_line(text, rest), text.size());
        const auto message = text.substr(rest, end - rest);
        const bool is_other_word = !message.empty() && is_of_word(message.front());
        const bool has_comment =
            message.find("*/") != std::string_view::npos || message.find("/*") != std::string_view::npos;
        const bool may_end = has_comment || (has_raw_strings && message.find(')') != std::string_view::npos);
        if (!begins_line || is_other_word || may_end) continue;
        if (changed.empty()) changed = text;
        changed.replace(at, word.size(), "undef");
        std::ranges::replace_if(
            changed.begin() + static_cast<std::ptrdiff_t>(rest), changed.begin() + static_cast<std::ptrdiff_t>(end),
            [](char c) { return c != '\n' && c != '\r'; }, ' ');
    }
    return changed;
}

Ambiguities ambiguities_of(std::string_view text) {
    Ambiguities found;
    for (auto at = text.find_first_of("'\"?#%"); at != std::string_view::npos; at = text.find_first_of("'\"?#%", at)) {
        if (text[at] == '?') {
            found.is_trigraph |= at + 2 < text.size() && text[at + 1] == '?' &&
                                 of_trigraphs.find(text[at + 2]) != std::string_view::npos;
            ++at;
        } else if (text[at] == '%' && !text.substr(at).starts_with("%:")) {
            ++at;
        } else if (text[at] == '\'' || text[at] == '"') {
            found.is_modern |= is_modern_at(text, at++);
        } else {
            auto word = at + (text[at] == '#' ? 1 : 2);
            while (word < text.size() && is_blank(text[word])) ++word;
            const auto end = std::min(end_of_line(text, word), text.size());
            const auto line = text.substr(word, end - word);
            found.is_digraph |= text[at] == '%';
            const bool takes = std::ranges::any_of(takes_line, [&](auto one) { return line.starts_with(one); });
            found.is_in_line |= takes && has_open_comment(line);
            ++at;
        }
    }
    return found;
}

void for_each_token(std::string_view text,
                    llvm::function_ref<void(const clang::Token& token, std::string_view spelling)> found) {
    static const clang::LangOptions options = language();
    const auto begin_of_file = clang::SourceLocation::getFromRawEncoding(1);
    std::size_t begin = 0;
    while (begin < text.size()) {
        clang::Lexer lexer(begin_of_file, options, text.data(), text.data() + begin, text.data() + text.size());
        bool is_hash = false;
        bool is_again = false;
        while (!is_again) {
            clang::Token token;
            if (lexer.LexFromRawLexer(token) && token.is(clang::tok::eof)) return;
            if (token.is(clang::tok::eof)) return;
            const auto offset = static_cast<std::size_t>(lexer.getBufferLocation() - text.data()) - token.getLength();
            const auto raw = text.substr(offset, token.getLength());
            std::string clean;
            if (token.needsCleaning()) {
                for (std::size_t at = 0; at < raw.size();) {
                    const auto splice = splice_at(raw.substr(at));
                    if (splice == 0) clean += raw[at];
                    at += splice == 0 ? 1 : splice;
                }
            }
            const std::string_view spelling = token.needsCleaning() ? std::string_view(clean) : raw;
            found(token, spelling);
            const auto end = offset + token.getLength();
            if (is_hash && token.is(clang::tok::raw_identifier) && end_of_name(text, end, spelling) != end) {
                begin = end_of_name(text, end, spelling);
                is_again = true;
            }
            is_hash = token.is(clang::tok::hash) && token.isAtStartOfLine();
        }
    }
}

}  // namespace abi::clang_reader
