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
    };
    struct Macro {
        std::vector<Number> value;
        bool is_defined = false;
        bool pastes = false;      // it or what its value names leads to `##`
        bool is_balanced = true;  // it and what its value names
    };

    Number number_of(std::string_view token);
    void add_macros(const ScannedFile& file);
    void follow_names();
    std::vector<Number> parts_of(const ScannedFile& file);
    bool names_pasting(const ScannedFile& file) const;
    void close(Tokens& tokens) const;
    bool can_be_made(std::string_view word, const Tokens& tokens) const;
    void find_made_macros(Tokens& tokens);

    const WantedWords& words_;
    llvm::StringMap<Number> numbers_;
    std::vector<Macro> macros_;            // by the number of the name; for other tokens not defined
    std::vector<std::string_view> texts_;  // by number
    llvm::DenseMap<const ScannedFile*, std::vector<Number>> parts_;
    std::vector<Number> made_macros_;
    llvm::BitVector possible_;    // in any unit
    bool is_everything_ = false;  // the parts are not known
};

}  // namespace abi::clang_reader
