// Reads and writes whole files. A file is never half-written: the new content replaces it by rename(2).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "model/problem.h"

namespace abi {

/// The content of a regular file or of a pipe. A problem if there are more than `limit` bytes.
Result<std::string> read_file(const std::string& path, std::size_t limit = 256U << 20U);

/// The same; a problem shows this path.
Result<std::string> read_file(const std::string& path, std::size_t limit, const std::string& shown);

/// The first bytes of a file or of a pipe, at most `limit`.
Result<std::string> read_start(const std::string& path, std::size_t limit);

/// Writes a file part by part to a temporary file in the same folder. `commit` renames it over the path. Without it,
/// the destructor removes the temporary file, and the path stays as it was.
class FileWriter {
  public:
    explicit FileWriter(const std::string& path);
    ~FileWriter();
    FileWriter(const FileWriter&) = delete;
    FileWriter& operator=(const FileWriter&) = delete;

    /// The first error is kept for `commit`; after it, nothing more is written.
    void write(std::string_view part);

    /// Returns nothing on success.
    std::optional<Problem> commit();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Writes `content` to a temporary file in the same folder, then renames it over `path`. Returns nothing on success.
std::optional<Problem> write_file(const std::string& path, const std::string& content);

}  // namespace abi
