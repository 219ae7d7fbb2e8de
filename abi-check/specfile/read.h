// Reads a JSON ABI spec into a Layout. Each problem has a file, a line, a JSON pointer, what was expected and what was
// found. If there is a problem, no layout is returned.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"

namespace abi {

struct Spec {
    std::string path;    // as it was given
    std::string name;    // "membrane"
    Layout layout;       // origin = the path as shown, target empty; places point into the JSON file
    std::string digest;  // SHA-256 of the canonical form, 64 hexadecimal digits
};

/// Reads the file at `path`. Messages and places show it as `shown`; empty: as `path`.
Result<Spec> read_spec(const std::string& path, const std::string& shown = "");

/// The same for text in memory, such as that of an old revision. `path` is for messages only.
Result<Spec> parse_spec(const std::string& path, const std::string& text);

/// One layout with all declarations of `specs`, in their order. It has the byte order of the first; the records of a
/// spec with another one state theirs. A problem if two specs declare the same name.
Result<Layout> merge_specs(const std::vector<Spec>& specs);

/// The digest of one spec, or "name=digest" of several with blanks between them.
std::string digest_text(const std::vector<Spec>& specs);

}  // namespace abi
