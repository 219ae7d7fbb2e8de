// What cargo says when it does not build a package, in one sentence.
#pragma once

#include <string>

#include "model/problem.h"
#include "read/probe/run.h"

namespace abi::probe {

/// The problem of a run of cargo that failed: a manifest that cannot be read, a dependency that does not compile, a
/// network that is needed and not there.
Problem cargo_problem(const Request& request, const CompilerRun& run);

/// The problem of a package that needs what --no-build-scripts refuses: "the build script of libc".
Problem refused_problem(const Request& request, const std::string& what);

}  // namespace abi::probe
