// Which words `##` could make in a set of files, without running the preprocessor.
//
// A word that `##` makes consists of at least two tokens. They come from the values of macros, or from a part of the
// text that the preprocessor replaces. Such a part names a macro that leads to `##`. It cannot go on behind a ';' or a
// brace outside of parentheses. So a word cannot be made if it is not a row of tokens from these parts and from the
// macros that they name. Digits may come from nowhere (`__LINE__`).
#pragma once

#include <string_view>
#include <vector>

#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include "read/clang/scanned_files.h"

namespace abi::clang_reader {

class Pasting {
  public:
    /// `files`: those of all units, with what the command lines define.
    Pasting(const std::vector<const ScannedFile*>& files, const WantedWords& words);

    /// The wanted words that could be made in a unit with these files, which must be among all files. Sound, not exact.
    llvm::BitVector possible_in(const std::vector<const ScannedFile*>& files) const;

  private:
    using Number = unsigned;
    /// Tokens by their numbers. Each is in the list once.
    struct Tokens {
        llvm::BitVector has;
        std::vector<Number> list;

        bool add(Number token);
        bool contains(Number token) const { return token < has.size() && has[token]; }
    };
    struct Macro {
        std::vector<Number> value;
        bool is_defined = false;
        bool pastes = false;      // it or what its value names leads to `##`
        bool is_balanced = true;  // it and what its value names
    };

    static constexpr Number any_token = ~Number{0};  // digits
    struct Piece {
        std::size_t begin, end;
        Number token;
    };
    /// A word, and the tokens that it may consist of, sorted by where they begin.
    struct Made {
        Number number = 0;  // of the word
        std::size_t size = 0;
        std::vector<Piece> pieces;
    };

    Number number_of(std::string_view token);
    void add_macros(const ScannedFile& file);
    void follow_names();
    std::vector<Number> parts_of(const ScannedFile& file);
    bool names_pasting(const ScannedFile& file) const;
    void close(Tokens& tokens) const;
    Made pieces_of(std::string_view word, Number number) const;
    static bool can_be_made(const Made& made, const Tokens& tokens);
    bool add_made_macros(const std::vector<Made>& names, Tokens& tokens) const;

    unsigned count_;  // of the wanted words
    llvm::StringMap<Number> numbers_;
    std::vector<Macro> macros_;            // by the number of the name; for other tokens not defined
    std::vector<std::string_view> texts_;  // by number
    llvm::DenseMap<const ScannedFile*, std::vector<Number>> parts_;
    std::vector<Made> made_macros_;   // those that could be made in some unit
    std::vector<Made> made_words_;    // the same for the wanted words
    bool has_balanced_names_ = true;  // no macro that could be made has parentheses that are not in pairs
};

}  // namespace abi::clang_reader
