#include "read/clang/word_uses.h"

#include <algorithm>
#include <array>
#include <optional>

#include "read/clang/source_words.h"

namespace abi::clang_reader {
namespace {

namespace tok = clang::tok;

/// Between one of these and a name, or between a name and one of these, no name is declared.
bool is_operator(tok::TokenKind kind) {
    switch (kind) {
    case tok::equalequal:
    case tok::exclaimequal:
    case tok::plus:
    case tok::minus:
    case tok::slash:
    case tok::percent:
    case tok::pipe:
    case tok::pipepipe:
    case tok::caret:
    case tok::question:
    case tok::period:
    case tok::arrow:
    case tok::lessless:
    case tok::lessequal:
    case tok::greaterequal:
    case tok::spaceship:
    case tok::plusequal:
    case tok::minusequal:
    case tok::starequal:
    case tok::slashequal:
    case tok::percentequal:
    case tok::ampequal:
    case tok::pipeequal:
    case tok::caretequal:
    case tok::lesslessequal:
    case tok::greatergreaterequal: return true;
    default: return false;
    }
}

/// Behind a name, these show that it is a type or a scope that is used, or an operand.
bool ends_use(tok::TokenKind kind) {
    return is_operator(kind) || kind == tok::coloncolon || kind == tok::star || kind == tok::amp ||
           kind == tok::ampamp || kind == tok::greater || kind == tok::greatergreater || kind == tok::plusplus ||
           kind == tok::minusminus;
}

/// Before a name, these show that it is an operand, a base, or an argument of a template.
bool begins_use(tok::TokenKind kind) {
    return is_operator(kind) || kind == tok::equal || kind == tok::exclaim || kind == tok::tilde || kind == tok::less ||
           kind == tok::colon;
}

constexpr std::array<std::string_view, 15> before_uses{"return", "case",   "goto",     "throw",     "typename",
                                                       "new",    "delete", "sizeof",   "_Alignof",  "alignof",
                                                       "else",   "do",     "co_await", "co_return", "co_yield"};
constexpr std::array<std::string_view, 5> type_keys{"typedef", "enum", "struct", "class", "union"};
constexpr std::array<std::string_view, 13> qualifiers{"const",    "volatile", "static", "inline",  "constexpr",
                                                      "extern",   "virtual",  "friend", "mutable", "register",
                                                      "explicit", "typedef",  "using"};
/// Words whose parentheses hold no declarator.
constexpr std::array<std::string_view, 14> expression_keys{
    "if",       "while",      "switch",   "sizeof",        "alignof",        "_Alignof", "alignas",
    "_Alignas", "__declspec", "decltype", "static_assert", "_Static_assert", "typeof",   "__attribute__"};

template <typename Words>
bool is_one_of(std::string_view word, const Words& words) {
    return std::ranges::find(words, word) != words.end();
}

struct Token {
    tok::TokenKind kind = tok::unknown;
    std::string word;  // of an identifier or a keyword

    bool is_word() const { return kind == tok::raw_identifier; }
};

struct Bracket {
    tok::TokenKind kind = tok::unknown;
    std::string callee;           // the word before it, also in `callee(…)(` and `callee(…) {`
    bool has_type = false;        // the statement of a brace
    bool is_enum = false;         // a brace with enumerators
    bool is_initializer = false;  // a brace with values
    bool is_expression = false;   // a parenthesis that cannot hold a declarator
    bool is_binding = false;      // `auto [a, b]`
};

/// What stands before a token. A branch of `#if` begins with what stands before the `#if`.
struct Before {
    std::vector<Bracket> brackets;
    std::vector<Token> tokens;  // of the statement; the first is what ends the statement before it
    bool has_typedef = false;   // in the statement
    bool has_type = false;      // typedef, or the key of a type: a name may follow its brace
    bool has_enum = false;
    std::string last_callee;  // of the parenthesis that was closed last
    bool is_known = true;     // false: the last token depends on a branch or an included file
};

class UseFinder {
  public:
    UseFinder(std::string_view text, const WantedWords& words) : text_(text), words_(words) {}

