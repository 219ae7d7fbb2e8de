// Reads and writes whole files. A file is never half-written: the new content replaces it by rename(2).
#pragma once

#include <optional>
#include <string>

#include "model/problem.h"

namespace abi {

/// The content of a regular file or of a pipe. A problem if there are more than `limit` bytes.
Result<std::string> read_file(const std::string& path, std::size_t limit = 256U << 20U);

/// The same; a problem shows this path.
Result<std::string> read_file(const std::string& path, std::size_t limit, const std::string& shown);

/// The first bytes of a file or of a pipe, at most `limit`.
Result<std::string> read_start(const std::string& path, std::size_t limit);

/// Writes `content` to a temporary file in the same folder, then renames it over `path`. Returns nothing on success.
std::optional<Problem> write_file(const std::string& path, const std::string& content);

}  // namespace abi
