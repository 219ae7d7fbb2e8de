// Finds sources that have changed since an object was compiled.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/stamp.h"
#include "read/dwarf/lines.h"

namespace abi::dwarf {

/// Remembers the hashes of files, because many units include the same files.
class SourceDisk {
  public:
    /// Only files below `root` are compared; none if it is empty.
    explicit SourceDisk(std::string root) : root_(std::move(root)) {}

    /// Returns the files whose MD5 in a line table (DWARF 5, 6.2.4.1) differs from that of the file on the disk; each
    /// once, by name. A file that is not on the disk does not count.
    std::vector<ChangedSource> changed(const std::string& object, const Program& program);

  private:
    const std::optional<Md5>& md5_of(const std::string& path);

    std::string root_;
    std::map<std::string, std::optional<Md5>> known_;  // nothing if there is no such file
};

}  // namespace abi::dwarf
