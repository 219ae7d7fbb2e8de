// The files that a precompiled header was made of.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clang/Frontend/CompilerInstance.h"

namespace abi::clang_reader {

/// Nothing if clang cannot read the file at `path`.
std::optional<std::vector<std::string>> files_in_precompiled(const std::string& path,
                                                             clang::CompilerInstance& compiler);

}  // namespace abi::clang_reader
