// Where a source text of Go, Nim, Rust or Zig declares types, members and constants. The compilers of these languages
// state it nowhere, or only in a part of their debug information. The search knows how declarations are written, but
// does not understand the language: what a macro makes, and what a condition leaves out, it cannot tell.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace abi {

/// A line and a column, counted from 1.
struct TextPlace {
    unsigned line = 0;
    unsigned column = 0;
};

class DeclaredText {
  public:
    /// `language`: a name of probe_languages.def.
    DeclaredText(std::string text, std::string language);
    DeclaredText(const DeclaredText&) = delete;  // the words are parts of the text
    DeclaredText& operator=(const DeclaredText&) = delete;

    /// A declaration: the number of its name among the words, and how well it fits a name with scopes.
    struct Declaration {
        std::size_t word = 0;
        bool is_definition = false;  // has a body; else it is another name for something
        bool is_in_scope = false;    // lies in the body of the scope before the name: `a` of "a::Packet"
        bool is_at_file_level = false;
    };

    /// The declarations of a type. `scope` is the part of the name before the last one; it may be empty.
    std::vector<Declaration> types(std::string_view scope, std::string_view name) const;
    /// The declarations of a constant.
    std::vector<Declaration> constants(std::string_view scope, std::string_view name) const;
    /// The member, a field or an enumerator, of the type whose name is this word. Nothing if the body does not have it,
    /// or has it in several places.
    std::optional<std::size_t> member(std::size_t type, std::string_view name) const;
    TextPlace place(std::size_t word) const;

  private:
    struct Word {
        std::string_view text;
        unsigned line = 0;
        unsigned column = 0;
        unsigned depth = 0;          // of braces, brackets and parentheses
        bool is_first = false;       // on its line
        std::string_view section{};  // of Nim, or of Go's groups: "type", "const"
    };
    struct Body {
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    void set_sections();
    std::string_view text_at(std::size_t word) const {
        return word < words_.size() ? words_[word].text : std::string_view();
    }
    const std::vector<std::size_t>& words_named(std::string_view name) const;
    std::size_t behind_pragmas(std::size_t word) const;
    bool is_type(std::size_t word) const;
    bool is_constant(std::size_t word) const;
    bool is_member(std::size_t word) const;
    std::optional<Body> body_of(std::size_t word) const;
    bool is_within(std::size_t word, std::string_view scope) const;
    Declaration declaration(std::size_t word, std::string_view scope) const;

    std::string text_;
    std::string language_;
    std::vector<Word> words_;
    std::unordered_map<std::string_view, std::vector<std::size_t>> by_name_;
};

}  // namespace abi
