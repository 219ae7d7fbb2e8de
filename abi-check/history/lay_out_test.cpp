#include "history/lay_out.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "history/git_files.h"
#include "os/child.h"
#include "os/file.h"
#include "os/temporary_folder.h"

using namespace abi;

namespace {

namespace fs = std::filesystem;

/// A folder with a repository of one commit, a dirty work tree, and a file beside it.
struct Sandbox {
    TemporaryFolder made{"lay-out"};
    TemporaryFolder copy{"laid-out"};
    fs::path root;

    Sandbox() {
        root = fs::canonical(made.path) / "project";
        write("src/a.zig", "old a");
        write("gone.zig", "was here");
        write("tool", "#!/bin/sh");
        fs::permissions(root / "tool", fs::perms::owner_all);
        write(".gitignore", "/build/\nmixed/*.gen\n");
        fs::create_symlink("src/a.zig", root / "link.zig");
        fs::create_symlink(root / "src/a.zig", root / "absolute.zig");
        fs::create_directory_symlink("../beside", root / "away");
        git({"init", "-q"});
        git({"add", "-A"});
        git({"-c", "user.name=t", "-c", "user.email=t@example.invalid", "commit", "-q", "-m", "first"});
        write("src/a.zig", "new a");
        fs::remove(root / "gone.zig");
        write("src/untracked.zig", "untracked");
        write("mixed/untracked.zig", "untracked");
        write("mixed/one.gen", "generated");
        write("build/two.gen", "generated");
        write("../beside/out.zig", "outside");
    }
    void git(std::vector<std::string> words) const {
        words.insert(words.begin(), {"git", "-C", root.string()});
        REQUIRE(run_child({.command = words, .input = "", .folder = ""}).status == 0);
    }
    void write(const std::string& path, const std::string& content) const {
        fs::create_directories((root / path).parent_path());
        std::ofstream(root / path) << content;
    }
    std::string there(const std::string& path) const { return copy.path + (root / path).string(); }
    std::string text(const std::string& path) const {
        const auto content = read_file(there(path));
        return content ? *content : "no such file";
    }
};

}  // namespace

TEST_CASE("a revision is written into a folder, with today's files where it has none") {
    const Sandbox sandbox;
    const auto revision = files_at(sandbox.root.string(), "HEAD");
    REQUIRE(revision);
    REQUIRE(revision->lay_out(sandbox.copy.path).empty());
    struct Row {
        const char* path;
        const char* content;
        const char* why;
    };
    for (const auto& [path, content, why] :
         {Row{"src/a.zig", "old a", "the revision's own content"},
          {"gone.zig", "was here", "it was removed later"},
          {"link.zig", "old a", "a link leads to the revision's file"},
          {"absolute.zig", "old a", "so does a link with an absolute path"},
          {"src/untracked.zig", "no such file", "it is untracked"},
          {"mixed/untracked.zig", "no such file", "it is untracked, in a folder that the revision does not have"},
          {"mixed/one.gen", "generated", "git ignores it"},
          {"build/two.gen", "generated", "git ignores its folder"},
          {"../beside/out.zig", "outside", "it lies beside the repository"},
          {"away/out.zig", "outside", "a link leads out of the repository"},
          {".git/HEAD", "no such file", "git's own files are not part of a revision"}}) {
        CAPTURE(path);
        CAPTURE(why);
        CHECK(sandbox.text(path) == content);
    }
    CHECK((fs::status(sandbox.there("tool")).permissions() & fs::perms::owner_exec) != fs::perms::none);
    CHECK((fs::status(sandbox.there("src/a.zig")).permissions() & fs::perms::owner_exec) == fs::perms::none);
    CHECK(fs::exists(sandbox.root / "src/untracked.zig"));
}

TEST_CASE("a folder that cannot be written is a problem") {
    const Sandbox sandbox;
    const auto revision = files_at(sandbox.root.string(), "HEAD");
    REQUIRE(revision);
    CHECK(revision->lay_out("/proc/none").size() == 1);
}
