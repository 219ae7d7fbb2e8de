// Enumerations of Rust whose variants have fields. repr(C), repr(u8) and repr(C, u8) promise a tag at the beginning and
// a union of the variants' fields behind it (Rust reference, type layout, "The C representation", "Primitive
// representations"). The layout has them as C declares them, with the names that cbindgen gives:
//
//     enum Shape { Circle { radius: f32 }, Dot(u8), Line(u8, u16), None }
//
//     Shape { tag, circle.radius, dot, line._0, line._1 }     the fields of different variants share bytes
//
// The text of the source names the variants and their fields; the compiler answers.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "read/probe/reader.h"

namespace abi::probe {

/// The name, in the request, of the tag: no field of Rust has it.
inline constexpr std::string_view tag_name = "$tag";

/// The names of the enumerations that have a variant with fields. `plain`: the text without comments.
std::set<std::string> tagged_enums(std::string_view plain);

/// Gives the records of the request that are such enumerations their fields: tag_name, and "Circle.radius" and "Dot.$0"
/// for those of the variants.
void add_variants(std::string_view plain, Request& request);

/// The variant of a field that add_variants named, "Circle"; empty for another field.
std::string_view variant_of(std::string_view field);

/// The field behind it, as a pattern of Rust names it: "radius", "0".
std::string_view field_in_variant(std::string_view field);

/// Gives the fields of such records the names of C.
void name_variants(Layout& layout);

}  // namespace abi::probe
