// One function for each language that has a compiler to ask.
#pragma once

#include "read/probe.h"

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

}  // namespace abi
