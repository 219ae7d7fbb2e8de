// What makes a kept answer be asked for again. The work is a shell script or code of the test: a cache does not know
// compilers, so what holds for these holds for each of them.
#include "cache/kept.h"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "os/child.h"
#include "os/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A project with a script that is its compiler. What it prints is the answer.
struct Project {
    abi::TemporaryFolder made{"test"};
    std::string cache = made.path + "/cache";
    mutable std::string told{};
    mutable std::set<std::string> looked{};  // below the folder of the project
    mutable bool knows_looks = false;

    explicit Project(const std::string& script) {
        fs::create_directories(made.path + "/project/first");
        fs::create_directories(made.path + "/project/second");
        write("second/head", "two");
        write("script", script);
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(made.path + "/project/" + name) << text;
    }
    std::string ask() const {
        std::string found;
        looked.clear();
        const auto note = [&](const abi::Look& look) {
            const auto start = made.path + "/project/";
            if (look.path.starts_with(start)) looked.insert(look.path.substr(start.size()));
        };
        abi::KeptAnswers kept(cache, [&](const std::string& line) { told = line; }, {}, note);
        knows_looks = kept.answer(
            {.name = "question",
             .words = "words",
             .take = [&](std::string_view bytes) { return found = bytes, true; },
             .ask =
                 [&] {
                     found =
                         abi::run_child({.command = {"/bin/sh", "script"}, .folder = made.path + "/project"}).output;
                 },
             .bytes = [&] { return std::optional(found); }});
        return found;
    }
    std::string looks() const {
        std::string all;
        for (const auto& one : looked) all += one + " ";
        return all;
    }
    /// Whether the answer was kept. Says so if this system keeps none.
    bool is_kept() const { return told.starts_with("question: kept"); }
    bool keeps() const {
        write("changed", "");
        ask();
        const bool has = told.find("cannot be watched") == told.npos;
        if (!has) MESSAGE("not tested: " << told);
        return has;
    }
};

/// Looks for a header in two folders, as a compiler does.
constexpr const char* search = "for f in first second; do if [ -e $f/head ]; then cat $f/head; break; fi; done";

}  // namespace

TEST_CASE("An answer is kept until something that it depends on has changed") {
    struct Change {
        const char* sentence;
        const char* script;
        void (*make)(const Project& project);
        std::string before;
        std::string after;
    };
    const Change changes[] = {
        {"a file that was read", search, [](const Project& p) { p.write("second/head", "new"); }, "two", "new"},
        {"a file of the same size and time", search,
         [](const Project& p) {
             const auto head = p.made.path + "/project/second/head";
             const auto time = fs::last_write_time(head);
             p.write("second/head", "six");
             fs::last_write_time(head, time);
         },
         "two", "six"},
        {"a new file that hides another", search, [](const Project& p) { p.write("first/head", "one"); }, "two", "one"},
        {"a file that is gone", search, [](const Project& p) { fs::remove(p.made.path + "/project/second/head"); },
         "two", ""},
        {"the compiler", search, [](const Project& p) { p.write("script", "echo other"); }, "two", "other\n"},
        {"a folder that was listed", "echo second/*", [](const Project& p) { p.write("second/more", ""); },
         "second/head\n", "second/head second/more\n"},
        {"a link that was read", "readlink link || echo none",
         [](const Project& p) { fs::create_symlink("there", p.made.path + "/project/link"); }, "none\n", "there\n"},
        {"permissions", "[ -x second/head ] && echo runs || echo not",
         [](const Project& p) { fs::permissions(p.made.path + "/project/second/head", fs::perms::owner_all); }, "not\n",
         "runs\n"},
        {"a folder becomes a file", "[ -d first ] && echo folder || echo file",
         [](const Project& p) {
             fs::remove(p.made.path + "/project/first");
             p.write("first", "");
         },
         "folder\n", "file\n"},
    };
    for (const auto& change : changes) {
        CAPTURE(change.sentence);
        const Project project(change.script);
        if (!project.keeps()) return;
        CHECK(project.ask() == change.before);
        CHECK(project.is_kept());
        change.make(project);
        CHECK(project.ask() == change.after);
        CHECK_FALSE(project.is_kept());
        CHECK(project.ask() == change.after);
        CHECK(project.is_kept());
    }
}

