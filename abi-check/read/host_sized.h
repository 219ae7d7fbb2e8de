// Names of types whose width the target decides, and names that state a width.
#pragma once

#include <string_view>

namespace abi {

/// size_t, uintptr_t and similar typedefs.
bool is_host_sized_alias(std::string_view name);

/// int64_t, __uint8_t, char16_t, __u32, __le64, u32.
bool states_width(std::string_view name);

/// Base types: C's long and long double, wchar_t, Rust's and Zig's usize, as debug information writes them.
bool is_host_sized_base(std::string_view name);

}  // namespace abi
