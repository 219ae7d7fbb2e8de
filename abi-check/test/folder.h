// Files on the disk, and programs that may be missing, for tests that need real ones.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "llvm/Support/Program.h"
#include "os/temporary_folder.h"

namespace abi::test {

/// A folder that goes with the test.
struct Folder {
    TemporaryFolder made{"test"};
    std::string path = made.path;

    Folder() { REQUIRE_MESSAGE(!path.empty(), made.error); }

    /// Folders in `name` are made; the whole path is returned.
    std::string write(const std::string& name, const std::string& text) const {
        const auto file = path + "/" + name;
        std::filesystem::create_directories(std::filesystem::path(file).parent_path());
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }
    std::string read(const std::string& name) const {
        std::ostringstream text;
        text << std::ifstream(path + "/" + name, std::ios::binary).rdbuf();
        return text.str();
    }
};

/// False, after saying why, where the program is not installed.
inline bool present(const std::string& program) {
    if (llvm::sys::findProgramByName(program)) return true;
    MESSAGE("not tested: " << program << " is not on PATH");
    return false;
}

}  // namespace abi::test
