// One function for each language that has a compiler to ask.
#pragma once

#include "read/probe_ask.h"

namespace abi {

Reading probe_c(const ProbeRequest& request);
Reading probe_cpp(const ProbeRequest& request);
Reading probe_zig(const ProbeRequest& request);
Reading probe_rust(const ProbeRequest& request);
Reading probe_nim(const ProbeRequest& request);

/// Clang or GCC, as C or C++ (`language`: "c", "c++") compiles one source into one object for the request's target.
/// GCC is built for its target and is not told it.
std::vector<std::string> c_command(const ProbeRequest& request, const std::string& language, const std::string& source,
                                   const std::string& object);

/// What asks both: all files of the request, if an `#include "…"` can hold their paths (C11 6.4.7: no escapes).
Reading ask_by_include(const ProbeRequest& request, const ProbeDialect& dialect);

/// Clang and GCC say "no member named" of a field that does not exist: then no other form finds it.
unsigned c_next_form(const ProbeItem& item, const std::string& text);

}  // namespace abi
