// The words of the wanted names. A unit can declare "core::CmdPacket" only if the words "core" and "CmdPacket" are
// tokens of its files, or if the preprocessor makes them there; and "CmdPacket" must stand where a name is declared.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/StringMap.h"

namespace abi::clang_reader {

class WantedWords {
  public:
    explicit WantedWords(const std::vector<std::string>& names);

    /// Whether every name has a word that a unit must have. False if everything is wanted, too.
    bool are_known() const { return are_known_; }
    std::size_t count() const { return words_.size(); }
    std::string_view word(std::size_t index) const { return words_[index]; }

    /// The index of a word, or nothing_found. Costs a look-up in a table of bits for almost every word.
    std::size_t find(std::string_view word) const {
        if (word.size() < 2 ? !has_short_ : !first_two_.test(first_two(word))) return nothing_found;
        const auto found = indices_.find(word);
        return found == indices_.end() ? nothing_found : found->second;
    }
    static constexpr std::size_t nothing_found = ~std::size_t{0};

    /// The words that every unit has: those of types that clang declares itself.
    llvm::BitVector of_every_unit() const { return of_every_unit_; }
    /// The first name whose words are all in `has`, and whose last one is in `declared`, among those with the word
    /// `word`; null if there is none.
    const std::string* name_with(std::size_t word, const llvm::BitVector& has, const llvm::BitVector& declared) const;
    /// The same among all names.
    const std::string* first_name(const llvm::BitVector& has, const llvm::BitVector& declared) const;

  private:
    static std::size_t first_two(std::string_view word) {
        return static_cast<unsigned char>(word[0]) * 256U + static_cast<unsigned char>(word[1]);
    }
    std::size_t add(std::string_view word);
    bool may_be_in(std::size_t name, const llvm::BitVector& has, const llvm::BitVector& declared) const;

    bool are_known_ = true;
    bool has_short_ = false;
    std::bitset<65536> first_two_;
    std::vector<std::string> words_;
    llvm::StringMap<std::size_t> indices_;
    std::vector<std::string> names_;
    std::vector<std::vector<std::size_t>> words_of_names_;
    std::vector<std::vector<std::size_t>> names_of_words_;
    llvm::BitVector of_every_unit_;
};

}  // namespace abi::clang_reader
