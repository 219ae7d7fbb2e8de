#include "core/initrd.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "core/test_archive.h"
#include "core/vfs.h"

using namespace core;
using core::test::ArchiveWriter;

namespace {

struct Entry {
    std::string name;
    std::uint32_t mode = 0100644;
    std::string data = "x";
    std::uint32_t links = 1;
};

constexpr std::uint32_t directory = 0040755;

std::vector<std::uint8_t> archive_of(const std::vector<Entry>& entries) {
    ArchiveWriter archive;
    for (const Entry& entry : entries) {
        archive.add(entry.name, entry.mode == directory ? "" : entry.data, entry.mode, entry.links);
    }
    archive.end();
    return archive.bytes;
}

std::vector<std::string> listing(const Vfs& vfs, std::string_view path) {
    std::vector<std::string> names;
    const Opened found = find_node(vfs, path);
    REQUIRE(found.verdict == VERDICT_OK);
    for (std::uint64_t index = 0; const auto entry = list_node(vfs, found.node, index); ++index) {
        names.emplace_back(reinterpret_cast<const char*>(entry->name), entry->name_length);
    }
    return names;
}

}  // namespace

TEST_CASE("an archive becomes a tree in the archive's order, after the nodes that always exist") {
    std::vector<Node> nodes(32);
    const auto archive = archive_of({{".", directory},
                                     {"./bin", directory},
                                     {"./bin/hello", 0100755},
                                     {"etc/deep/motd"},
                                     {"etc", directory},  // after what lies in it
                                     {"bin/a"},
                                     {"tmp", directory},
                                     {"tmp/sub/seed"}});
    const BuiltVfs built = build_vfs(archive, nodes);
    REQUIRE(built.error == VfsError::none);
    CHECK(built.entries == 8);
    CHECK(describe(built) == "good");
    using Names = std::vector<std::string>;
    CHECK(listing(built.vfs, "/") == Names{"dev", "tmp", "bin", "etc"});
    CHECK(listing(built.vfs, "bin") == Names{"hello", "a"});
    CHECK(listing(built.vfs, "dev") == Names{"console"});
    CHECK(listing(built.vfs, "etc/deep") == Names{"motd"});
    CHECK(listing(built.vfs, "tmp/sub") == Names{"seed"});
}

TEST_CASE("the tree does not depend on the previous content of the nodes") {
    std::vector<Node> nodes(8);
    for (Node& node : nodes) {
        node.writable = node.executable = node.named = true;
        node.parent = node.next = node.first_child = node.last_child = node.children = 7;
    }
    const BuiltVfs built = build_vfs(archive_of({{"bin/x"}}), nodes);
    REQUIRE(built.error == VfsError::none);
    CHECK(listing(built.vfs, "/") == std::vector<std::string>{"dev", "tmp", "bin"});
    CHECK_FALSE(nodes[root_node].writable);
    CHECK_FALSE(nodes[find_node(built.vfs, "bin/x").node].executable);
}

TEST_CASE("each unusual archive is refused with its own error") {
    struct Row {
        std::string_view sentence;
        std::vector<Entry> entries;
        VfsError error;
    };
    const std::string long_name(112, 'n');
    const Row rows[] = {
        {"a file twice", {{"a"}, {"a"}}, VfsError::duplicate},
        {"a file twice, once with a double slash", {{"a/b"}, {"a//b"}}, VfsError::duplicate},
        {"a file twice, once with dots", {{"a/b"}, {"./a/./b"}}, VfsError::duplicate},
        {"a directory twice", {{"a", directory}, {"a/", directory}}, VfsError::duplicate},
        {"directories that always exist, once", {{"dev", directory}, {"tmp", directory}}, VfsError::none},
        {"a directory that always exists, twice", {{"tmp", directory}, {"tmp", directory}}, VfsError::duplicate},
        {"the root twice", {{".", directory}, {"./", directory}}, VfsError::duplicate},
        {"a file where the console is", {{"dev/console"}}, VfsError::duplicate},
        {"a file in the console", {{"dev/console/x"}}, VfsError::file_as_directory},
        {"a file in a file", {{"a"}, {"a/b"}}, VfsError::file_as_directory},
        {"a file whose name ends in a slash", {{"a/"}}, VfsError::file_as_directory},
        {"a file that is the root", {{"."}}, VfsError::file_as_directory},
        {"a directory over a file", {{"a"}, {"a", directory}}, VfsError::directory_over_file},
        {"a directory over the console", {{"dev/console", directory}}, VfsError::directory_over_file},
        {"a file over a directory", {{"a", directory}, {"a"}}, VfsError::file_over_directory},
        {"a file over a directory that has no entry", {{"a/b"}, {"a"}}, VfsError::file_over_directory},
        {"a name above the root", {{"../a"}}, VfsError::dot_dot},
        {"a name with .. inside", {{"a/../b"}}, VfsError::dot_dot},
        {"a name from the root", {{"/a"}}, VfsError::absolute_name},
        {"a component of 112 bytes", {{"a/" + long_name}}, VfsError::long_name},
        {"a component of 111 bytes", {{"a/" + long_name.substr(1)}}, VfsError::none},
        {"a symbolic link", {{"a", 0120777}}, VfsError::other_kind},
        {"a device", {{"a", 0020600, ""}}, VfsError::other_kind},
        {"a pipe", {{"a", 0010600, ""}}, VfsError::other_kind},
        {"a socket", {{"a", 0140600, ""}}, VfsError::other_kind},
        {"a mode without a kind", {{"a", 0644}}, VfsError::other_kind},
        {"a hard link without bytes", {{"a", 0100644, "", 2}}, VfsError::hard_link},
        {"a hard link with its bytes", {{"b", 0100644, "x", 2}}, VfsError::none},
        {"a directory with several links", {{"b", directory, "", 3}}, VfsError::none},
        {"an empty file", {{"b", 0100644, ""}}, VfsError::none},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        std::vector<Node> nodes(16);
        const auto archive = archive_of(row.entries);
        const BuiltVfs built = build_vfs(archive, nodes);
        CHECK(built.error == row.error);
        CHECK(built.entries == row.entries.size() - (row.error == VfsError::none ? 0 : 1));
    }
}

TEST_CASE("damage of the archive itself keeps its text and its offset") {
    std::vector<Node> nodes(16);
    std::vector<std::uint8_t> archive = archive_of({{"a"}, {"b"}});
    const std::size_t second = read_cpio_entry(archive, 0).next;
    archive[second + 5] = '2';
    const BuiltVfs built = build_vfs(archive, nodes);
    CHECK(built.error == VfsError::archive);
    CHECK(built.archive_error == CpioError::with_checksums);
    CHECK(describe(built) == describe(CpioError::with_checksums));
    CHECK(built.offset == second);
    CHECK(built.entries == 1);
}

TEST_CASE("all nodes of the caller can be used, and one more is too many") {
    const auto archive = archive_of({{"a/b"}, {"c"}});
    for (std::size_t count = 0; count < 9; ++count) {
        CAPTURE(count);
        std::vector<Node> nodes(count);  // root, dev, console, tmp; a, b, c
        CHECK(build_vfs(archive, nodes).error == (count < 7 ? VfsError::too_many : VfsError::none));
    }
}

TEST_CASE("each error of an initrd has its own text") {
    std::set<std::string_view> words;
    const int last = static_cast<int>(VfsError::too_many);
    for (int error = 0; error <= last; ++error) {
        words.insert(describe({.error = static_cast<VfsError>(error), .archive_error = CpioError::no_bytes}));
    }
    CHECK(words.size() == static_cast<std::size_t>(last) + 1);
}
