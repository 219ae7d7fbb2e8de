#include "fix/c_record.h"

#include <algorithm>

namespace abi::fix {
namespace {

using List = std::vector<Token>;

bool is_key(const Token& token) {
    return token.is("struct") || token.is("class") || token.is("union");
}

bool opens(const Token& token) {
    return token.is("(") || token.is("[") || token.is("{");
}

bool closes(const Token& token) {
    return token.is(")") || token.is("]") || token.is("}");
}

/// The token that closes what `open` opens; the number of tokens if nothing does.
std::size_t matching(const List& tokens, std::size_t open) {
    std::size_t depth = 0;
    for (auto at = open; at < tokens.size(); ++at) {
        if (opens(tokens[at])) ++depth;
        if (closes(tokens[at]) && --depth == 0) return at;
    }
    return tokens.size();
}

/// From the key word to the brace: attributes, a name, bases. Nothing if something else comes first.
std::optional<std::size_t> find_open(const List& tokens, std::size_t key) {
    for (auto at = key + 1; at < tokens.size(); ++at) {
        if (tokens[at].is("{")) return at;
        if (tokens[at].is(";") || tokens[at].is("=") || tokens[at].is("*") || closes(tokens[at])) return std::nullopt;
        if (tokens[at].is("(") || tokens[at].is("[")) at = matching(tokens, at);
    }
    return std::nullopt;
}

/// "public:" in a body.
bool is_access(const List& tokens, std::size_t at) {
    return (tokens[at].is("public") || tokens[at].is("protected") || tokens[at].is("private")) &&
           at + 1 < tokens.size() && tokens[at + 1].is(":");
}

/// A function ends with its body, everything else with a semicolon.
std::size_t end_of_declaration(const List& tokens, std::size_t first, std::size_t close, Declaration& found) {
    bool has_parameters = false;
    bool has_key = false;
    for (auto at = first; at < close; ++at) {
        if (tokens[at].is(";")) return at;
        if (tokens[at].is(",")) found.is_shared = true;
        if (is_key(tokens[at]) || tokens[at].is("enum")) has_key = true;
        if (!opens(tokens[at])) continue;
        const bool is_body = tokens[at].is("{");
        if (is_body && (has_key || has_parameters)) found.is_plain = false;  // else an initialiser
        const auto end = matching(tokens, at);
        if (is_body && has_parameters && (end + 1 >= close || !tokens[end + 1].is(";"))) return end;
        const bool is_attribute = at != first && (tokens[at - 1].is("__attribute__") || tokens[at - 1].is("alignas") ||
                                                  tokens[at - 1].is("_Alignas") || tokens[at - 1].is("__declspec"));
        if (tokens[at].is("(") && !is_attribute) has_parameters = true;
        at = end;
    }
    return close;
}

std::vector<Declaration> declarations_of(const List& tokens, const CRecord& record) {
    std::vector<Declaration> all;
    for (auto at = record.open + 1; at < record.close;) {
        if (is_access(tokens, at)) {
            at += 2;
            continue;
        }
        Declaration found{.first = at};
        found.last = end_of_declaration(tokens, at, record.close, found);
        if (found.last >= record.close) break;
        at = found.last + 1;
        if (!tokens[found.last].is(";")) found.is_plain = false;
        all.push_back(found);
    }
    return all;
}

/// The last name before the brace or a base that no parenthesis belongs to.
std::string tag_of(const List& tokens, const CRecord& record) {
    std::string tag;
    for (auto at = record.key + 1; at < record.open; ++at) {
        if (tokens[at].is(":")) break;
        const bool is_name = tokens[at].what == Token::What::name && !tokens[at].is("final");
        if (tokens[at].is("(") || tokens[at].is("[")) {
            at = matching(tokens, at);
        } else if (is_name && !tokens[at + 1].is("(")) {
            tag = tokens[at].text;
        }
    }
    return tag;
}

/// The first name of a typedef behind the brace.
std::string typedef_name(const List& tokens, const CRecord& record) {
    for (auto at = record.close + 1; at < record.end; ++at) {
        if (tokens[at].is("(") || tokens[at].is("[")) {
            at = matching(tokens, at);
        } else if (tokens[at].what == Token::What::name && !tokens[at + 1].is("(")) {
            return std::string(tokens[at].text);
        }
    }
    return "";
}

std::string name_of(const List& tokens, const CRecord& record, bool is_typedef, bool is_cpp) {
    const auto tag = tag_of(tokens, record);
    if (!tag.empty()) return is_cpp ? tag : std::string(tokens[record.key].text) + " " + tag;
    return is_typedef ? typedef_name(tokens, record) : "";
}

}  // namespace

std::optional<std::size_t> offset_at(std::string_view text, unsigned line, unsigned column) {
    if (line == 0 || column == 0) return std::nullopt;
    std::size_t at = 0;
    for (unsigned i = 1; i < line; ++i) {
        at = text.find('\n', at);
        if (at == std::string_view::npos) return std::nullopt;
        ++at;
    }
    const auto end = std::min(text.find('\n', at), text.size());
    if (at + column - 1 > end) return std::nullopt;
    return at + column - 1;
}

std::optional<CRecord> find_record_in(const Tokens& all, std::size_t offset, bool is_cpp) {
    const auto& tokens = all.tokens;
    const auto found = std::ranges::find_if(tokens, [&](const Token& token) { return token.end > offset; });
    if (found == tokens.end() || found->begin > offset) return std::nullopt;
    auto key = static_cast<std::size_t>(found - tokens.begin());
    const bool is_typedef_here = tokens[key].is("typedef");
    if (is_typedef_here) ++key;
    if (key < tokens.size() && !is_key(tokens[key])) {
        // The name: the key word stands before it, with attributes between them.
        while (key > 0 && !is_key(tokens[key]) && !tokens[key].is(";") && !tokens[key].is("{") && !tokens[key].is("}"))
            --key;
    }
    if (key >= tokens.size() || !is_key(tokens[key])) return std::nullopt;
    const auto open = find_open(tokens, key);
    if (!open) return std::nullopt;
    CRecord record{.key = key, .open = *open, .close = matching(tokens, *open)};
    record.end = record.close;
    while (record.end < tokens.size() && !tokens[record.end].is(";")) ++record.end;
    if (record.end >= tokens.size()) return std::nullopt;
    record.declarations = declarations_of(tokens, record);
    bool is_typedef = is_typedef_here;
    for (auto at = key; at > 0 && !is_typedef; --at) {
        if (tokens[at - 1].is(";") || tokens[at - 1].is("}") || tokens[at - 1].is("{")) break;
        is_typedef = tokens[at - 1].is("typedef");
    }
    record.name = name_of(tokens, record, is_typedef, is_cpp);
    return record;
}

const Declaration* declaration_at(const CRecord& record, const Tokens& tokens, std::size_t offset) {
    const auto found = std::ranges::find_if(record.declarations, [&](const Declaration& one) {
        return tokens.tokens[one.first].begin <= offset && offset < tokens.tokens[one.last].end;
    });
    return found == record.declarations.end() ? nullptr : &*found;
}

}  // namespace abi::fix
