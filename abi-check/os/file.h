// Files, whole: read at once, written beside and renamed, so that nothing is ever half-written.
#pragma once

#include <optional>
#include <string>

#include "model/problem.h"

namespace abi {

/// The content of a regular file (or of a pipe), at most `limit` bytes.
Result<std::string> read_file(const std::string& path, std::size_t limit = 256U << 20U);

/// Writes `content` to a temporary file in the same folder, then renames it over `path`. Nothing when
/// it worked.
std::optional<Problem> write_file(const std::string& path, const std::string& content);

}  // namespace abi
