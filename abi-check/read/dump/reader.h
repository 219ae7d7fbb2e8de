// The dump reader: layouts that somebody else extracted, in the project's own JSON.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"

namespace abi::dump {

/// All layouts of a dump (see specfile/write.h). Checked as strictly as a spec, except that a layout
/// may have implicit padding and overlapping fields: it says what is, not what should be.
Result<std::vector<Layout>> read(const std::string& path);
Result<std::vector<Layout>> parse(const std::string& path, const std::string& text);

}  // namespace abi::dump
