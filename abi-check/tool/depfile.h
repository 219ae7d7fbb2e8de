// The dependency file of --depfile, as GCC's -MD -MP writes it, for Make and Ninja.
#pragma once

#include <string>
#include <vector>

#include "tool/output.h"

namespace abi {

/// A path as a rule of Make names it: a space, '#', '$' and ':' are escaped, and a backslash before one of these is
/// doubled, as GNU Make and Ninja read it.
std::string make_word(const std::string& path);

/// The rule "TARGET: paths", and for each path an empty rule, so that Make does not fail when a file was removed. The
/// paths are relative to `folder` if they lie in it.
std::string depfile_text(const std::string& target, const std::vector<std::string>& paths, const std::string& folder);

/// Writes the file of "TARGET=FILE". `failed` if it cannot be written, or if a path has a line break, which no rule of
/// Make can name.
Status write_depfile(const std::string& option, const std::vector<std::string>& paths);

}  // namespace abi
