// Reads a JSON ABI spec into a Layout. Whatever is wrong with it is said with file, line, JSON
// pointer, expectation and finding; a spec with a problem gives no layout at all.
#pragma once

#include <string>

#include "model/problem.h"

namespace abi {

struct Spec {
    std::string path;    // as it was given
    std::string name;    // "membrane"
    Layout layout;       // origin = path, target empty; places point into the JSON file
    std::string digest;  // SHA-256 of the canonical form, 64 hexadecimal digits
};

/// Reads the file at `path`.
Result<Spec> read_spec(const std::string& path);

/// The same for text that is already in memory (an old revision, a test); `path` only names it.
Result<Spec> parse_spec(const std::string& path, const std::string& text);

}  // namespace abi
