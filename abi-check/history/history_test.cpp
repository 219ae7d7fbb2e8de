#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "history/git.h"
#include "history/git_files.h"
#include "os/child.h"
#include "os/temporary_folder.h"

using namespace abi;

namespace {

/// A repository with two commits and a dirty work tree, made for one test and removed after it.
struct Sandbox {
    TemporaryFolder made{"history"};
    TemporaryFolder elsewhere{"outside"};
    std::filesystem::path root;

    Sandbox() {
        REQUIRE_MESSAGE(!made.path.empty(), made.error);
        root = std::filesystem::canonical(made.path);
        git({"init", "-q", "-b", "main"});
        write("inc/a.h", "old a");
        write("inc/b.h", "b");
        write("gone.h", "was here");
        write(".gitignore", "/build/\n");
        std::filesystem::create_symlink("inc/a.h", root / "link.h");
        commit("first");
        write("inc/a.h", "new a");
        std::filesystem::remove(root / "gone.h");
        write("added.h", "added");
        commit("second");
        write("inc/a.h", "dirty a");
        write("untracked.h", "untracked");
        write("build/generated.h", "generated");
        std::ofstream(std::filesystem::path(elsewhere.path) / "out.h") << "outside";
    }
    std::string out() const { return elsewhere.path + "/out.h"; }

    void git(std::vector<std::string> words) const {
        ChildRequest request;
        request.command = {"git", "-C", root.string(), "-c", "user.name=t", "-c", "user.email=t@example.invalid"};
        request.command.insert(request.command.end(), words.begin(), words.end());
        REQUIRE(run_child(request).status == 0);
    }
    void commit(const std::string& message) const {
        git({"add", "-A"});
        git({"commit", "-q", "-m", message});
    }
    void write(const std::string& path, const std::string& content) const {
        std::filesystem::create_directories((root / path).parent_path());
        std::ofstream(root / path) << content;
    }
    std::string at(const std::string& path) const { return (root / path).string(); }
};

std::string text(llvm::vfs::FileSystem& files, const std::string& path) {
    auto buffer = files.getBufferForFile(path);
    return buffer ? (*buffer)->getBuffer().str() : "no such file";
}

}  // namespace

TEST_CASE("an older revision is read while the work tree has uncommitted changes") {
    const Sandbox sandbox;
    const auto commit = git_commit(sandbox.root.string(), "HEAD~1");
    REQUIRE(commit);
    auto files = files_at(sandbox.root.string(), *commit);
    REQUIRE(files);
    struct Row {
        const char* path;
        const char* content;
        const char* why;
    };
    for (const auto& [path, content, why] :
         {Row{"inc/a.h", "old a", "the revision's own content"},
          {"inc/../inc/a.h", "old a", "the same file through .."},
          {"gone.h", "was here", "it was removed later"},
          {"link.h", "old a", "links are followed in the revision"},
          {"added.h", "no such file", "it was added later"},
          {"untracked.h", "no such file", "it is untracked, and the revision does not have it"},
          {"build/generated.h", "generated", "an ignored file comes from the disk"},
          {"build/none.h", "no such file", "it does not exist"}}) {
        CAPTURE(path);
        CAPTURE(why);
        CHECK(text(*files->files, sandbox.at(path)) == content);
    }
    CHECK(files->files->status(sandbox.at("inc"))->isDirectory());
    CHECK(files->files->status(sandbox.at("inc/a.h"))->getSize() == 5);
    CHECK(text(*files->files, sandbox.out()) == "outside");  // outside: the disk
}

TEST_CASE(
    "symbolic links are those of the revision: of files and folders, in chains, in loops, out of the repository") {
    const Sandbox sandbox;
    std::filesystem::create_directory_symlink("inc", sandbox.root / "folder");
    std::filesystem::create_directory_symlink("folder", sandbox.root / "chain");
    std::filesystem::create_symlink("../chain/b.h", sandbox.root / "inc/self.h");
    std::filesystem::create_symlink("loop.h", sandbox.root / "loop.h");
    std::filesystem::create_symlink(sandbox.out(), sandbox.root / "out.h");
    std::filesystem::create_directory_symlink("build", sandbox.root / "ignored");
    sandbox.commit("third");
    const auto third = *git_commit(sandbox.root.string(), "HEAD");
    std::filesystem::remove(sandbox.root / "folder");
    sandbox.write("folder/a.h", "another folder");
    std::filesystem::create_directory_symlink("inc", sandbox.root / "untracked");
    sandbox.commit("fourth");
    auto files = files_at(sandbox.root.string(), third);
    REQUIRE(files);
    CHECK(text(*files->files, sandbox.at("folder/a.h")) == "dirty a");
    CHECK(text(*files->files, sandbox.at("chain/a.h")) == "dirty a");
    CHECK(text(*files->files, sandbox.at("chain/../inc/self.h")) == "b");
    CHECK(text(*files->files, sandbox.at("loop.h")) == "no such file");
    CHECK(text(*files->files, sandbox.at("untracked/a.h")) == "no such file");
    CHECK(text(*files->files, sandbox.at("ignored/generated.h")) == "generated");
    CHECK(text(*files->files, sandbox.at("out.h")) == "outside");
    CHECK(files->files->status(sandbox.at("chain/a.h"))->getUniqueID() ==
          files->files->status(sandbox.at("inc/a.h"))->getUniqueID());
    CHECK(files->find(sandbox.at("chain/a.h")).path == sandbox.at("inc/a.h"));
    CHECK(files->find(sandbox.at("out.h")).origin == Origin::disk);
    CHECK(files->take_unknown().empty());
}

