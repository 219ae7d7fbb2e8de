// Where a text may declare a wanted word, and where it only uses it. `return CMD_EXEC;` and `Packet* next;` declare
// neither CMD_EXEC nor Packet.
//
// The tokens beside a word decide. They stay beside it whatever macros expand to, except at the end of an argument:
// then it depends on whether the function that is called is a macro. What the tokens do not decide counts as a
// declaration.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "read/clang/wanted_words.h"

namespace abi::clang_reader {

/// Lists of indices into the wanted words are sorted, and hold each word once.
struct WordUses {
    struct InCall {
        std::string callee;
        std::size_t word = 0;

        friend auto operator<=>(const InCall&, const InCall&) = default;
    };
    std::vector<std::size_t> all;       // the words that are tokens of the text, in all of its branches
    std::vector<std::size_t> declared;  // those that it may declare
    std::vector<InCall> in_calls;       // those that it declares if `callee` is a macro; sorted
};

WordUses word_uses(std::string_view text, const WantedWords& words);

}  // namespace abi::clang_reader