TEST_CASE("What nothing depends on may change") {
    const Project project(search);
    if (!project.keeps()) return;
    project.write("second/other", "x");
    project.write("unrelated", "x");
    fs::last_write_time(project.made.path + "/project/second/head", fs::file_time_type::clock::now() - 48h);
    CHECK(project.ask() == "two");
    CHECK(project.is_kept());
}

TEST_CASE("What the work made itself is no dependency") {
    const Project project(
        "mkdir -p out; cat second/head > out/object; cp out/object tmp; mv tmp kept; rm out/object; cat kept");
    if (!project.keeps()) return;
    CHECK(project.ask() == "two");
    CHECK(project.is_kept());
    fs::remove(project.made.path + "/project/kept");
    CHECK(project.ask() == "two");
    CHECK(project.is_kept());
    project.write("second/head", "new");
    CHECK(project.ask() == "new");
}

TEST_CASE("A path below a folder that the work made may lead out of it") {
    const Project project("mkdir -p out; ln -s ../second out/link; cat out/link/head; rm -r out");
    if (!project.keeps()) return;
    CHECK(project.ask() == "two");
    CHECK(project.is_kept());
    project.write("second/head", "new");
    CHECK(project.ask() == "new");
}

TEST_CASE("An answer is not kept if another program changes a file meanwhile") {
    const Project project("cat second/head; echo > started; while [ ! -e changed ]; do sleep 0.02; done");
    if (!project.keeps()) return;
    for (const char* name : {"started", "changed"}) fs::remove(project.made.path + "/project/" + name);
    std::thread other([&] {  // it is not of the work
        while (!fs::exists(project.made.path + "/project/started")) std::this_thread::sleep_for(5ms);
        project.write("second/head", "new");
        project.write("changed", "");
    });
    CHECK(project.ask() == "two");
    other.join();
    CHECK(project.told.find(" changed meanwhile") != std::string::npos);
    CHECK(project.ask() == "new");
    CHECK_FALSE(project.is_kept());
}

TEST_CASE(
    "The paths on which an answer depends are told, whether it is asked for or kept, but not what the work made") {
    const Project project(std::string(search) + "; echo >product; cat product; exec false");
    if (!project.keeps()) return;
    const std::string wanted = ". first/head script second/head ";
    CHECK_FALSE(project.is_kept());
    CHECK(project.knows_looks);
    CHECK(project.looks() == wanted);
    project.ask();
    CHECK(project.is_kept());
    CHECK(project.knows_looks);
    CHECK(project.looks() == wanted);
    project.write("second/head", "new");
    project.ask();
    CHECK_FALSE(project.is_kept());
    CHECK(project.looks() == wanted);
}

TEST_CASE("Without a folder nothing is kept, the work is not watched, and the answer does not become bytes") {
    int asked = 0;
    int written = 0;
    abi::KeptAnswers kept("", nullptr);
    for (int i = 0; i < 2; ++i) {
        const bool knows_looks = kept.answer({.name = "",
                                              .words = "",
                                              .take = [](std::string_view) { return true; },
                                              .ask = [&] { ++asked; },
                                              .bytes =
                                                  [&] {
                                                      ++written;
                                                      return std::optional<std::string>("answer");
                                                  }});
        CHECK_FALSE(knows_looks);
    }
    CHECK(asked == 2);
    CHECK(written == 0);
}

TEST_CASE("A damaged file is no answer, and is replaced") {
    const Project project(search);
    if (!project.keeps()) return;
    for (const auto& entry : fs::directory_iterator(project.cache)) {
        std::ofstream(entry.path(), std::ios::app) << "more";
    }
    CHECK(project.ask() == "two");
    CHECK_FALSE(project.is_kept());
    CHECK(project.ask() == "two");
    CHECK(project.is_kept());
}
