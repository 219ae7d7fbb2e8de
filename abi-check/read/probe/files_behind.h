// The files that a compiler may read to answer a request, so that a build system knows when to ask again.
#pragma once

#include <string>
#include <vector>

#include "read/probe/reader.h"

namespace abi::probe {

/// C, C++: the files of the request and all that they include, as the request's compiler lists them (-M).
/// Zig, Nim: the files, and those that they import by their paths.
/// Zig with a build.zig, Rust, Go: all sources and manifests of the package, below the folder of build.zig, Cargo.toml
/// or go.mod, of the outermost if there are several; without one, below the folder of the file. Hidden folders and
/// folders of build products are left out. Absolute paths, perhaps with files that are not read; packages elsewhere are
/// not listed.
std::vector<std::string> files_behind(const Request& request);

}  // namespace abi::probe
