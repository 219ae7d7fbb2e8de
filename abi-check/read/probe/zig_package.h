// Asks within a package: Zig runs the user's build.zig and tells the modules, options and dependencies (see
// programs/package.zig).
//
//     folder/  build.zig, build.zig.zon   a package that depends on the user's
//              probe.zig                  the question
//              out/probe.o                the answer
#pragma once

#include <string>
#include <vector>

#include "read/probe/reader.h"
#include "read/probe/run.h"

namespace abi::probe {

/// The target in Zig's words.
struct ZigTarget {
    std::string target = "native";
    std::string cpu = {};  // empty: the usual processor of the target
};

/// Builds probe.zig of `folder` to out/probe.o. Flags "-Dname=value" of the request are options of the package, other
/// flags are options of `zig build`. Nothing is written outside of `folder` but what Zig itself caches for its user.
CompilerRun build_in_package(const Request& request, const std::vector<std::string>& compiler, const ZigTarget& target,
                             const std::string& folder);

/// Removes the messages about options that dependencies of the package do not have: Zig prints them and goes on.
std::string without_ignored(const std::string& printed);

}  // namespace abi::probe
