// The files that a source of Zig or Nim imports, found in its text.
#pragma once

#include <string>
#include <vector>

#include "read/probe/reader.h"

namespace abi::probe {

/// The file, and those that it imports by their paths, also through each other; of Zig also the modules that flags of
/// the request name. Packages, and files that do not exist, are left out. `file` is absolute.
std::vector<std::string> with_imported_files(const Request& request, const std::string& file);

}  // namespace abi::probe