TEST_CASE("a submodule has the files of the commit that the revision records, or is unknown") {
    const Sandbox module;
    const Sandbox sandbox;
    sandbox.git({"-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.root.string(), "mod"});
    sandbox.commit("third");
    const auto third = *git_commit(sandbox.root.string(), "HEAD");
    sandbox.git({"-C", "mod", "checkout", "-q", "HEAD~1"});
    sandbox.commit("fourth");
    sandbox.write("mod/inc/a.h", "dirty");
    sandbox.write("mod/inc/untracked.h", "untracked");
    const auto check = [&] {
        auto files = files_at(sandbox.root.string(), third);
        REQUIRE(files);
        CHECK(text(*files->files, sandbox.at("mod/inc/a.h")) == "new a");
        CHECK(text(*files->files, sandbox.at("mod/added.h")) == "added");
        CHECK(text(*files->files, sandbox.at("mod/inc/untracked.h")) == "no such file");
        CHECK(std::ranges::find(files->listed, "mod/inc/b.h") != files->listed.end());
        CHECK(files->take_unknown().empty());
    };
    check();
    const auto away = sandbox.root / "mod-away";
    std::filesystem::rename(sandbox.root / "mod", away);
    check();  // from .git/modules
    std::filesystem::rename(away, sandbox.root / "mod");
    std::filesystem::remove_all(sandbox.root / ".git/modules");
    std::filesystem::remove(sandbox.root / "mod/.git");
    auto files = files_at(sandbox.root.string(), third);
    REQUIRE(files);
    CHECK(files->find(sandbox.at("mod/inc/a.h")).origin == Origin::unknown);
    CHECK_FALSE(files->files->status(sandbox.at("mod/inc/a.h")));
    CHECK(files->take_unknown() == std::vector{sandbox.at("mod/inc/a.h")});
    CHECK(files->take_unknown().empty());
}

TEST_CASE("several threads may read one revision at once" * doctest::test_suite("threads")) {
    const Sandbox sandbox;
    auto files = files_at(sandbox.root.string(), *git_commit(sandbox.root.string(), "HEAD~1"));
    REQUIRE(files);
    std::vector<std::string> texts(8);
    {
        std::vector<std::jthread> threads;
        threads.reserve(texts.size());
        for (std::size_t at = 0; at < texts.size(); ++at) {
            threads.emplace_back(
                [&, at] { texts[at] = text(*files->files, sandbox.at(at % 2 == 0 ? "inc/a.h" : "gone.h")); });
        }
    }
    for (std::size_t at = 0; at < texts.size(); ++at) CHECK(texts[at] == (at % 2 == 0 ? "old a" : "was here"));
}

TEST_CASE("paths are relative to the working directory that was set") {
    const Sandbox sandbox;
    auto files = files_at(sandbox.root.string(), *git_commit(sandbox.root.string(), "HEAD"));
    REQUIRE(files);
    CHECK_FALSE(files->files->setCurrentWorkingDirectory(sandbox.at("inc")));
    CHECK(text(*files->files, "a.h") == "new a");
    CHECK(text(*files->files, "../added.h") == "added");
}

TEST_CASE("the problem names a revision that does not exist") {
    const Sandbox sandbox;
    const auto nothing = git_commit(sandbox.root.string(), "v9.9");
    REQUIRE_FALSE(nothing);
    CHECK(nothing.problems[0].found == "\"v9.9\", which names no commit");
    CHECK_FALSE(git_commit(sandbox.root.string(), "--help"));
}

TEST_CASE("on the main branch the merge base is HEAD, on another branch it is where the branch began") {
    const Sandbox sandbox;
    const std::string root = sandbox.root.string();
    CHECK(*git_merge_base(root) == *git_commit(root, "HEAD"));
    sandbox.git({"checkout", "-q", "-b", "topic"});
    sandbox.commit("third");
    CHECK(*git_merge_base(root) == *git_commit(root, "HEAD~1"));
    sandbox.git({"branch", "-q", "-m", "main", "elsewhere"});
    CHECK_FALSE(git_merge_base(root));
}

TEST_CASE("outside of a work tree the problem is git's own message") {
    const auto none = git_root("/");
    REQUIRE_FALSE(none);
    CHECK(none.problems[0].found.find("not a git repository") != std::string::npos);
}
