#include "read/declared_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "read/code_words.h"

namespace abi {
namespace {

bool is_one_of(std::string_view word, const auto& words) {
    return std::ranges::find(words, word) != words.end();
}

constexpr std::array<std::string_view, 9> kinds{"struct", "union", "enum",     "extern", "packed",
                                                "object", "tuple", "distinct", "opaque"};

bool opens(std::string_view word) {
    return word == "{" || word == "(" || word == "[";
}
bool closes(std::string_view word) {
    return word == "}" || word == ")" || word == "]";
}

bool is_name(std::string_view word) {
    return !word.empty() && is_name_character(word.front()) && (word.front() < '0' || word.front() > '9');
}

}  // namespace

DeclaredText::DeclaredText(std::string text, std::string language)
    : text_(std::move(text)), language_(std::move(language)) {
    std::size_t done = 0;
    std::size_t line_begin = 0;
    unsigned line = 1;
    unsigned last_line = 0;
    unsigned depth = 0;
    for (const auto word : code_words(text_, language_)) {
        const auto at = static_cast<std::size_t>(word.data() - text_.data());
        for (; done < at; ++done) {
            if (text_[done] != '\n') continue;
            ++line;
            line_begin = done + 1;
        }
        if (closes(word) && depth != 0) --depth;
        const auto column = static_cast<unsigned>(at - line_begin) + 1;
        words_.push_back({.text = word, .line = line, .column = column, .depth = depth, .is_first = line != last_line});
        if (opens(word)) ++depth;
        last_line = line;
        if (is_name(word)) by_name_[word].push_back(words_.size() - 1);
    }
    set_sections();
}

/// Nim has sections: all lines that are further to the right than the `type` or `const` that begins them, which may
/// stand in a `when`. Go has groups in parentheses.
void DeclaredText::set_sections() {
    std::vector<std::pair<unsigned, std::string_view>> open;  // Nim: column and name of the sections around a line
    std::string_view section;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        auto& word = words_[i];
        if (language_ == "nim" && word.is_first) {
            while (!open.empty() && open.back().first >= word.column) open.pop_back();
            if (word.text == "type" || word.text == "const") open.emplace_back(word.column, word.text);
            section = open.empty() ? std::string_view() : open.back().second;
        }
        if (language_ == "go" && word.depth == 0) section = text_at(i + 1) == "(" ? word.text : std::string_view();
        if (language_ == "go" && word.text == "(" && word.depth == 0 && i != 0) section = words_[i - 1].text;
        word.section = section;
    }
}

TextPlace DeclaredText::place(std::size_t word) const {
    return word < words_.size() ? TextPlace{words_[word].line, words_[word].column} : TextPlace{};
}

const std::vector<std::size_t>& DeclaredText::words_named(std::string_view name) const {
    static const std::vector<std::size_t> none;
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? none : found->second;
}

/// The word behind the name, its export mark, its parameters and its pragmas: "=" of "P*[T] {.packed.} = object".
std::size_t DeclaredText::behind_pragmas(std::size_t word) const {
    auto i = word + 1;
    if (text_at(i) == "*") ++i;
    while (text_at(i) == "[" || text_at(i) == "{") {
        const auto depth = words_[i].depth;
        while (i < words_.size() && !(closes(words_[i].text) && words_[i].depth == depth)) ++i;
        ++i;
    }
    return i;
}

bool DeclaredText::is_type(std::size_t i) const {
    const auto& word = words_[i];
    const auto before = i == 0 ? std::string_view() : words_[i - 1].text;
    if (language_ == "rust") return before == "struct" || before == "union" || before == "enum" || before == "type";
    if (language_ == "zig") return before == "const" && text_at(i + 1) == "=";
    if (language_ == "go") {
        const auto next = text_at(i + 1);
        if (next == "=") return false;
        return before == "type" || (word.section == "type" && word.depth == 1 && word.is_first);
    }
    const auto equals = behind_pragmas(i);
    const bool begins = word.is_first || before == "type";
    return word.section == "type" && begins && text_at(equals) == "=" && is_name(text_at(equals + 1)) &&
           words_[equals + 1].line == words_[equals].line;
}

bool DeclaredText::is_constant(std::size_t i) const {
    const auto& word = words_[i];
    const auto before = i == 0 ? std::string_view() : words_[i - 1].text;
    if (language_ == "rust") return before == "const" || before == "static";
    if (language_ == "zig") return before == "const";
    if (language_ == "go") {
        return before == "const" || (word.section == "const" && word.depth == 1 && (word.is_first || before == ","));
    }
    const auto next = text_at(behind_pragmas(i));
    return word.section == "const" && (word.is_first || before == "const") && (next == "=" || next == ":");
}

