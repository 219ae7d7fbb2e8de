// The words and tokens of a source text, as far as they do not depend on macros.
#pragma once

#include <string>
#include <string_view>

#include "clang/Basic/CharInfo.h"
#include "clang/Lex/Token.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace abi::clang_reader {

/// A letter, a digit or an underscore.
inline bool is_of_word(char c) {
    return clang::isAsciiIdentifierContinue(static_cast<unsigned char>(c));
}

/// Calls `found` with each longest run of letters, digits and underscores, also in comments and literals.
template <typename Found>
void for_each_word(std::string_view text, Found found) {
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        if (!is_of_word(*at)) {
            ++at;
            continue;
        }
        const char* const begin = at;
        while (at != end && is_of_word(*at)) ++at;
        found(std::string_view(begin, static_cast<std::size_t>(at - begin)));
    }
}

/// The text without line splices (a backslash, or the trigraph for it, at the end of a line), if one of them is within
/// a word. Otherwise "".
std::string joined_words(std::string_view text);

/// The text with "#undef" for each "#error", without its message, if it has one; otherwise "". No offset changes. So
/// the preprocessor fails at each active "#error", which clang's scanner of directives would leave out. A line that may
/// end a comment or a string stays.
std::string with_failing_errors(std::string_view text);

/// What a text has that different languages, or different parts of one preprocessor, read differently.
struct Ambiguities {
    bool is_modern = false;    // a raw string or a digit separator, which are not in every language
    bool is_trigraph = false;  // which most languages ignore
    bool is_digraph = false;   // "%:", which clang's scanner of directives does not know
    bool is_in_line = false;   // "/*" in a directive that takes its line as it is (`#error see a/*.h`)
};
Ambiguities ambiguities_of(std::string_view text);

/// The tokens of a text without its comments, of all its branches, as C++20 reads them. `spelling` is without line
/// splices. The name of a header and the line of `#error don't` have no tokens.
void for_each_token(std::string_view text,
                    llvm::function_ref<void(const clang::Token& token, std::string_view spelling)> found);

}  // namespace abi::clang_reader
