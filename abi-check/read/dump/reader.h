// The dump reader: layouts that another tool extracted, in the JSON of this project.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"

namespace abi::dump {

/// Returns all layouts of a dump (see specfile/write.h). A dump is checked as strictly as a spec, except that its
/// records may have implicit padding and overlapping fields, because it describes existing code.
/// A problem shows the file as `shown`; empty: as `path`.
Result<std::vector<Layout>> read(const std::string& path, const std::string& shown = "");
Result<std::vector<Layout>> parse(const std::string& path, const std::string& text);

}  // namespace abi::dump