    WordUses find() {
        for_each_token(text_, [&](const clang::Token& token, std::string_view spelling) { take(token, spelling); });
        settle(std::nullopt);
        if (!before_.brackets.empty() || !branches_.empty()) is_clear_ = false;
        sort(uses_.all);
        sort(uses_.declared);
        sort(uses_.in_calls);
        if (!is_clear_) uses_.declared = uses_.all;
        return std::move(uses_);
    }

  private:
    /// Each element once.
    template <typename List>
    static void sort(List& list) {
        std::ranges::sort(list);
        const auto rest = std::ranges::unique(list);
        list.erase(rest.begin(), rest.end());
    }

    void take(const clang::Token& token, std::string_view spelling) {
        const auto kind = token.getKind();
        if (token.isAtStartOfLine()) {
            if (directive_ == "include" || directive_ == "include_next" || directive_ == "import")
                before_.is_known = false;
            directive_.clear();
            is_directive_ = kind == tok::hash;
            if (is_directive_) return settle(std::nullopt);
        }
        if (is_directive_ && directive_.empty()) {
            directive_ = spelling;
            return branch();
        }
        const auto word = kind == tok::raw_identifier ? words_.find(spelling) : WantedWords::nothing_found;
        if (word != WantedWords::nothing_found) uses_.all.push_back(word);
        if (is_directive_) {
            const bool is_condition = directive_.starts_with("if") || directive_.starts_with("elif");
            if (word != WantedWords::nothing_found && !is_condition) uses_.declared.push_back(word);
            return;
        }
        Token next{kind, kind == tok::raw_identifier ? std::string(spelling) : std::string()};
        settle(next);
        if (word != WantedWords::nothing_found) pending_ = word;
        was_known_ = before_.is_known;
        add(std::move(next));
    }

    void branch() {
        if (directive_.starts_with("if")) {
            branches_.push_back(before_);
        } else if (directive_.starts_with("el")) {
            if (branches_.empty()) return void(is_clear_ = false);
            if (branches_.back().brackets.size() != before_.brackets.size()) ends_differ_ = true;
            before_ = branches_.back();
        } else if (directive_ == "endif") {
            if (branches_.empty()) return void(is_clear_ = false);
            // Branches that open or close brackets leave the rest of the text without a meaning.
            if (branches_.back().brackets.size() != before_.brackets.size()) ends_differ_ = true;
            if (ends_differ_) is_clear_ = false;
            before_.is_known = false;
            branches_.pop_back();
        }
    }

    void add(Token token) {
        before_.is_known = true;
        switch (token.kind) {
        case tok::l_paren:
        case tok::l_square: open(token.kind); break;
        case tok::l_brace: open_brace(); break;
        case tok::r_paren: close(tok::l_paren); break;
        case tok::r_square: close(tok::l_square); break;
        case tok::r_brace: close_brace(); return;
        case tok::semi: begin_statement(std::move(token)); return;
        default: break;
        }
        if (token.is_word()) {
            before_.has_typedef |= token.word == "typedef";
            before_.has_enum |= token.word == "enum";
            before_.has_type |= is_one_of(token.word, type_keys);
        }
        if (token.kind == tok::l_brace) return begin_statement(std::move(token));
        before_.tokens.push_back(std::move(token));
    }

    void begin_statement(Token end) {
        before_.tokens.clear();
        before_.tokens.push_back(std::move(end));
        before_.has_typedef = before_.has_type = before_.has_enum = false;
    }

