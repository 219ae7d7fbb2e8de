#include "os/mirror_folder.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "os/file.h"
#include "os/temporary_folder.h"

using namespace abi;

namespace {

/// Writes a file and its folders; returns its path.
std::string make(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    CHECK_FALSE(write_file(path, text));
    return path;
}

}  // namespace

TEST_CASE("A mirror has changed files beside links, and \"..\" stays in it") {
    const TemporaryFolder folder("mirror");
    const auto root = make(folder.path + "/crate/src/lib.rs", "root");
    const auto module = make(folder.path + "/crate/src/a/b.rs", "module");
    const auto other = make(folder.path + "/shared/c.rs", "other");
    MirrorFolder mirror(folder.path + "/mirror");
    REQUIRE_FALSE(mirror.link_all_in(folder.path + "/crate/src"));
    REQUIRE_FALSE(mirror.write(root, "changed"));
    REQUIRE_FALSE(mirror.write(module, "changed, too"));
    REQUIRE_FALSE(mirror.link(other));
    const auto text = [&](const std::string& path) { return *read_file(mirror.mirrored(folder.path + path)); };
    CHECK(text("/crate/src/lib.rs") == "changed");
    CHECK(text("/crate/src/a/b.rs") == "changed, too");
    CHECK(text("/crate/src/a/../../../shared/c.rs") == "other");
    REQUIRE_FALSE(mirror.write(root, std::nullopt));
    REQUIRE_FALSE(mirror.link(root));
    CHECK(text("/crate/src/lib.rs") == "root");
    CHECK(*read_file(module) == "module");
    CHECK(mirror.real_paths("at " + mirror.mirrored(root) + ":1") == "at " + root + ":1");
}
