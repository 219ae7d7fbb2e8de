// Sources that are no longer what an object was made from.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/stamp.h"
#include "read/dwarf/lines.h"

namespace abi::dwarf {

/// Remembers what is on the disk, as many units include the same files.
class SourceDisk {
  public:
    /// `root`: only files below it are looked at; empty: none.
    explicit SourceDisk(std::string root) : root_(std::move(root)) {}

    /// Files of the units' line tables whose MD5 (DWARF 5, 6.2.4.1) is not the file's now; each once, by name. A file
    /// that is not there has not changed.
    std::vector<ChangedSource> changed(const std::string& object, const Program& program);

  private:
    const std::optional<Md5>& md5_of(const std::string& path);

    std::string root_;
    std::map<std::string, std::optional<Md5>> known_;  // nothing: no such file
};

}  // namespace abi::dwarf
