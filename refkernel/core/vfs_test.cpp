#include "core/vfs.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "core/initrd.h"
#include "core/test_archive.h"
#include "core/test_arena.h"

using namespace core;
using core::test::ArchiveWriter;
using core::test::Arena;

namespace {

constexpr std::uint32_t create = OPEN_READ | OPEN_WRITE | OPEN_CREATE;

std::string text(std::span<const std::uint8_t> bytes) {
    return {bytes.begin(), bytes.end()};
}

std::span<const std::uint8_t> bytes_of(std::string_view from) {
    return {reinterpret_cast<const std::uint8_t*>(from.data()), from.size()};
}

struct Disk {
    ArchiveWriter archive;
    std::vector<Node> nodes;
    Arena arena;
    Quotas quotas;
    Vfs vfs;

    explicit Disk(std::size_t node_count = 32, std::size_t page_count = 64) : nodes(node_count), arena(page_count) {
        archive.add("./bin/hello", "hello", 0100755);
        archive.add("bin/only-others", "o", 0100645);
        archive.add("etc/motd", "be well\n");
        archive.add("etc/empty", "");
        archive.add("tmp/seed", "seed");
        archive.add("tmp/sub", "", 0040755);
        archive.end();
        const BuiltVfs built = build_vfs(archive.bytes, nodes);
        REQUIRE(built.error == VfsError::none);
        vfs = built.vfs;
        vfs.quotas = &quotas;
    }

    Opened open(std::string_view path, std::uint32_t flags) { return open_node(vfs, arena.pages, path, flags); }
    NodeIndex make(std::string_view path) {
        const Opened opened = open(path, create);
        REQUIRE(opened.verdict == VERDICT_OK);
        return opened.node;
    }
    Written write(NodeIndex node, std::uint64_t offset, std::string_view bytes) {
        Written written = write_node(vfs, arena.pages, node, offset, bytes_of(bytes));
        while (written.unfinished) {
            written = write_node(vfs, arena.pages, node, offset, bytes_of(bytes));
        }
        return written;
    }
    std::string read(NodeIndex node, std::uint64_t offset = 0, std::size_t count = 100) const {
        std::vector<std::uint8_t> bytes(count);
        bytes.resize(read_node(vfs, node, offset, bytes));
        return text(bytes);
    }
    std::string read(std::string_view path) const {
        const Opened found = find_node(vfs, path);
        REQUIRE(found.verdict == VERDICT_OK);
        return read(found.node);
    }
};

}  // namespace

