// Records in C and C++: the two differ in words, and not in what they mean.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gen/pieces.h"
#include "gen/words.h"

namespace abi::gen {

struct CWords {
    bool is_cpp = false;
    std::string integers;          // what uint32_t begins with: "", "std::"
    std::string space;             // C++: the namespace
    std::string static_assertion;  // "_Static_assert", "static_assert"
    std::string align_of;          // "_Alignof", "alignof"
    Names::Accept accept = nullptr;
};

/// Writes the records of one header.
class CRecords {
  public:
    CRecords(const Layout& spec, const CWords& words, Names& types) : spec_(spec), words_(words), types_(types) {}

    /// The declaration, its assertions, and the condition around both.
    std::string write(const Record& record);

    /// The condition of the preprocessor under which a record exists; empty: everywhere.
    std::string condition(const Record& record) const;

    /// "std::uint32_t", "CmdKind", "void *": one element.
    std::string type_word(const Type& type);

    /// A number as an expression of its type.
    std::string value_word(const Integer& value, const Type& type) const;

    /// The names that fields were given so far; macros must have others.
    const std::vector<std::string>& field_names() const { return field_names_; }

  private:
    struct Body {
        std::string members;
        std::string assertions;
    };

    std::string declare_and_assert(const Record& record);
    std::vector<std::string> expected_warnings(const Record& record) const;
    void add_piece(const Record& record, const Piece& piece, Names& names, Body& body);
    void add_field(const Record& record, const Field& field, Names& names, const std::string& indent, Body& body);
    void add_bits(const Record& record, const Piece& piece, Names& names, Body& body);
    void add_shared(const Record& record, const Piece& piece, Names& names, const std::string& indent, Body& body);
    void assert_field(const Record& record, const Field& field, const std::string& name, Body& body);
    std::string name_of(const Field& field, Names& names);
    std::string declare(const Field& field, const std::string& name);
    std::string assertion(const std::string& left, std::uint64_t right, const std::string& sentence) const;

    const Layout& spec_;
    const CWords& words_;
    Names& types_;
    std::vector<std::string> field_names_;
    std::set<std::string> hidden_;  // types whose names are those of fields of the record that is being written
};

/// A type or macro of <stdint.h>, which the generated text and everybody's need: "uint32_t", "INT64_MAX", "UINT8_C".
bool is_word_of_stdint(std::string_view name);

/// The lines at the top that 16-bit and 128-bit floats need, if the spec has any.
std::string float_lines(const Layout& spec);

}  // namespace abi::gen
