#include "tool/fix_files.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "test/folder.h"

using namespace abi;
namespace fs = std::filesystem;

namespace {

EditedFile edited(const test::Folder& folder, const std::string& name) {
    return {folder.write(name, "before"), name, "before", "after"};
}

}  // namespace

TEST_CASE("the disk with other texts has these, and all other files as they are") {
    const test::Folder folder;
    const auto a = folder.write("a.h", "a");
    const auto b = folder.write("b.h", "b");
    const auto disk = disk_with({{a, "edited"}});
    CHECK((*disk->getBufferForFile(a))->getBuffer() == "edited");
    CHECK((*disk->getBufferForFile(folder.path + "/x/../a.h"))->getBuffer() == "edited");
    CHECK((*disk->getBufferForFile(b))->getBuffer() == "b");
    CHECK_FALSE(disk->exists(folder.path + "/c.h"));
}

TEST_CASE("all files are written, with their permissions, and through links") {
    const test::Folder folder;
    auto file = edited(folder, "a.h");
    fs::permissions(file.path, fs::perms::owner_read | fs::perms::owner_write | fs::perms::owner_exec);
    fs::create_symlink("a.h", folder.path + "/link.h");
    file.path = folder.path + "/link.h";
    CHECK(write_edited(std::vector{file, edited(folder, "b.h")}).empty());
    CHECK(folder.read("a.h") == "after");
    CHECK(folder.read("b.h") == "after");
    CHECK(fs::is_symlink(folder.path + "/link.h"));
    CHECK((fs::status(folder.path + "/a.h").permissions() & fs::perms::owner_exec) != fs::perms::none);
}

TEST_CASE("if one file must not be written, none is") {
    const test::Folder folder;
    const auto good = edited(folder, "a.h");
    const auto bad = edited(folder, "b.h");
    const auto is_refused = [&](const std::string& found) {
        const auto problems = write_edited(std::vector{good, bad});
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].place.file == "b.h");
        CHECK(problems[0].found.find(found) != std::string::npos);
        CHECK(folder.read("a.h") == "before");
    };
    fs::permissions(bad.path, fs::perms::owner_read);
    is_refused("a read-only file");
    fs::permissions(bad.path, fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink("me@here.1", folder.path + "/.#b.h");
    is_refused("an editor has changes");
    fs::remove(folder.path + "/.#b.h");
    folder.write("b.h", "somebody else");
    is_refused("another content");
    CHECK(folder.read("b.h") == "somebody else");
    fs::remove(bad.path);
    is_refused("read-only");
}
