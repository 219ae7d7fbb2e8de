// Which changes are noticed, with events and without them.
#include "os/changes.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <vector>

#include "os/temporary_folder.h"

namespace {

namespace fs = std::filesystem;

/// A folder with a header, another one that a link leads to, and a pattern's folder.
struct Tree {
    abi::TemporaryFolder folder{"changes"};
    std::string root = fs::canonical(folder.path).string();
    std::string header = root + "/inc/wire.h";
    std::string missing = root + "/first/deep/wire.h";
    std::string linked = root + "/link/wire.h";
    std::string alias = root + "/alias.h";
    std::string list = root + "/src";

    Tree() {
        for (const auto* one : {"inc", "src", "v1", "v2", "v3"}) fs::create_directory(root + "/" + one);
        for (const auto& path : {header, root + "/v1/wire.h", root + "/v2/wire.h", list + "/a.c"}) write(path, "1");
        fs::create_symlink("v1", root + "/link");
        write(root + "/v3/wire.h", "1");
        fs::create_symlink("v1/../v3/wire.h", alias);
    }
    static void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }
    abi::Changes::Paths paths() const {
        return {{header, false}, {missing, false}, {linked, false}, {alias, false}, {list, true}};
    }
};

/// Whether an event told of it, and whether a path is another.
struct Noticed {
    bool by_event = false;
    bool changed = false;
};

Noticed after(const Tree& tree, const std::function<void()>& deed) {
    abi::Changes changes;
    CHECK_FALSE(changes.watch(tree.paths(), abi::coarse_now_ns() + 1'000'000'000));
    CHECK_FALSE(changes.happened());
    deed();
    Noticed noticed;
    noticed.by_event = changes.happened();
    noticed.changed = changes.changed();
    CHECK_FALSE(changes.changed());
    return noticed;
}

std::size_t open_descriptors() {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("A path is noticed that is written, replaced, removed, made, moved away, or that a link leads to elsewhere") {
    struct Case {
        const char* name;
        std::function<void(const Tree&)> deed;
    };
    const std::vector<Case> cases{
        {"written", [](const Tree& t) { Tree::write(t.header, "22"); }},
        {"replaced by rename",
         [](const Tree& t) {
             Tree::write(t.header + "~", "2");
             fs::rename(t.header + "~", t.header);
         }},
        {"removed", [](const Tree& t) { fs::remove(t.header); }},
        {"removed and made again",
         [](const Tree& t) {
             fs::remove(t.header);
             Tree::write(t.header, "2");
         }},
        {"permissions", [](const Tree& t) { fs::permissions(t.header, fs::perms::owner_read); }},
        {"its folder is moved away", [](const Tree& t) { fs::rename(t.root + "/inc", t.root + "/old"); }},
        {"its folder is replaced",
         [](const Tree& t) {
             fs::rename(t.root + "/inc", t.root + "/old");
             fs::create_directory(t.root + "/inc");
             Tree::write(t.header, "2");
         }},
        {"its folder is removed", [](const Tree& t) { fs::remove_all(t.root + "/inc"); }},
        {"what was missing appears, with its folders",
         [](const Tree& t) {
             fs::create_directories(t.root + "/first/deep");
             Tree::write(t.missing, "1");
         }},
        {"a file in the folder of a link is written", [](const Tree& t) { Tree::write(t.root + "/v1/wire.h", "22"); }},
        {"the file of a link is written", [](const Tree& t) { Tree::write(t.root + "/v3/wire.h", "22"); }},
        {"a link leads elsewhere",
         [](const Tree& t) {
             fs::create_symlink("v2", t.root + "/new");
             fs::rename(t.root + "/new", t.root + "/link");
         }},
        {"a file appears in a folder that is listed", [](const Tree& t) { Tree::write(t.list + "/b.c", "1"); }},
        {"a file vanishes from a folder that is listed", [](const Tree& t) { fs::remove(t.list + "/a.c"); }},
        {"a listed folder is removed", [](const Tree& t) { fs::remove_all(t.list); }},
    };
    for (const auto& one : cases) {
        CAPTURE(one.name);
        const Tree tree;
        const auto noticed = after(tree, [&] { one.deed(tree); });
        CHECK(noticed.changed);
        CHECK(noticed.by_event);
    }
}

TEST_CASE("What concerns no path is not noticed") {
    const Tree tree;
    const auto beside = after(tree, [&] { Tree::write(tree.root + "/inc/other.h", "1"); });
    CHECK_FALSE(beside.by_event);
    CHECK_FALSE(beside.changed);
    const auto inside = after(tree, [&] { Tree::write(tree.list + "/a.c", "22"); });  // only the names count
    CHECK_FALSE(inside.changed);
    const auto report = after(tree, [&] {  // a report that is written again
        Tree::write(tree.list + "/a.c~", "3");
        fs::rename(tree.list + "/a.c~", tree.list + "/a.c");
    });
    CHECK_FALSE(report.changed);
    for (const auto* name : {".a.c.swp", "4913", "a.c~", "#a.c#", ".#a.c"}) {  // of an editor
        CAPTURE(name);
        CHECK_FALSE(after(tree, [&] { Tree::write(tree.list + "/" + name, "1"); }).changed);
    }
    const auto read = after(tree, [&] { std::ifstream(tree.header).get(); });
    CHECK_FALSE(read.by_event);
}

TEST_CASE("A folder that comes back is watched again") {
    const Tree tree;
    abi::Changes changes;
    changes.watch(tree.paths(), 0);
    fs::remove_all(tree.root + "/inc");
    CHECK(changes.happened());
    CHECK(changes.changed());
    fs::create_directory(tree.root + "/inc");
    CHECK(changes.happened());
    CHECK_FALSE(changes.changed());
    Tree::write(tree.header, "2");
    CHECK(changes.happened());
    CHECK(changes.changed());
}

TEST_CASE("A change between the look and the watch counts") {
    const Tree tree;
    const auto start = abi::coarse_now_ns();
    Tree::write(tree.header, "2");
    abi::Changes changes;
    CHECK(changes.watch({{tree.header, false}}, start));
    CHECK_FALSE(changes.watch({{tree.header, false}}, start));
    fs::remove(tree.header);
    CHECK(changes.watch({{tree.header, false}}, abi::coarse_now_ns() + 1'000'000'000));  // one that was known
    CHECK(abi::Changes().watch({{tree.header, false}}, start));                          // one that may have been there
}

TEST_CASE("Without events, it says why, and changes are still noticed") {
    const Tree tree;
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    rlimit none = before;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_NOFILE, &none);  // inotify_init1 has no descriptor left
    abi::Changes changes;
    setrlimit(RLIMIT_NOFILE, &before);
    CHECK(changes.descriptor() == -1);
    changes.watch({{tree.header, false}}, 0);
    CHECK(changes.why_polling().find("Too many open files") != std::string::npos);
    CHECK_FALSE(changes.changed());
    Tree::write(tree.header, "22");
    CHECK(changes.changed());
}

TEST_CASE("Watching again and again leaves no descriptor and no watch") {
    const Tree tree;
    const auto before = open_descriptors();
    {
        abi::Changes changes;
        const auto with_events = open_descriptors();
        for (int i = 0; i < 200; ++i) {
            changes.watch(i % 2 == 0 ? tree.paths() : abi::Changes::Paths{{tree.header, false}}, 0);
            Tree::write(tree.header, std::to_string(i));
            CHECK(changes.happened());
        }
        CHECK(open_descriptors() == with_events);
    }
    CHECK(open_descriptors() == before);
}
