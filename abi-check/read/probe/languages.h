// One function for each language that has a compiler to ask.
#pragma once

#include <string_view>

#include "read/probe/ask.h"

namespace abi::probe {

Reading probe_c(const Request& request);
Reading probe_cpp(const Request& request);
Reading probe_zig(const Request& request);
Reading probe_rust(const Request& request);
Reading probe_nim(const Request& request);

/// How C and C++ write answers into the sections of section.h: what their generated sources begin with.
inline constexpr std::string_view c_prelude = R"(
#if defined(__APPLE__)
#define ABI_SECTION "__DATA,abi_probe"
#define ABI_BITS(n)
#else
#define ABI_SECTION ".abi_probe"
#define ABI_BITS(n) __attribute__((section(".abi_bits_" #n), used))
#endif
#define ABI_U unsigned long long
#define ABI_DATA __attribute__((section(ABI_SECTION), used, aligned(8))) static ABI_U
ABI_DATA abi_present = 0;
#define ABI_HEAD(tag, count) 0xAB1C4EC49206BE01ULL, ((ABI_U)(tag) << 32 | (count))
#define ABI_NONE (~0ULL)
)";

/// Clang or GCC, as C or C++ (`language`: "c", "c++") compiles one source into one object for the request's target.
/// GCC is built for its target and is not told it.
std::vector<std::string> c_command(const Request& request, const std::string& language, const std::string& source,
                                   const std::string& object);

/// What asks both: all files of the request, if an `#include "…"` can hold their paths (C11 6.4.7: no escapes).
Reading ask_by_include(const Request& request, const Dialect& dialect);

/// Clang and GCC say "no member named" of a field that does not exist: then no other form finds it.
unsigned c_next_form(const Item& item, const std::string& text);

}  // namespace abi::probe
