#include "os/temporary_folder.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

using namespace abi;

TEST_CASE("only the owner can read a temporary folder, and it is removed with its content") {
    std::string path;
    {
        const TemporaryFolder folder("scope");
        path = folder.path;
        REQUIRE(std::filesystem::is_directory(path));
        CHECK(folder.error.empty());
        CHECK(std::filesystem::path(path).filename().string().starts_with("abi-check-scope."));
        CHECK(std::filesystem::status(path).permissions() == std::filesystem::perms::owner_all);
        std::ofstream(path + "/file") << "x";
    }
    CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("two temporary folders with the same purpose have different paths") {
    const TemporaryFolder one("scope");
    const TemporaryFolder other("scope");
    CHECK(one.path != other.path);
}
