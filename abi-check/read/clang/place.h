// From locations of clang to places.
#pragma once

#include <string>
#include <unordered_map>

#include "clang/Basic/SourceLocation.h"
#include "clang/Basic/SourceManager.h"
#include "model/layout.h"

namespace abi::clang_reader {

/// Makes places in the file that clang read: #line directives do not count, and text from a macro is placed where the
/// macro is used.
class Places {
  public:
    Places(const clang::SourceManager& sources, std::string root) : sources_(sources), root_(std::move(root)) {}

    /// From the first character of a declaration to one past its last one.
    Place of(clang::SourceRange range);
    /// One point, or an empty place for an invalid location.
    Place of(clang::SourceLocation location);

  private:
    const std::string& file_name(clang::FileID file);

    const clang::SourceManager& sources_;
    std::string root_;
    std::unordered_map<unsigned, std::string> names_;  // by FileID
};

}  // namespace abi::clang_reader