TEST_CASE("a path leads to a node, or to a verdict with the reason") {
    const Disk disk;
    struct Row {
        std::string_view sentence;
        std::string_view path;
        Verdict verdict;
        std::uint64_t bytes;  // of the node
        FileKind kind;
    };
    const Row rows[] = {
        {"a file", "bin/hello", VERDICT_OK, 5, FILE_REGULAR},
        {"a file, from the root", "/bin/hello", VERDICT_OK, 5, FILE_REGULAR},
        {"a file, with slashes and dots", "//./bin/.//hello", VERDICT_OK, 5, FILE_REGULAR},
        {"a file, through its directory's parent", "bin/../etc/motd", VERDICT_OK, 8, FILE_REGULAR},
        {"a parent that is not the root", "tmp/sub/../seed", VERDICT_OK, 4, FILE_REGULAR},
        {"a parent of the root", "/../../etc/motd", VERDICT_OK, 8, FILE_REGULAR},
        {"the root", "/", VERDICT_OK, 4, FILE_DIRECTORY},
        {"the root, from below", "bin/..", VERDICT_OK, 4, FILE_DIRECTORY},
        {"a directory with a slash", "etc/", VERDICT_OK, 2, FILE_DIRECTORY},
        {"the console", "dev/console", VERDICT_OK, 0, FILE_CONSOLE},
        {"no such name", "bin/hell", VERDICT_ENOENT, 0, {}},
        {"a longer name", "bin/hello2", VERDICT_ENOENT, 0, {}},
        {"no such directory", "lib/hello", VERDICT_ENOENT, 0, {}},
        {"the parent of no such directory", "lib/../bin/hello", VERDICT_ENOENT, 0, {}},
        {"the archive's trailer", "TRAILER!!!", VERDICT_ENOENT, 0, {}},
        {"a file as a directory", "bin/hello/x", VERDICT_ENOTDIR, 0, {}},
        {"a file with a slash", "bin/hello/", VERDICT_ENOTDIR, 0, {}},
        {"a file with a dot", "bin/hello/.", VERDICT_ENOTDIR, 0, {}},
        {"the parent of a file", "bin/hello/../hello", VERDICT_ENOTDIR, 0, {}},
        {"the console with a slash", "dev/console/", VERDICT_ENOTDIR, 0, {}},
        {"no path", "", VERDICT_EINVAL, 0, {}},
        {"a path with a NUL", std::string_view("bin\0", 4), VERDICT_EINVAL, 0, {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        const Opened found = find_node(disk.vfs, row.path);
        CHECK(found.verdict == row.verdict);
        if (found.verdict == VERDICT_OK) {
            CHECK(stat_node(disk.vfs, found.node).bytes == row.bytes);
            CHECK(stat_node(disk.vfs, found.node).kind == row.kind);
        }
    }
    CHECK(find_node(disk.vfs, std::string(112, 'n')).verdict == VERDICT_ENAMETOOLONG);
}

TEST_CASE("which nodes can be opened with which flags") {
    struct Row {
        std::string_view sentence;
        std::string_view path;
        std::uint32_t flags;
        Verdict verdict;
    };
    constexpr std::uint32_t write_create = OPEN_WRITE | OPEN_CREATE;
    const Row rows[] = {
        {"a file of the archive is read", "bin/hello", OPEN_READ, VERDICT_OK},
        {"a file of the archive is not written", "bin/hello", OPEN_WRITE, VERDICT_EACCES},
        {"a file of the archive is not read and written", "bin/hello", OPEN_READ | OPEN_WRITE, VERDICT_EACCES},
        {"a file of the archive is not truncated", "bin/hello", OPEN_WRITE | OPEN_TRUNCATE, VERDICT_EACCES},
        {"no file is made in a directory of the archive", "bin/new", write_create, VERDICT_EACCES},
        {"no file is made in the root", "new", write_create, VERDICT_EACCES},
        {"no file is made in /dev", "dev/new", write_create, VERDICT_EACCES},
        {"a file of the archive below /tmp is written", "tmp/seed", OPEN_WRITE, VERDICT_OK},
        {"a file is made in /tmp", "tmp/new", write_create, VERDICT_OK},
        {"a file is made in a directory of /tmp", "/tmp/sub/new", write_create, VERDICT_OK},
        {"a file is made with dots in the path", "bin/../tmp/./new", write_create, VERDICT_OK},
        {"a directory is read", "bin", OPEN_READ, VERDICT_OK},
        {"a directory is not written", "bin", OPEN_WRITE, VERDICT_EISDIR},
        {"/tmp is not written", "/tmp", OPEN_READ | OPEN_WRITE, VERDICT_EISDIR},
        {"a directory is not made", "tmp/new/", write_create, VERDICT_EISDIR},
        {"a directory is not made with a dot", "tmp/new/.", write_create, VERDICT_EISDIR},
        {"the console is read", "dev/console", OPEN_READ, VERDICT_OK},
        {"the console is written", "dev/console", OPEN_WRITE, VERDICT_OK},
        {"the console can be truncated", "dev/console", OPEN_WRITE | OPEN_TRUNCATE, VERDICT_OK},
        {"a missing file is not opened for reading", "tmp/new", OPEN_READ, VERDICT_ENOENT},
        {"a missing file is not opened for writing", "tmp/new", OPEN_WRITE, VERDICT_ENOENT},
        {"missing directories are not made", "tmp/a/b", write_create, VERDICT_ENOENT},
        {"missing directories are not made outside /tmp", "a/b", write_create, VERDICT_ENOENT},
        {"a file is not made in a file", "tmp/seed/b", write_create, VERDICT_ENOTDIR},
        {"no access flag", "tmp/seed", 0, VERDICT_EINVAL},
        {"an unknown flag", "tmp/seed", OPEN_READ | 32, VERDICT_EINVAL},
        {"the highest unknown flag", "tmp/seed", OPEN_READ | 0x80000000, VERDICT_EINVAL},
        {"created, but only for reading", "tmp/new", OPEN_READ | OPEN_CREATE, VERDICT_EINVAL},
        {"truncated, but only for reading", "tmp/seed", OPEN_READ | OPEN_TRUNCATE, VERDICT_EINVAL},
        {"executable, but not created", "tmp/seed", OPEN_WRITE | OPEN_EXECUTABLE, VERDICT_EINVAL},
        {"a path with a NUL", std::string_view("tmp/x\0", 6), write_create, VERDICT_EINVAL},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        Disk disk;
        const std::uint32_t used = disk.vfs.used;
        const Opened opened = disk.open(row.path, row.flags);
        CHECK(opened.verdict == row.verdict);
        const bool made = row.verdict == VERDICT_OK && (row.flags & OPEN_CREATE) != 0;
        CHECK(disk.vfs.used == used + (made ? 1 : 0));
        if (row.verdict == VERDICT_OK) {
            CHECK(opened.node == find_node(disk.vfs, row.path).node);
        }
        CHECK(disk.read("bin/hello") == "hello");
        CHECK(disk.read("tmp/seed") == "seed");
    }
    Disk disk;
    CHECK(disk.open("tmp/" + std::string(112, 'n'), write_create).verdict == VERDICT_ENAMETOOLONG);
}

TEST_CASE("a file is made once, and opening it again gives the same file") {
    Disk disk;
    const NodeIndex first = disk.make("tmp/a");
    CHECK(disk.write(first, 0, "kept").bytes == 4);
    CHECK(disk.make("/tmp/a") == first);
    CHECK(disk.read(first) == "kept");
    CHECK(disk.open("tmp/a", OPEN_WRITE | OPEN_TRUNCATE).node == first);
    CHECK(disk.read(first).empty());
}

TEST_CASE("if all nodes are used, no file is made, and existing files can still be used") {
    Disk disk(15);
    REQUIRE(disk.vfs.used == 12);
    for (const char* path : {"tmp/a", "tmp/b", "tmp/c"}) {
        (void)disk.make(path);
    }
    CHECK(disk.open("tmp/d", create).verdict == VERDICT_ENOSPC);
    CHECK(disk.open("tmp/a", create).verdict == VERDICT_OK);
    CHECK(stat_node(disk.vfs, find_node(disk.vfs, "tmp").node).bytes == 5);
}

TEST_CASE("bytes are read from any offset, as many as the file has") {
    const Disk disk;
    const NodeIndex node = find_node(disk.vfs, "bin/hello").node;
    CHECK(disk.read(node, 1, 3) == "ell");
    CHECK(disk.read(node, 3) == "lo");
    CHECK(disk.read(node, 5).empty());
    CHECK(disk.read(node, ~std::uint64_t{0}).empty());
    CHECK(disk.read(node, 0, 0).empty());
    CHECK(disk.read("etc/empty").empty());
    CHECK(disk.read("bin").empty());
    CHECK(disk.read("dev/console").empty());
}

TEST_CASE("a file grows by doubling its run, stays one span, and its holes are zero") {
    Disk disk;
    const std::uint64_t free = disk.arena.pages.free;
    const NodeIndex node = disk.make("tmp/a");
    CHECK(disk.arena.pages.free == free);
    struct Row {
        std::uint64_t offset;
        std::size_t count;
        std::uint64_t size;
        std::uint64_t pages;
    };
    const Row rows[] = {
        {0, 1, 1, 1},
        {4095, 1, 4096, 1},
        {4096, 1, 4097, 2},
        {10, 5, 4097, 2},
        {3 * page_bytes - 1, 1, 3 * page_bytes, 4},
        {8 * page_bytes, 0, 3 * page_bytes, 4},  // a write of no bytes does not grow the file
        {8 * page_bytes, 1, 8 * page_bytes + 1, 16},
    };
    std::string model;
    for (const Row& row : rows) {
        CAPTURE(row.offset);
        const std::string bytes(row.count, 'x');
        CHECK(disk.write(node, row.offset, bytes).bytes == row.count);
        if (row.count != 0) {
            model.resize(std::max<std::size_t>(model.size(), row.offset + row.count), '\0');
            model.replace(row.offset, row.count, bytes);
        }
        CHECK(stat_node(disk.vfs, node).bytes == row.size);
        CHECK(disk.arena.pages.free == free - row.pages);
        CHECK(text(disk.vfs.nodes[node].bytes) == model);
    }
    CHECK(truncate_node(disk.vfs, disk.arena.pages, node) == VERDICT_OK);
    CHECK(disk.arena.pages.free == free);
    CHECK(disk.write(node, 5, "y").bytes == 1);
    CHECK(disk.read(node) == std::string("\0\0\0\0\0y", 6));
}

TEST_CASE("a failed write changes nothing") {
    Disk disk(32, 8);
    const NodeIndex node = disk.make("tmp/a");
    REQUIRE(disk.write(node, 0, "kept").verdict == VERDICT_OK);
    struct Row {
        std::string_view sentence;
        std::string_view path;
        std::uint64_t offset;
        Verdict verdict;
    };
    const Row rows[] = {
        {"past 4 MiB", "tmp/a", max_tmp_file_bytes, VERDICT_ENOSPC},
        {"the last byte of 4 MiB, in a machine of 8 pages", "tmp/a", max_tmp_file_bytes - 1, VERDICT_ENOMEM},
        {"8 pages in addition to the file's own", "tmp/a", 4 * page_bytes, VERDICT_ENOMEM},
        {"an offset that overflows", "tmp/a", ~std::uint64_t{0}, VERDICT_EINVAL},
        {"a file of the archive", "bin/hello", 0, VERDICT_EACCES},
        {"a directory", "tmp", 0, VERDICT_EISDIR},
        {"the console", "dev/console", 0, VERDICT_EINVAL},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        const Written written = disk.write(find_node(disk.vfs, row.path).node, row.offset, "x");
        CHECK(written.verdict == row.verdict);
        CHECK(written.bytes == 0);
        CHECK(disk.read(node) == "kept");
        CHECK(disk.arena.pages.free == 7);
    }
    CHECK(disk.write(node, 4 * page_bytes - 1, "x").verdict == VERDICT_OK);  // 4 pages in addition to its own
    CHECK(disk.read("bin/hello") == "hello");
}

TEST_CASE("a run is filled to its last byte before a larger one is taken") {
    Disk disk(32, 1);
    const NodeIndex node = disk.make("tmp/a");
    CHECK(disk.write(node, 0, "x").verdict == VERDICT_OK);
    CHECK(disk.write(node, page_bytes - 1, "x").verdict == VERDICT_OK);
    CHECK(disk.write(node, page_bytes, "x").verdict == VERDICT_ENOMEM);
}

TEST_CASE("a file can have 4 MiB, but no more") {
    Disk disk(32, 2100);
    const std::uint64_t free = disk.arena.pages.free;
    const NodeIndex node = disk.make("tmp/a");
    CHECK(disk.write(node, max_tmp_file_bytes - 1, "x").verdict == VERDICT_OK);
    CHECK(disk.arena.pages.free == free - 1024);
    CHECK(disk.write(node, max_tmp_file_bytes - 1, "xy").verdict == VERDICT_ENOSPC);
    CHECK(stat_node(disk.vfs, node).bytes == max_tmp_file_bytes);
}

TEST_CASE("a write far behind the end makes the file longer in steps, and every byte between is zero") {
    Disk disk(32, 2100);
    std::ranges::fill(std::span(reinterpret_cast<std::uint8_t*>(disk.arena.pages.base), 2000 * page_bytes),
                      std::uint8_t{0xee});
    const NodeIndex node = disk.make("tmp/a");
    CHECK(disk.write(node, 0, "a").bytes == 1);
    constexpr std::uint64_t offset = 3 * zeroed_in_a_step_bytes;
    for (std::uint64_t step = 1; step <= 2; ++step) {
        const Written written = write_node(disk.vfs, disk.arena.pages, node, offset, bytes_of("z"));
        CHECK(written.unfinished);
        CHECK(written.bytes == 0);
        CHECK(stat_node(disk.vfs, node).bytes == 1 + step * zeroed_in_a_step_bytes);
    }
    CHECK(write_node(disk.vfs, disk.arena.pages, node, offset, bytes_of("z")).bytes == 1);
    CHECK(disk.read(node, 0, offset + 1) == "a" + std::string(offset - 1, '\0') + "z");
}

TEST_CASE("a file's version changes whenever its bytes change, and only then") {
    Disk disk;
    const NodeIndex node = disk.make("tmp/a");
    const auto changes = [&disk, node](auto change) {
        const std::uint32_t before = disk.vfs.nodes[node].version;
        change();
        return disk.vfs.nodes[node].version != before;
    };
    CHECK(changes([&] { (void)disk.write(node, 0, "ab"); }));
    CHECK(changes([&] { (void)disk.write(node, 0, "ab"); }));
    CHECK(changes([&] { (void)truncate_node(disk.vfs, disk.arena.pages, node); }));
    CHECK_FALSE(changes([&] { (void)disk.read(node); }));
    CHECK_FALSE(changes([&] { (void)disk.write(node, max_tmp_file_bytes, "x"); }));
}

TEST_CASE("a file of the archive below /tmp is copied before it is written, and keeps its bytes until truncated") {
    Disk disk;
    const std::uint64_t free = disk.arena.pages.free;
    const std::vector<std::uint8_t> archive = disk.archive.bytes;
    const NodeIndex node = find_node(disk.vfs, "tmp/seed").node;
    CHECK(disk.write(node, 1, "oo").bytes == 2);
    CHECK(disk.read(node) == "sood");
    CHECK(disk.arena.pages.free == free - 1);
    CHECK(disk.archive.bytes == archive);
    CHECK(truncate_node(disk.vfs, disk.arena.pages, node) == VERDICT_OK);
    CHECK(disk.read(node).empty());
    CHECK(disk.arena.pages.free == free);
}

TEST_CASE("a file of the archive below /tmp that is larger than the limit cannot be written") {
    ArchiveWriter archive;
    archive.add("tmp/big", std::string(max_tmp_file_bytes + 1, 'b'));
    archive.end();
    std::vector<Node> nodes(8);
    Arena arena(2100);
    BuiltVfs built = build_vfs(archive.bytes, nodes);
    const NodeIndex node = find_node(built.vfs, "tmp/big").node;
    CHECK(write_node(built.vfs, arena.pages, node, 0, bytes_of("x")).verdict == VERDICT_ENOSPC);
    CHECK(arena.pages.free == 2100);
}

TEST_CASE("only files below /tmp are truncated") {
    Disk disk;
    const auto truncate = [&](std::string_view path) {
        return truncate_node(disk.vfs, disk.arena.pages, find_node(disk.vfs, path).node);
    };
    CHECK(truncate("bin/hello") == VERDICT_EACCES);
    CHECK(truncate("tmp") == VERDICT_EISDIR);
    CHECK(disk.read("bin/hello") == "hello");
}

TEST_CASE("a directory is listed in the order in which its entries were created") {
    Disk disk;
    (void)disk.make("tmp/z");
    REQUIRE(disk.write(disk.make("tmp/a"), 0, "abc").verdict == VERDICT_OK);
    const NodeIndex tmp = find_node(disk.vfs, "tmp").node;
    const std::pair<std::string, std::uint64_t> expected[] = {{"seed", 4}, {"sub", 0}, {"z", 0}, {"a", 3}};
    for (std::uint64_t index = 0; index < std::size(expected); ++index) {
        const std::optional<DirectoryEntry> entry = list_node(disk.vfs, tmp, index);
        REQUIRE(entry);
        CHECK(std::string(reinterpret_cast<const char*>(entry->name)) == expected[index].first);
        CHECK(entry->name_length == expected[index].first.size());
        CHECK(entry->bytes == expected[index].second);
        CHECK(entry->kind == (expected[index].first == "sub" ? FILE_DIRECTORY : FILE_REGULAR));
        CHECK(std::ranges::all_of(std::span(entry->name).subspan(entry->name_length), [](auto b) { return b == 0; }));
    }
    CHECK_FALSE(list_node(disk.vfs, tmp, std::size(expected)));
    CHECK_FALSE(list_node(disk.vfs, tmp, ~std::uint64_t{0}));
    CHECK_FALSE(list_node(disk.vfs, find_node(disk.vfs, "bin/hello").node, 0));
}

TEST_CASE("a program is an executable regular file") {
    Disk disk;
    CHECK(disk.write(disk.open("tmp/made", create | OPEN_EXECUTABLE).node, 0, "made").verdict == VERDICT_OK);
    (void)disk.make("tmp/plain");
    CHECK(disk.open("tmp/plain", create | OPEN_EXECUTABLE).verdict == VERDICT_OK);  // it already exists
    struct Row {
        std::string_view path;
        Verdict verdict;
        std::string_view name;
        std::string_view bytes;
    };
    const Row rows[] = {
        {"/bin/hello", VERDICT_OK, "bin/hello", "hello"},
        {"bin/only-others", VERDICT_OK, "bin/only-others", "o"},
        {"tmp/made", VERDICT_OK, "made", "made"},
        {"tmp/plain", VERDICT_EACCES, "", ""},
        {"etc/motd", VERDICT_EACCES, "", ""},
        {"dev/console", VERDICT_EACCES, "", ""},
        {"bin", VERDICT_EISDIR, "", ""},
        {"/", VERDICT_EISDIR, "", ""},
        {"bin/hell", VERDICT_ENOENT, "", ""},
        {"bin/hello/", VERDICT_ENOTDIR, "", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.path);
        const FoundProgram found = find_program(disk.vfs, row.path);
        CHECK(found.verdict == row.verdict);
        CHECK(found.name == row.name);
        CHECK(text(found.bytes) == row.bytes);
    }
    CHECK(stat_node(disk.vfs, find_node(disk.vfs, "bin/hello").node).executable == 1);
    CHECK(stat_node(disk.vfs, find_node(disk.vfs, "etc/motd").node).executable == 0);
    CHECK(stat_node(disk.vfs, find_node(disk.vfs, "bin").node).executable == 0);
}

TEST_CASE("after thousands of operations the files equal those of a model, and all pages can be freed") {
    for (const unsigned seed : {1U, 2U, 3U, 4U}) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const auto below = [&](std::uint64_t limit) { return random() % limit; };
        Disk disk(20, 48);
        const std::uint64_t free = disk.arena.pages.free;
        std::map<std::string, std::string> model{{"tmp/seed", "seed"}};
        std::map<Verdict, unsigned> seen;
        for (int step = 0; step < 5000; ++step) {
            const std::string path = below(8) == 0 ? "tmp/seed" : "tmp/f" + std::to_string(below(12));
            const std::uint64_t action = below(16);
            const auto known = model.find(path);
            const std::uint64_t free_before = disk.arena.pages.free;
            if (action < 3) {
                const std::uint32_t flags = create | (action == 0 ? std::uint32_t{OPEN_TRUNCATE} : 0);
                const Opened opened = disk.open(path, flags);
                ++seen[opened.verdict];
                const bool full = model.size() == 9 && known == model.end();  // 20 nodes, of which 11 are other nodes
                CHECK(opened.verdict == (full ? VERDICT_ENOSPC : VERDICT_OK));
                if (opened.verdict == VERDICT_OK && (action == 0 || known == model.end())) {
                    model[path].clear();
                }
            } else if (action < 10) {
                const Opened opened = disk.open(path, OPEN_WRITE);
                CHECK(opened.verdict == (known == model.end() ? VERDICT_ENOENT : VERDICT_OK));
                if (opened.verdict != VERDICT_OK) {
                    continue;
                }
                const std::string bytes(below(2) == 0 ? below(40) : below(3 * page_bytes),
                                        static_cast<char>('a' + below(26)));
                const std::uint64_t offset = below(10) == 0 ? below(30 * page_bytes) : below(known->second.size() + 9);
                const Written written = disk.write(opened.node, offset, bytes);
                ++seen[written.verdict];
                if (written.verdict == VERDICT_OK) {
                    CHECK(written.bytes == bytes.size());
                    if (!bytes.empty()) {
                        known->second.resize(std::max<std::size_t>(known->second.size(), offset + bytes.size()), '\0');
                        known->second.replace(offset, bytes.size(), bytes);
                    }
                } else {
                    CHECK(written.verdict == VERDICT_ENOMEM);
                    CHECK(disk.arena.pages.free == free_before);
                }
            } else if (action < 12 && known != model.end()) {
                CHECK(truncate_node(disk.vfs, disk.arena.pages, disk.open(path, OPEN_WRITE).node) == VERDICT_OK);
                known->second.clear();
            } else if (known != model.end()) {
                const std::uint64_t offset = below(known->second.size() + 9);
                const std::size_t count = below(2 * page_bytes);
                const std::string expected = offset < known->second.size() ? known->second.substr(offset, count) : "";
                CHECK(disk.read(disk.open(path, OPEN_READ).node, offset, count) == expected);
            }
        }
        CHECK(seen[VERDICT_ENOSPC] > 100);
        CHECK(seen[VERDICT_ENOMEM] > 50);
        CHECK(seen[VERDICT_OK] > 1000);
        for (const auto& [path, bytes] : model) {
            CAPTURE(path);
            const NodeIndex node = disk.open(path, OPEN_READ).node;
            CHECK(stat_node(disk.vfs, node).bytes == bytes.size());
            CHECK(text(disk.vfs.nodes[node].bytes) == bytes);
            CHECK(truncate_node(disk.vfs, disk.arena.pages, node) == VERDICT_OK);
        }
        CHECK(disk.arena.pages.free == free);
    }
}

TEST_CASE("a removed file is gone, and its place and pages can be used again") {
    Disk disk(13);  // all nodes but one are in the archive
    const std::uint64_t free = disk.arena.pages.free;
    for (int round = 0; round < 5; ++round) {
        const NodeIndex node = disk.make("tmp/a");
        CHECK(disk.open("tmp/b", create).verdict == VERDICT_ENOSPC);
        CHECK(disk.write(node, 0, "abc").bytes == 3);
        close_node(disk.vfs, disk.arena.pages, node);
        CHECK(remove_node(disk.vfs, disk.arena.pages, "tmp/a") == VERDICT_OK);
        CHECK(find_node(disk.vfs, "tmp/a").verdict == VERDICT_ENOENT);
        CHECK(disk.arena.pages.free == free);
    }
}

TEST_CASE("a removed file that is open has its bytes until it is closed") {
    Disk disk;
    const std::uint64_t free = disk.arena.pages.free;
    const NodeIndex node = disk.make("tmp/a");
    CHECK(disk.open("tmp/a", OPEN_READ).node == node);
    CHECK(disk.write(node, 0, "abc").bytes == 3);
    CHECK(remove_node(disk.vfs, disk.arena.pages, "tmp/a") == VERDICT_OK);
    const NodeIndex other = disk.make("tmp/a");
    CHECK(other != node);
    close_node(disk.vfs, disk.arena.pages, node);
    CHECK(disk.read(node) == "abc");
    CHECK(disk.arena.pages.free == free - 1);
    close_node(disk.vfs, disk.arena.pages, node);
    CHECK(disk.arena.pages.free == free);
    CHECK(disk.read("tmp/a").empty());
}

TEST_CASE("a directory lists its entries in the order of creation, whichever of them is removed") {
    for (const std::string_view removed : {"a", "b", "c"}) {
        CAPTURE(removed);
        Disk disk;
        REQUIRE(make_directory(disk.vfs, "tmp/d") == VERDICT_OK);
        std::string expected;
        for (const std::string_view name : {"a", "b", "c"}) {
            close_node(disk.vfs, disk.arena.pages, disk.make("tmp/d/" + std::string(name)));
            expected += name == removed ? "" : name;
        }
        CHECK(remove_node(disk.vfs, disk.arena.pages, "tmp/d/" + std::string(removed)) == VERDICT_OK);
        (void)disk.make("tmp/d/e");
        expected += "e";
        std::string listed;
        const NodeIndex directory = find_node(disk.vfs, "tmp/d").node;
        for (std::uint64_t index = 0; const auto entry = list_node(disk.vfs, directory, index); ++index) {
            listed += static_cast<char>(entry->name[0]);
        }
        CHECK(listed == expected);
    }
}

TEST_CASE("only files and empty directories below /tmp are removed, and directories are made only there") {
    Disk disk;
    const auto remove = [&](std::string_view path) { return remove_node(disk.vfs, disk.arena.pages, path); };
    CHECK(make_directory(disk.vfs, "tmp/d/") == VERDICT_OK);
    CHECK(make_directory(disk.vfs, "tmp/d") == VERDICT_EEXIST);
    CHECK(make_directory(disk.vfs, "bin/d") == VERDICT_EACCES);
    CHECK(make_directory(disk.vfs, "tmp/e/f") == VERDICT_ENOENT);
    CHECK(make_directory(disk.vfs, "etc/motd/f") == VERDICT_ENOTDIR);
    (void)disk.make("tmp/d/f");
    CHECK(remove("tmp/d") == VERDICT_ENOTEMPTY);
    CHECK(remove("tmp/d/f") == VERDICT_OK);
    CHECK(remove("tmp/d") == VERDICT_OK);
    CHECK(remove("tmp/d") == VERDICT_ENOENT);
    for (const std::string_view path : {"/", "tmp", "tmp/sub/..", "bin", "bin/hello", "dev/console"}) {
        CAPTURE(path);
        CHECK(remove(path) == VERDICT_EACCES);
    }
}

TEST_CASE("a quota counts the files that are made and the pages that are written, also in files of others") {
    Disk disk;
    Quotas quotas;
    disk.vfs.quotas = &quotas;
    const QuotaIndex maker = add_quota(quotas, root_quota, {.pages = 2, .files = 2}, 7).value();
    const QuotaIndex writer = add_quota(quotas, root_quota, {.pages = 4}, 8).value();
    const auto make = [&](std::string_view path) { return open_node(disk.vfs, disk.arena.pages, path, create, maker); };
    const auto grow = [&](NodeIndex node, std::uint64_t pages, QuotaIndex quota) {
        return write_node(disk.vfs, disk.arena.pages, node, pages * page_bytes - 1, bytes_of("x"), quota).verdict;
    };
    const NodeIndex node = make("tmp/a").node;
    CHECK(make_directory(disk.vfs, "tmp/d", maker) == VERDICT_OK);
    CHECK(make("tmp/b").verdict == VERDICT_ELIMIT);
    CHECK(grow(node, 2, maker) == VERDICT_OK);
    CHECK(grow(node, 3, maker) == VERDICT_ELIMIT);
    CHECK(grow(node, 4, writer) == VERDICT_OK);
    CHECK(used(quotas, maker, Resource::pages) == 0);
    CHECK(used(quotas, writer, Resource::pages) == 4);
    inherit_nodes(disk.vfs, writer, root_quota);
    remove_quota(quotas, writer);
    close_node(disk.vfs, disk.arena.pages, node);
    CHECK(remove_node(disk.vfs, disk.arena.pages, "tmp/a") == VERDICT_OK);
    CHECK(remove_node(disk.vfs, disk.arena.pages, "tmp/d") == VERDICT_OK);
    CHECK(used(quotas, maker, Resource::files) == 0);
    CHECK(make("tmp/b").verdict == VERDICT_OK);
}