    void open(tok::TokenKind kind) {
        Bracket bracket{.kind = kind, .callee = kind == tok::l_paren ? callee() : ""};
        bracket.is_expression = is_expression();
        if (!before_.tokens.empty()) {
            const auto& last = before_.tokens.back();
            bracket.is_binding = kind == tok::l_square && (last.word == "auto" || last.kind == tok::amp ||
                                                           last.kind == tok::ampamp || !before_.is_known);
        }
        before_.brackets.push_back(std::move(bracket));
    }

    /// Whether a parenthesis here belongs to a value: `x = f(`, `return (`, `if (`, but not `int (`, `f(`.
    bool is_expression() const {
        if (!before_.brackets.empty()) {
            const auto& outer = before_.brackets.back();
            if (outer.kind != tok::l_brace && outer.is_expression) return true;
        }
        if (!before_.is_known || before_.tokens.empty()) return false;
        const auto& last = before_.tokens.back();
        if (last.is_word() && is_one_of(last.word, expression_keys)) return true;
        if (last.kind == tok::comma || last.kind == tok::star || last.kind == tok::amp || last.kind == tok::ampamp)
            return false;
        bool has_value = false;
        bool has_less = false;
        int depth = 0;
        for (const auto& token : before_.tokens) {
            if (token.kind == tok::l_paren || token.kind == tok::l_square) ++depth;
            if (token.kind == tok::r_paren || token.kind == tok::r_square) --depth;
            if (depth != 0) continue;
            if (token.word == "template") return false;
            has_less |= token.kind == tok::less;
            has_value |= token.kind == tok::equal || token.word == "return" || token.word == "case" ||
                         token.word == "throw" || (!has_less && is_operator(token.kind));
        }
        return has_value;
    }

    std::string callee() const {
        if (before_.tokens.empty()) return "";
        return before_.tokens.back().kind == tok::r_paren ? before_.last_callee : before_.tokens.back().word;
    }

    void open_brace() {
        Bracket bracket{.kind = tok::l_brace, .callee = callee()};
        bracket.has_type = before_.has_type;
        bracket.is_enum = before_.has_enum;
        if (!before_.tokens.empty() && before_.is_known) {
            const auto last = before_.tokens.back().kind;
            const bool is_nested =
                last == tok::l_brace && !before_.brackets.empty() && before_.brackets.back().is_initializer;
            bracket.is_initializer = !bracket.is_enum && (is_nested || last == tok::equal || last == tok::l_paren ||
                                                          last == tok::comma || before_.tokens.back().word == "return");
        }
        before_.brackets.push_back(std::move(bracket));
    }

    void close(tok::TokenKind opening) {
        if (before_.brackets.empty() || before_.brackets.back().kind != opening) return void(is_clear_ = false);
        if (opening == tok::l_paren) before_.last_callee = std::move(before_.brackets.back().callee);
        before_.brackets.pop_back();
    }

    void close_brace() {
        const bool has_type = !before_.brackets.empty() && before_.brackets.back().has_type;
        close(tok::l_brace);
        begin_statement({tok::r_brace, {}});
        before_.has_type = has_type;
    }

    /// Decides about the word before `next`; nothing: a directive or the end of the text follows it.
    void settle(const std::optional<Token>& next) {
        if (!pending_) return;
        const auto word = *pending_;
        pending_.reset();
        if (!next) return uses_.declared.push_back(word);
        if (ends_use(next->kind)) return;
        // Behind the word itself.
        const auto& tokens = before_.tokens;
        if (tokens.size() < 2 || !was_known_) return uses_.declared.push_back(word);
        std::size_t at = tokens.size() - 1;  // of the first component of the name
        while (at >= 2 && tokens[at - 1].kind == tok::coloncolon) {
            if (!tokens[at - 2].is_word()) break;
            at -= 2;
        }
        if (at == 0) return uses_.declared.push_back(word);
        const auto& previous = tokens[at - 1];
        const bool is_qualified = at + 1 != tokens.size();
        switch (judge(previous, *next, at, is_qualified)) {
        case Role::use: return;
        case Role::declared: return uses_.declared.push_back(word);
        case Role::argument:
            for (const auto& bracket : before_.brackets) {
                if (!bracket.callee.empty()) uses_.in_calls.push_back({bracket.callee, word});
            }
            return;
        }
    }

