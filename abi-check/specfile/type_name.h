// The spelling of types in specs: "u32", "u32be", "bytes[16]", "CmdKind", "f64[2][3]", "u32:5", "u8[]", "ptr".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/problem.h"

namespace abi {

/// A type as it is written, before its names are resolved (resolve.h).
struct TypeName {
    /// The kind is unknown if the name is not that of a built-in type. `ptr` and `usize` are
    /// host_sized, and 0 bits wide until they are resolved.
    Type type;
    std::optional<unsigned> bit_width;    // of a bit-field: "u32:5"
    std::optional<ByteOrder> byte_order;  // "u32be", "u16le"
};

/// Reads one type. A problem has no place and no pointer. A type of more than a tebibyte is a problem.
Result<TypeName> parse_type_name(std::string_view text);

/// The inverse of parse_type_name: as abi::to_string, with "usize", the byte order and the bits of a bit-field. A type
/// that has no number of several bytes is written without its byte order.
std::string spell(const Type& type, std::optional<unsigned> bit_width, std::optional<ByteOrder> byte_order = {});

/// Whether `name` is that of a built-in type, such as "u32" or "u32be". No record or enum may then have it.
bool is_builtin_type(std::string_view name);

/// Letters, digits and _, not beginning with a digit.
bool is_identifier(std::string_view name);

/// The most bits that a type may cover: a tebibyte.
inline constexpr std::uint64_t largest_type_bits = std::uint64_t{1} << 43U;

/// All elements together; nothing when that is more than largest_type_bits.
std::optional<std::uint64_t> bounded_size_bits(const Type& type);

}  // namespace abi
