// Where a text of Go or Rust declares a type. Debug information of these languages does not state it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace abi::dwarf {

/// A line and a column, counted from 1.
struct TextPlace {
    unsigned line = 0;
    unsigned column = 0;
};

struct DeclaredType {
    TextPlace place;
    std::size_t body = 0;  // the byte behind the declaration's name
};

/// The declarations of `name` in the text: `type Packet struct` of Go, also in a group, `struct Packet`, `union Packet`
/// or `enum Packet` of Rust. The search does not understand the language: a comment that looks like a declaration
/// counts.
std::vector<DeclaredType> declarations_of(std::string_view text, bool is_rust, std::string_view name);

/// Where a line of the body of a type begins with a field of this name; line 0 if none does.
TextPlace field_in(std::string_view text, const DeclaredType& type, bool is_rust, std::string_view field);

}  // namespace abi::dwarf
