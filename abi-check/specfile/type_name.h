// The spelling of types in specs: "u32", "bytes[16]", "CmdKind", "f64[2][3]", "u32:5", "u8[]", "ptr".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/problem.h"

namespace abi {

/// A type as it is written, before anybody has looked up what its names mean.
struct TypeName {
    /// A name that is no built-in type has kind unknown and waits to be resolved. `ptr` and `usize` are
    /// host_sized, and 0 bits wide until the record's pointer_bytes are known.
    Type type;
    std::optional<unsigned> bit_width;  // of a bit-field: "u32:5"
};

/// Reads one type. A problem has no place and no pointer; sizes that no memory has are refused.
Result<TypeName> parse_type_name(std::string_view text);

/// The inverse of parse_type_name: as abi::to_string, with "usize" and the bits of a bit-field.
std::string spell(const Type& type, std::optional<unsigned> bit_width);

/// Is this the name of a type that every spec knows? Nothing else may then be called so.
bool is_builtin_type(std::string_view name);

/// Letters, digits and _, not beginning with a digit.
bool is_identifier(std::string_view name);

/// The most bits that a type may cover: a tebibyte.
inline constexpr std::uint64_t largest_type_bits = std::uint64_t{1} << 43U;

/// All elements together; nothing when that is more than largest_type_bits.
std::optional<std::uint64_t> bounded_size_bits(const Type& type);

}  // namespace abi
