// Names that `abi-check gen` changed, because the language has no such name: a field `register` is `register_` in C. A
// comment above each declaration tells both: The spec calls register_ "register".
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "read/probe/reader.h"

namespace abi::probe {

/// Pairs of the spec's name and the name in the source.
struct MadeNames {
    std::vector<std::pair<std::string, std::string>> outer;    // types, and values of the file's scope
    std::vector<std::pair<std::string, std::string>> members;  // fields and values
};

/// The names in the comments of a generated source. Nothing for a source that `abi-check gen` did not write.
MadeNames made_names_in(std::string_view text);

/// Those of the files and of the files beside them that they name in a line of their own, such as `#include "own.h"`,
/// `import own` and `mod own;`.
MadeNames made_names_of(const std::vector<std::string>& files);

/// The request in the words of the source. Fields and values are asked for by both names.
Request with_made_names(Request request, const MadeNames& names);

/// Gives everything in the reading the name that the request has for it.
void restore_names(const Request& request, const MadeNames& names, Reading& reading);

}  // namespace abi::probe
