// Names in a generated source.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace abi::probe {

/// Whether a name may be written into a generated source: words with "::", "." or " " between them, as in
/// "struct a::B" or "header.kind", each perhaps with template arguments. Other text in a spec could change the program.
bool is_plain_name(std::string_view name);

/// The text as a string literal of Zig, Rust and Nim.
std::string quoted_text(std::string_view text);

/// The components of "a::b::c". A "::" in template arguments does not separate.
std::vector<std::string> components_of(std::string_view name);

/// "wire::Ring" of "wire::Ring<u32, 4>".
std::string without_arguments(std::string_view name);

}  // namespace abi::probe
