// The compilers that the probe starts where neither the layer nor the target names one.
#pragma once

#include <string>
#include <vector>

#include "read/probe/reader.h"

namespace abi::probe {

inline constexpr const char* usual_c = "clang-19";
inline constexpr const char* usual_cpp = "clang++-19";
inline constexpr const char* usual_rust = "rustc";
inline constexpr const char* usual_cargo = "cargo";
inline constexpr const char* usual_nim = "nim";
inline constexpr const char* usual_go = "go";

/// The request's compiler, else zig, else Python's package ziglang. Whether Python has that package is not checked:
/// that would take as long as asking it.
std::vector<std::string> zig_compiler(const Request& request);

/// The first words of the command with which the compiler of this request is started.
std::vector<std::string> first_words(const Request& request);

}  // namespace abi::probe