/// Whether the word stands where the body of a type declares a member.
bool DeclaredText::is_member(std::size_t i) const {
    const auto& word = words_[i];
    const auto before = i == 0 ? std::string_view() : words_[i - 1].text;
    const auto next = text_at(i + 1);
    const bool ends_line = i + 1 >= words_.size() || words_[i + 1].is_first;
    if (language_ == "nim") {
        constexpr std::array<std::string_view, 5> after{"*", ":", ",", "=", "{"};
        return (word.is_first || before == "," || before == "enum") && (ends_line || is_one_of(next, after));
    }
    if (language_ == "go") {
        constexpr std::array<std::string_view, 3> separators{"{", ";", ","};
        return word.is_first || is_one_of(before, separators) || ((before == "*" || before == ".") && ends_line);
    }
    constexpr std::array<std::string_view, 3> first{"{", ",", "]"};
    constexpr std::array<std::string_view, 5> value{"=", ",", "}", "(", "{"};
    return next == ":" || (is_one_of(before, first) && is_one_of(next, value));
}

/// The words of the body: those in the braces behind the name or, in Nim, those of the line and of the lines below it
/// that are further to the right.
std::optional<DeclaredText::Body> DeclaredText::body_of(std::size_t word) const {
    const auto& name = words_[word];
    auto i = word + 1;
    if (language_ == "nim") {
        auto first = word;
        while (!words_[first].is_first) --first;
        const auto indent = first == word ? name.column : words_[first].column;
        while (i < words_.size() && !(words_[i].is_first && words_[i].column <= indent)) ++i;
        return Body{word + 1, i};
    }
    while (i < words_.size() && !(words_[i].text == "{" && words_[i].depth == name.depth)) {
        const bool ends =
            words_[i].text == ";" || words_[i].depth < name.depth || (language_ == "go" && words_[i].line != name.line);
        if (ends) return std::nullopt;
        ++i;
    }
    if (i == words_.size()) return std::nullopt;
    const auto begin = i++;
    while (i < words_.size() && words_[i].depth > name.depth) ++i;
    return Body{begin + 1, i};
}

/// Whether the word lies in the body of a type or a module with this name.
bool DeclaredText::is_within(std::size_t word, std::string_view scope) const {
    return std::ranges::any_of(words_named(scope), [&](std::size_t at) {
        const bool is_module = language_ == "rust" && at != 0 && words_[at - 1].text == "mod";
        if (!is_module && !is_type(at)) return false;
        const auto body = body_of(at);
        return body && body->begin <= word && word < body->end;
    });
}

DeclaredText::Declaration DeclaredText::declaration(std::size_t word, std::string_view scope) const {
    Declaration made{.word = word};
    const auto& name = words_[word];
    if (language_ == "rust" || language_ == "go") {
        made.is_definition = language_ == "go" || words_[word - 1].text != "type";
    } else {  // "P = extern struct", "P* {.packed.} = object"
        const auto equals = behind_pragmas(word);
        made.is_definition = is_one_of(text_at(equals + 1), kinds);
    }
    made.is_in_scope = !scope.empty() && is_within(word, scope);
    made.is_at_file_level = name.depth == (name.section.empty() || language_ != "go" ? 0U : 1U);
    return made;
}

std::vector<DeclaredText::Declaration> DeclaredText::types(std::string_view scope, std::string_view name) const {
    std::vector<Declaration> found;
    for (const auto word : words_named(name)) {
        if (is_type(word)) found.push_back(declaration(word, scope));
    }
    return found;
}

std::vector<DeclaredText::Declaration> DeclaredText::constants(std::string_view scope, std::string_view name) const {
    std::vector<Declaration> found;
    for (const auto word : words_named(name)) {
        if (!is_constant(word)) continue;
        found.push_back(declaration(word, scope));
        found.back().is_definition = true;
    }
    return found;
}

std::optional<std::size_t> DeclaredText::member(std::size_t type, std::string_view name) const {
    const auto body = body_of(type);
    if (!body) return std::nullopt;
    const auto depth = language_ == "nim" ? words_[type].depth : words_[type].depth + 1;
    std::vector<std::size_t> here;
    std::vector<std::size_t> declared;
    for (const auto word : words_named(name)) {
        if (word < body->begin || word >= body->end) continue;
        here.push_back(word);
        if (words_[word].depth == depth && is_member(word)) declared.push_back(word);
    }
    if (declared.size() == 1) return declared.front();
    return declared.empty() && here.size() == 1 ? std::optional(here.front()) : std::nullopt;
}

}  // namespace abi
