// What a watch sees, and what it cannot see.
#include "os/watch.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>
#include <thread>

#include "os/child.h"
#include "os/temporary_folder.h"

namespace {

using abi::Look;
using How = abi::Look::How;

struct Seen {
    std::set<std::pair<std::string, How>> looks;
    abi::WatchEnd end;

    bool has(const std::string& path, How how) const { return looks.contains({path, how}); }
};

Seen see(const std::function<void()>& work) {
    Seen seen;
    seen.end = abi::watch(work, [&](const Look& look) { seen.looks.insert({look.path, look.how}); });
    return seen;
}

Seen see_shell(const std::string& script, const std::string& folder = "/") {
    return see([&] { abi::run_child({.command = {"/bin/sh", "-c", script}, .input = "", .folder = folder}); });
}

/// Whether this system can be watched. Says so if it cannot.
bool can_watch() {
    const auto end = see([] {}).end;
    if (!end.gap.empty()) MESSAGE("not tested: " << end.gap);
    return end.gap.empty();
}

}  // namespace

TEST_CASE("A watch sees the paths of its own thread, of its threads, of programs and of their programs") {
    if (!can_watch()) return;
    const auto own = see([] { std::ifstream("/etc/own-file"); });
    CHECK(own.has("/etc/own-file", How::state));
    const auto other = see([] { std::thread([] { std::ifstream("/etc/threads-file"); }).join(); });
    CHECK(other.has("/etc/threads-file", How::state));
    const auto shell = see_shell("/bin/cat not-there; cd usr; /bin/sh -c '/bin/cat lib/../nothing 2>&1'");
    CHECK(shell.has("/not-there", How::state));
    CHECK(shell.has("/usr/lib/../nothing", How::state));
    CHECK(shell.has("/bin/cat", How::state));
    CHECK(shell.end.gap.empty());
}

TEST_CASE("A watch tells folders that are listed, links that are read, and what is changed") {
    if (!can_watch()) return;
    const abi::TemporaryFolder folder("test");
    std::filesystem::create_symlink("target", folder.path + "/link");
    const auto seen =
        see_shell("ls; readlink link; echo text > new; mkdir dir; mv new dir/old; rm dir/old", folder.path);
    const auto at = [&](const std::string& name) { return folder.path + "/" + name; };
    CHECK(seen.has(folder.path, How::entries));
    CHECK(seen.has(at("link"), How::link));
    for (const char* name : {"new", "dir", "dir/old"}) CHECK(seen.has(at(name), How::change));
    CHECK_FALSE(seen.has(at("link"), How::change));
}

TEST_CASE("A file that is asked for by its descriptor has its own name") {
    if (!can_watch()) return;
    const abi::TemporaryFolder folder("test");
    std::ofstream(folder.path + "/file") << "text";
    const auto seen = see_shell("exec 3<file; cat /dev/fd/3; cat /proc/self/cwd/file; cat /dev/fd/0", folder.path);
    CHECK(seen.has(folder.path + "/file", How::state));
    CHECK(std::ranges::none_of(seen.looks, [](const auto& look) {
        return look.first.starts_with("/dev/fd/") || look.first.starts_with("/proc/");
    }));
}

TEST_CASE("A watch tells the interpreters that the kernel looks for") {
    if (!can_watch()) return;
    const abi::TemporaryFolder folder("test");
    const auto script = folder.path + "/script";
    std::ofstream(script) << "#! /bin/sh -e\nexit 0\n";
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    const auto seen = see([&] { abi::run_child({.command = {script}}); });
    CHECK(seen.has(script, How::state));
    CHECK(seen.has("/bin/sh", How::state));
    CHECK(std::ranges::any_of(seen.looks,
                              [](const auto& look) { return look.first.find("/ld-linux") != std::string::npos; }));
}

TEST_CASE("What a program does beyond files is a gap") {
    if (!can_watch()) return;
    CHECK(see([] { close(socket(AF_INET, SOCK_STREAM, 0)); }).end.gap == "a program opened a connection to a network");
    CHECK(see_shell("true").end.gap.empty());
}

TEST_CASE("A program that outlives the watch is a gap, and goes on") {
    if (!can_watch()) return;
    const abi::TemporaryFolder folder("test");
    const auto seen =
        see_shell("setsid /bin/sh -c 'sleep 1; echo late > late' </dev/null >/dev/null 2>&1 & sleep 0.3", folder.path);
    CHECK(seen.end.gap == "a program that was started still runs");
    for (int tenths = 0; tenths < 100 && !std::filesystem::exists(folder.path + "/late"); ++tenths) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    CHECK(std::filesystem::exists(folder.path + "/late"));
}

TEST_CASE("The work ends as without a watch: its exceptions are thrown again, its results are there") {
    CHECK_THROWS_AS(see([] { throw std::runtime_error("of the work"); }), std::runtime_error);
    abi::ChildResult result;
    see([&] { result = abi::run_child({.command = {"/bin/sh", "-c", "echo out; exit 3"}}); });
    CHECK(result.status == 3);
    CHECK(result.output == "out\n");
}
