// Adds declarations to a spec that somebody wrote, and leaves its text as it is.
//
//     { "name": "packet",                    { "name": "packet",
//       "records": [                           "records": [
//         { "name": "Packet", … }     ─►         { "name": "Packet", … },
//       ] }                                      { "name": "Ring", … }
//                                              ] }
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"

namespace abi {

struct ExtendedSpec {
    std::string text;
    std::size_t added = 0;            // records, enums and constants
    std::vector<std::string> common;  // names of `draft` that the spec had already; they are as the spec has them
};

/// `text` is the spec at `path`; what it lacks of `draft` is appended to its lists. A problem if `text` is not a valid
/// spec, if its byte order is not that of `draft`, or if the two do not fit together.
Result<ExtendedSpec> extend_spec(const std::string& path, const std::string& text, const Layout& draft);

}  // namespace abi
