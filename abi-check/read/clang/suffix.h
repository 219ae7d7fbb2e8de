// What a file is by its suffix, where clang finds nothing in it to compile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/problem.h"

namespace abi::clang_reader {

/// Why clang compiles nothing of `file`, in words; nothing when its suffix is one of C or C++, so that the command is
/// to blame. `bytes` is how many the file has, if it is there.
std::optional<Problem> not_a_source(const std::string& file, std::optional<std::uint64_t> bytes);

}  // namespace abi::clang_reader
