// A problem that concerns a whole file.
#pragma once

#include <string>
#include <utility>

#include "model/problem.h"

namespace abi {

/// "PATH: error: expected …, found …": a problem without a line and without a JSON pointer.
inline Problem file_problem(std::string path, std::string expected, std::string found) {
    return {{.file = std::move(path)}, "", std::move(expected), std::move(found)};
}

}  // namespace abi