    enum class Role { use, declared, argument };

    /// `at`: the index of the first component of the name.
    Role judge(const Token& previous, const Token& next, std::size_t at, bool is_qualified) const {
        if (begins_use(previous.kind)) return Role::use;
        if (previous.is_word() && is_one_of(previous.word, before_uses)) return Role::use;
        const auto* bracket = before_.brackets.empty() ? nullptr : &before_.brackets.back();
        if (bracket != nullptr && bracket->kind == tok::l_square)
            return bracket->is_binding ? Role::declared : Role::argument;
        if (bracket != nullptr && bracket->kind == tok::l_paren) {
            auto first = at;  // of the argument, if the name begins it
            while (first > 1 && is_one_of(before_.tokens[first - 1].word, qualifiers)) --first;
            const auto before = before_.tokens[first - 1].kind;
            const bool begins = before == tok::l_paren || before == tok::comma;
            const bool ends = next.kind == tok::r_paren || next.kind == tok::comma;
            if (!begins && !ends) return Role::declared;
            return before_.has_typedef || is_declarator(previous, next, *bracket) ? Role::declared : Role::argument;
        }
        const bool begins_item = previous.kind == tok::l_brace || previous.kind == tok::comma;
        const bool ends_item = next.kind == tok::comma || next.kind == tok::r_brace || next.kind == tok::equal;
        if (begins_item && ends_item) {
            return bracket != nullptr && bracket->is_initializer ? Role::argument : Role::declared;
        }
        if (previous.is_word() && is_one_of(previous.word, qualifiers)) {
            return next.is_word() && begins_declaration(at) ? Role::use : Role::declared;
        }
        if (bracket != nullptr && bracket->is_enum) return Role::declared;
        if (is_qualified && next.kind == tok::semi) return Role::declared;
        if (previous.kind == tok::l_brace) return Role::argument;
        const bool begins_statement =
            previous.kind == tok::semi || (previous.kind == tok::r_brace && !before_.has_type);
        return begins_statement ? Role::use : Role::declared;
    }

    /// Whether the word is a type because only qualifiers stand before it in its declaration, as in `const Packet
    /// packet`. The same word is declared in `int const LIMIT ATTRIBUTE`, in `struct { int x; } typedef Packet
    /// ATTRIBUTE` and in `using Packet ATTRIBUTE = u32`.
    bool begins_declaration(std::size_t at) const {
        const auto& tokens = before_.tokens;
        for (--at; at != 0; --at) {
            if (tokens[at].word == "using" || !is_one_of(tokens[at].word, qualifiers)) return false;
        }
        const auto end = tokens.front().kind;
        return end == tok::semi || end == tok::l_brace || (end == tok::r_brace && !before_.has_type);
    }

    /// `const u32 (LIMIT) = 5;` and `extern int (*table)[4];`, which look like calls.
    static bool is_declarator(const Token& previous, const Token& next, const Bracket& bracket) {
        return !bracket.is_expression && next.kind == tok::r_paren && previous.kind != tok::comma;
    }

    std::string_view text_;
    const WantedWords& words_;
    WordUses uses_;
    Before before_;
    std::vector<Before> branches_;
    std::string directive_;  // its name, while its line goes on
    bool is_directive_ = false;
    bool is_clear_ = true;  // false: the brackets of the text are not in pairs
    bool ends_differ_ = false;
    bool was_known_ = true;  // Before::is_known before the pending word
    std::optional<std::size_t> pending_;
};

}  // namespace

WordUses word_uses(std::string_view text, const WantedWords& words) {
    return UseFinder(text, words).find();
}

}  // namespace abi::clang_reader
