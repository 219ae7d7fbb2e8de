// What the declarations of C and C++ have in common.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "gen/dialect.h"

namespace abi::gen {

inline constexpr auto c_machines =
    std::to_array<Translation>({{"riscv64", "(defined __riscv && __riscv_xlen == 64)"},
                                {"riscv32", "(defined __riscv && __riscv_xlen == 32)"},
                                {"x86_64", "(defined __x86_64__ && !defined __ILP32__)"},
                                {"x86", "defined __i386__"},
                                {"aarch64", "defined __aarch64__"},
                                {"arm", "defined __arm__"},
                                {"powerpc64le", "(defined __powerpc64__ && defined __LITTLE_ENDIAN__)"},
                                {"powerpc64", "(defined __powerpc64__ && defined __BIG_ENDIAN__)"},
                                {"s390x", "defined __s390x__"},
                                {"loongarch64", "(defined __loongarch__ && __loongarch_grlen == 64)"},
                                {"wasm32", "defined __wasm32__"}});

inline constexpr Questions c_questions{.machine = "",
                                       .machines = c_machines,
                                       .unknown = "defined ABI_TARGET_{}",
                                       .pointer = "__SIZEOF_POINTER__ == {}",
                                       .separator = " || ",
                                       .several = "({})",
                                       .both = "{} && {}"};

/// Appends _ to a name in `keywords` and to the names of <stdint.h>, which the generated text itself needs.
std::string accept_c(std::string_view keywords, const std::string& name);

/// The lines that 16-bit and 128-bit floats need before the records, or "".
std::string float_lines(const Layout& spec);

/// If `type` needs a 128-bit integer: `text` behind `mark`, under the condition that there is one. Else `text`.
std::string if_wide(const Source& source, const Type& type, const std::string& text,
                    std::string_view mark = "__extension__ ");

/// The namespace of generated C++.
std::string namespace_of(const Source& source);

std::string c_element(Source& source, const Type& type);

/// The typedefs of all fields with a byte order of their own: "typedef uint32_t u32be;". "" if there are none.
std::string order_lines(Source& source);

/// The names of those types.
inline constexpr std::string_view order_types =
    "u16be u32be u64be i16be i32be i64be f32be f64be u16le u32le u64le i16le i32le i64le f32le f64le";

/// A number as an expression of its type: "UINT32_C(7)".
std::string c_number(const Integer& value, const Type& type, ByteOrder order);

// The functions of both dialects for records.
void write_c_member(Body& body, const Member& member);
void write_c_bits(Body& body, const Piece& bits);
void write_c_shared(Body& body, const Piece& shared);
void write_c_union(Body& body, const Piece& all);

/// The declaration and its assertions, then `more`, all under the condition that the record exists.
std::string write_c_record(Body& body, const std::string& more);

/// A RecordRow called `name` and the FieldRows that it points to, by which abi/conforms.hpp knows a record. `space` is
/// "" or ends with "::".
std::string rows_of(const Record& record, const std::string& name, const std::string& space);

}  // namespace abi::gen
