// Where clang saw a declaration, as the project writes places.
#pragma once

#include <string>
#include <unordered_map>

#include "clang/Basic/SourceLocation.h"
#include "clang/Basic/SourceManager.h"
#include "model/layout.h"

namespace abi::clang_reader {

/// Physical places: a #line directive does not move them, and what a macro
/// wrote is placed where the macro is used.
class Places {
  public:
    Places(const clang::SourceManager& sources, std::string root) : sources_(sources), root_(std::move(root)) {}

    /// From the first character of a declaration to one past its last.
    Place of(clang::SourceRange range);
    /// One point; empty for an invalid location.
    Place of(clang::SourceLocation location);

  private:
    const std::string& file_name(clang::FileID file);

    const clang::SourceManager& sources_;
    std::string root_;
    std::unordered_map<unsigned, std::string> names_;  // by FileID
};

}  // namespace abi::clang_reader
