// A run of the gate in a child process.
#include "tool/watch_round.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "os/temporary_folder.h"
#include "tool/paths_seen.h"
#include "tool/watch_signals.h"

namespace {

namespace fs = std::filesystem;
using abi::Round;
using abi::Status;

void await(Round& round) {
    while (!round.has_ended()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

abi::RoundEnd end_of(const Round::Work& work, bool joins = false) {
    const abi::WatchSignals signals;
    Round round(work, joins, signals.kept());
    await(round);
    return round.end();
}

}  // namespace

TEST_CASE("A round hands over its status, its counts, its paths and its output") {
    const auto work = [](abi::PathsSeen& seen) {
        seen.add("/project/wire.h");
        seen.add_list("/project");
        std::puts("a report");
        std::fputs("a message\n", stderr);
        return abi::GateEnd{.status = Status::findings, .counts = {.errors = 3, .notes = 1}, .was_compared = true};
    };
    const auto end = end_of(work);
    CHECK(end.gate.status == Status::findings);
    CHECK(end.gate.was_compared);
    CHECK(end.gate.counts.errors == 3);
    CHECK(end.gate.counts.notes == 1);
    CHECK(end.paths == std::map<std::string, bool>{{"/project", true}, {"/project/wire.h", false}});
    CHECK(end.output == "a report\n");
    CHECK(end.errors == "a message\n");
    CHECK(end_of(work, true).output == "a message\na report\n");
}

TEST_CASE("A round that throws or crashes is incomplete, and says why") {
    const auto thrown = end_of([](abi::PathsSeen&) -> abi::GateEnd { throw std::runtime_error("no memory"); });
    CHECK(thrown.gate.status == Status::failed);
    CHECK(thrown.errors == "abi-check: error: no memory\n");
    const auto crashed = end_of([](abi::PathsSeen&) -> abi::GateEnd {
        raise(SIGKILL);
        return {};
    });
    CHECK(crashed.gate.status == Status::failed);
    CHECK(crashed.errors == "abi-check: error: the check was ended by signal 9 (Killed)\n");
}

TEST_CASE("A round that is abandoned removes its temporary folders and leaves no descriptor") {
    const abi::WatchSignals signals;
    const abi::TemporaryFolder parent("rounds");
    const auto descriptors = [] {
        return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
    };
    const auto before = descriptors();
    const auto work = [&](abi::PathsSeen&) {
        const abi::TemporaryFolder folder("round", parent.path);
        std::ofstream(parent.path + "/is-running");
        while (!abi::interrupted()) usleep(1000);
        return abi::GateEnd{};
    };
    for (int i = 0; i < 3; ++i) {
        const Round round(work, false, signals.kept());
        while (!fs::exists(parent.path + "/is-running")) usleep(1000);
        fs::remove(parent.path + "/is-running");
    }
    CHECK(fs::is_empty(parent.path));
    CHECK(descriptors() == before);
}
