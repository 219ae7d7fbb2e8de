// Names that `abi-check gen` changed, because the language has no such name: a field `register` is `register_` in C. A
// comment above each declaration tells both: The spec calls register_ "register".
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "read/probe/reader.h"

namespace abi::probe {

/// A bit-field that the language has as a part of an integer: "level (i32:4) is bits0 >> 1 & 0xf" inside of `record`.
struct MadeBits {
    std::string record;  // in the source
    std::string field;   // in the spec
    std::string type;    // with its width: "i32:4"
    std::string unit;    // the integer
    unsigned shift = 0;
};

/// Pairs of the spec's name and the name in the source.
struct MadeNames {
    std::vector<std::pair<std::string, std::string>> outer;    // types, and values of the file's scope
    std::vector<std::pair<std::string, std::string>> members;  // fields and values
    std::vector<MadeBits> bits;
};

/// What the comments tell of a generated source. Nothing for a source that `abi-check gen` did not write.
MadeNames made_names_in(std::string_view text);

/// Those of the files and of the files beside them that they name in a line of their own, such as `#include "own.h"`,
/// `import own` and `mod own;`.
MadeNames made_names_of(const std::vector<std::string>& files);

/// The request in the words of the source. Fields and values are asked for by both names, integers in place of the
/// bit-fields that they hold.
Request with_made_names(Request request, const MadeNames& names);

/// Gives everything in the reading the name that the request has for it, and makes bit-fields of the integers that hold
/// them, each with the bits that its comment states.
void restore_names(const Request& request, const MadeNames& names, Reading& reading);

}  // namespace abi::probe
