// Names, comments and numbers for all languages.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gen/gen.h"

namespace abi::gen {

/// `name` with _ for each character other than a letter, a digit or _, and with _ before a digit at its beginning.
std::string as_identifier(std::string_view name);

/// The words between the spaces of `text`.
std::vector<std::string_view> words_of(std::string_view text);

/// Is `word` one of the words between the spaces of `text`?
bool is_word_of(std::string_view text, std::string_view word);

/// The names of one scope of a generated file: valid in the language, and each given once.
class Names {
  public:
    /// `accept` turns an identifier into a name of the language. Two names collide if `key` returns the same for both.
    using Accept = std::string (*)(const std::string& identifier);
    explicit Names(
        Accept accept, Accept key = [](const std::string& name) { return name; })
        : accept_(accept), key_(key) {}

    /// The language's name for the spec's `name`. Returns the same name each time.
    const std::string& of(const std::string& name);

    /// `name`, or `name` with the first number that makes it unused. Reserves what it returns.
    std::string free(const std::string& name);

    /// Keeps `name` from being given.
    void reserve(const std::string& name) { taken_.insert(key_(name)); }

    /// Keeps every name that `other` gave or reserved from being given.
    void reserve_all_of(const Names& other) { taken_.insert(other.taken_.begin(), other.taken_.end()); }

  private:
    Accept accept_;
    Accept key_;
    std::map<std::string, std::string> given_;
    std::set<std::string> taken_;
};

/// Each line of `text` as a comment that `prefix` begins: "/// text\n". "" for an empty text. No character of `text`
/// can end the comment or continue it on the next line.
std::string comment(std::string_view prefix, std::string_view text);

/// "The spec calls default_ \"default\"." if the two names differ, or "". The probe reads this comment.
std::string renamed(const std::string& spec_name, const std::string& language_name);

/// The first lines of a file, without comment marks: the command that made it, the spec and its digest.
std::vector<std::string> heading(const GenRequest& request, std::string_view language);

/// Those of them that hold for every format: without the byte orders that a reader must know.
std::vector<std::string> origin_lines(const GenRequest& request, std::string_view language);

/// A number's bits in two's complement: low, then high 64 bits.
struct Bits {
    std::uint64_t low;
    std::uint64_t high;
};
Bits bits_of(const Integer& value);

/// The type without its extents.
Type element_of(const Type& type);

/// "mode (u16:5) is bits4 >> 3 & 0x1f": a line for each bit-field of an integer of `unit_bits` that begins at
/// `begin_bits`. `unit` is the name of the integer, `order` the byte order of the spec.
std::vector<std::string> bit_lines(std::span<const Field* const> fields, std::uint64_t begin_bits,
                                   std::uint64_t unit_bits, const std::string& unit, ByteOrder order);

/// "mode (u16:5) at byte 4, bit 3": a line for each field.
std::vector<std::string> place_lines(std::span<const Field* const> fields);

/// The type as a spec spells it, with the width of a bit-field.
std::string spelled(const Field& field);

}  // namespace abi::gen
