// The words of a C or C++ text. No preprocessor runs: directives, comments and what stands between quotes are whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace abi::fix {

struct Token {
    enum class What : std::uint8_t { name, number, quoted, mark } what = What::mark;
    std::size_t begin = 0;  // offsets in bytes
    std::size_t end = 0;
    std::string_view text;  // one character for a mark, but "::" is one mark

    bool is(std::string_view word) const { return text == word; }
};

/// A part of a text that holds no tokens.
struct Aside {
    enum class What : std::uint8_t { comment, directive } what = What::comment;
    std::size_t begin = 0;
    std::size_t end = 0;  // without the end of the line
};

/// The text must outlive the tokens. What is never closed lasts to the end of the text.
struct Tokens {
    std::vector<Token> tokens;
    std::vector<Aside> asides;
};

Tokens tokens_of(std::string_view text);

}  // namespace abi::fix
