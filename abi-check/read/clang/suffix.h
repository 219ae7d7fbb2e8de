// What the suffix says about a file that clang cannot compile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/problem.h"

namespace abi::clang_reader {

/// Returns why clang does not compile `file`. Returns nothing if the suffix belongs to C or C++, so that the reason is
/// in the command. `bytes`: the size of the file, if it exists.
std::optional<Problem> not_a_source(const std::string& file, std::optional<std::uint64_t> bytes);

}  // namespace abi::clang_reader
