// Shapes as the text of a language, and the table by which that language's compiler says what it made of them.
#pragma once

#include <string>

#include "test/truth/shape.h"

namespace abi::truth {

/// What differs between targets in the text itself.
struct Dialect {
    bool has_int128 = true;
    bool is_little = true;
    unsigned wchar_bits = 32;  // a bit-field of wchar_t has no more
};

/// The declarations alone: what the readers get to see.
std::string write_declarations(const Unit& unit, const Dialect& dialect);

/// A source that includes the declarations from `file` and defines, as data:
/// - section .truth: 64-bit words, for each subject its size and alignment in bytes, then for each of its fields five
///   words: offset, bits of the whole, bits of an element, kind (see `table_kind`), 1 when it is signed; an offset of
///   `table_none` when the language has no such expression;
/// - for each bit-field of C and C++ a symbol truth_bits_SUBJECT_FIELD, an object with all bits of the field set, and
///   for C++ truth_zero_SUBJECT_FIELD, the same object with none of them.
std::string write_table(const Unit& unit, const std::vector<Subject>& subjects, const Dialect& dialect,
                        const std::string& file);

constexpr std::uint64_t table_none = ~std::uint64_t{0};
constexpr std::size_t words_of_record = 2;
constexpr std::size_t words_of_field = 5;

/// 0 unknown, 1 integer, 2 floating, 3 boolean, 4 pointer, 5 enumeration, 6 record.
std::uint64_t table_kind(Kind kind);

/// What the functions above do for each family.
std::string write_c_declarations(const Unit& unit, const Dialect& dialect);  // and C++
std::string write_c_table(const Unit& unit, const std::vector<Subject>& subjects, const Dialect& dialect,
                          const std::string& file);
std::string write_zig_declarations(const Unit& unit);
std::string write_zig_table(const Unit& unit, const std::vector<Subject>& subjects, const std::string& file);
std::string write_rust_declarations(const Unit& unit);
std::string write_rust_table(const Unit& unit, const std::vector<Subject>& subjects, const std::string& file);
std::string write_nim_declarations(const Unit& unit);
std::string write_nim_table(const Unit& unit, const std::vector<Subject>& subjects, const std::string& file);
std::string write_go_declarations(const Unit& unit);
std::string write_go_table(const Unit& unit, const std::vector<Subject>& subjects);

}  // namespace abi::truth
