// The versions of Zig that a machine has, for the tests of the readers.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace abi::test {

struct ZigOfVersion {
    std::string version;
    std::vector<std::string> command;
};

/// Where ci/setup puts versions of Zig beside the one that Python has.
inline std::string zig_folder() {
    if (const char* stated = std::getenv("ABI_CHECK_ZIG")) return stated;
    const char* const home = std::getenv("HOME");
    return std::string(home == nullptr ? "" : home) + "/.cache/abi-check-zig";
}

/// The versions that are there. Prints which are not.
inline std::vector<ZigOfVersion> all_zigs() {
    std::vector<ZigOfVersion> found;
    for (const std::string version : {"0.13.0", "0.14.1", "0.15.2", "0.16.0", "0.17.1"}) {
        const auto path = zig_folder() + "/" + version;
        if (std::filesystem::exists(path + "/ziglang")) {
            found.push_back({version, {"env", "PYTHONPATH=" + path, "python3", "-m", "ziglang"}});
        } else {
            MESSAGE("not tested: Zig ", version, " is not in ", path, " (ci/setup --compilers installs it)");
        }
    }
    return found;
}

}  // namespace abi::test
