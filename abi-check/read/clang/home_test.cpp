#include "read/clang/home.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "test/folder.h"

using abi::clang_reader::clang_home;
using abi::clang_reader::clang_home_of;

TEST_CASE("clang's headers beside the installed program come before those of the build") {
    const abi::test::Folder folder;
    const std::string prefix = folder.path;
    const std::string resources = prefix + "/lib/abi-check/clang/19";
    const auto before = clang_home_of(prefix + "/bin/abi-check", "/llvm/lib/clang/19");
    CHECK(before.resources == "/llvm/lib/clang/19");
    CHECK(before.programs == "/llvm/bin");
    CHECK(before.expected == resources);

    std::filesystem::create_directories(resources + "/include");
    const auto after = clang_home_of(prefix + "/bin/abi-check", "/llvm/lib/clang/19");
    CHECK(after.resources == resources);
    CHECK(after.programs == prefix + "/bin");
}

TEST_CASE("a program for packages has no headers but those beside it") {
    const auto home = clang_home_of("/opt/bin/abi-check", "");
    CHECK(home.resources.empty());
    CHECK(home.programs == "/opt/bin");
    CHECK(home.expected == "/opt/lib/abi-check/clang/19");
}

TEST_CASE("this build finds clang's headers") {
    CHECK(std::filesystem::exists(clang_home().resources + "/include/stdint.h"));
}
