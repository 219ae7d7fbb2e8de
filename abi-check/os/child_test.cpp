#include "os/child.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "os/interrupt.h"

namespace {

using abi::ChildRequest;
using abi::ChildResult;
using End = abi::ChildResult::End;
using std::chrono::milliseconds;

ChildRequest shell(std::string script) {
    ChildRequest request;
    request.command = {"/bin/sh", "-c", std::move(script)};
    return request;
}

auto open_descriptors() {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return std::distance(begin(all), end(all));
}

std::atomic<int> seen_signal{0};
extern "C" void see_signal(int signal) {
    seen_signal.store(signal);
}

/// What some libraries do on SIGCHLD.
extern "C" void wait_for_any(int) {
    const int error = errno;
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    errno = error;
}

/// Replaces the disposition of a signal until the end of its scope.
struct Disposition {
    int signal;
    struct sigaction before{};
    Disposition(int which, void (*handler)(int)) : signal(which) {
        struct sigaction ours{};
        ours.sa_handler = handler;
        sigaction(signal, &ours, &before);
    }
    ~Disposition() { sigaction(signal, &before, nullptr); }
    Disposition(const Disposition&) = delete;
    Disposition& operator=(const Disposition&) = delete;
};

}  // namespace

TEST_CASE("A child's output, errors and exit status are returned separately") {
    const ChildResult result = run_child(shell("echo out; echo err >&2; exit 3"));
    CHECK(result.end == End::exited);
    CHECK(result.status == 3);
    CHECK(result.output == "out\n");
    CHECK(result.errors == "err\n");
}

TEST_CASE("Arguments reach the child unchanged, without a shell") {
    ChildRequest request;
    request.command = {"printf", "%s|", "a b", "$HOME", "", "*"};
    CHECK(run_child(request).output == "a b|$HOME||*|");
}

TEST_CASE("All input reaches the child, even if it is larger than a pipe") {
    ChildRequest request;
    request.command = {"cat"};
    request.input = std::string(3U << 20U, 'x') + "end";
    CHECK(run_child(request).output == request.input);
}

TEST_CASE("A child without input reads the end of its input at once") {
    CHECK(run_child(shell("cat; echo done")).output == "done\n");
}

TEST_CASE("A child that does not read its input does not cause a SIGPIPE") {
    ChildRequest request = shell("exec <&-; echo closed");
    request.input = std::string(1U << 20U, 'x');
    const ChildResult result = run_child(request);
    CHECK(result.end == End::exited);
    CHECK(result.output == "closed\n");
}

TEST_CASE("The child runs in the requested folder") {
    ChildRequest request = shell("pwd");
    request.folder = "/";
    CHECK(run_child(request).output == "/\n");
}

TEST_CASE("A program that does not exist gives another result than a program that fails") {
    ChildRequest request;
    request.command = {"abi-check-no-such-program"};
    const ChildResult result = run_child(request);
    CHECK(result.end == End::not_started);
    CHECK(result.status == ENOENT);
    CHECK(describe_end(result, request) == "could not be started: No such file or directory");
}

TEST_CASE("An empty command does not start") {
    const ChildResult result = abi::run_child({});
    CHECK(result.end == End::not_started);
    CHECK(result.status == EINVAL);
}

TEST_CASE("The signal that kills a child is named") {
    const ChildRequest request = shell("kill -SEGV $$");
    const ChildResult result = run_child(request);
    CHECK(result.end == End::signalled);
    CHECK(result.status == SIGSEGV);
    CHECK(describe_end(result, request) == "killed by signal 11 (Segmentation fault)");
}

TEST_CASE("A child that hangs is ended at its time limit, and what it printed is kept") {
    ChildRequest request = shell("echo begun; sleep 1000; echo never");
    request.time_limit = milliseconds(1500);
    const ChildResult result = run_child(request);
    CHECK(result.end == End::timed_out);
    CHECK(result.output == "begun\n");
    CHECK(describe_end(result, request) == "did not end within 1500 ms");
    request.time_limit = milliseconds(30'000);
    CHECK(describe_end(result, request) == "did not end within 30 s");
}

TEST_CASE("A child that ignores SIGTERM is killed with its whole group") {
    ChildRequest request =
        shell("trap '' TERM; (trap '' TERM; while :; do sleep 1000; done) & while :; do sleep 1000; done");
    request.time_limit = milliseconds(50);
    CHECK(run_child(request).end == End::timed_out);
}

TEST_CASE("A process that a child leaves running is killed, and we do not wait for it") {
    const ChildResult result = run_child(shell("sleep 1000 & echo $!"));
    CHECK(result.end == End::exited);
    const std::string process = "/proc/" + result.output.substr(0, result.output.find('\n'));
    // It may die late, and its new parent may leave it a zombie: state Z in proc(5).
    bool gone = false;
    for (int attempt = 0; attempt < 1000 && !gone; ++attempt) {
        std::ifstream stat(process + "/stat");
        std::string id;
        std::string name;
        std::string state;
        gone = !(stat >> id >> name >> state) || state == "Z";
        if (!gone) usleep(10'000);
    }
    CHECK(gone);
}

TEST_CASE("We do not wait for a process that has left the group and holds the streams") {
    ChildRequest request = shell("setsid sleep 5 & echo $!; exec sleep 1000");
    request.time_limit = milliseconds(1500);
    CHECK(run_child(request).end == End::timed_out);
}

TEST_CASE("Output beyond the limit is dropped and does not block the child") {
    ChildRequest request = shell("head -c 1000000 /dev/zero; echo 1 >&2; exit 7");
    request.output_limit = 10;
    const ChildResult result = run_child(request);
    CHECK(result.status == 7);
    CHECK(result.output == std::string(10, '\0'));
    CHECK(result.errors == "1\n");
}

TEST_CASE("No descriptor is leaked and no zombie is left, however the child ends") {
    const auto before = open_descriptors();
    run_child(shell("exit 0"));
    run_child(shell("kill -9 $$"));
    ChildRequest missing;
    missing.command = {"abi-check-no-such-program"};
    run_child(missing);
    ChildRequest hanging = shell("sleep 1000");
    hanging.time_limit = milliseconds(20);
    run_child(hanging);
    CHECK(open_descriptors() == before);
    errno = 0;
    CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
    CHECK(errno == ECHILD);
}

TEST_CASE("A signal to us ends the child first and reaches us afterwards") {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGXCPU}) {
        CAPTURE(signal);
        const Disposition disposition(signal, see_signal);
        seen_signal = 0;
        // The child's parent is this test.
        const ChildResult result = run_child(shell("kill -" + std::to_string(signal) + " $PPID; exec sleep 1000"));
        CHECK(result.end == End::signalled);
        CHECK(result.status == SIGTERM);
        CHECK(seen_signal == signal);
        CHECK_FALSE(abi::interrupted());
    }
}

TEST_CASE("A child's exit status is known even if SIGCHLD is ignored, and SIGCHLD stays ignored afterwards") {
    const Disposition disposition(SIGCHLD, SIG_IGN);
    const ChildResult result = run_child(shell("exit 3"));
    CHECK(result.end == End::exited);
    CHECK(result.status == 3);
    struct sigaction now{};
    sigaction(SIGCHLD, nullptr, &now);
    CHECK((now.sa_handler == SIG_IGN));
}

TEST_CASE("A child that other code has waited for does not count as a success") {
    const Disposition disposition(SIGCHLD, wait_for_any);
    const ChildRequest request = shell("echo out; exit 0");
    const ChildResult result = run_child(request);
    CHECK(result.end == End::not_started);
    CHECK(result.status == ECHILD);
    CHECK(result.output == "out\n");
    CHECK(describe_end(result, request) == "ended, but other code of this process took its exit status");
}

TEST_CASE("A signal is held until the last guard is destroyed, and no child starts meanwhile") {
    const Disposition disposition(SIGINT, see_signal);
    seen_signal = 0;
    {
        const abi::InterruptGuard guard;
        raise(SIGINT);
        CHECK(abi::interrupted());
        const ChildResult result = run_child(shell("exit 0"));
        CHECK(result.end == End::not_started);
        CHECK(result.status == EINTR);
        CHECK(seen_signal == 0);
    }
    CHECK(seen_signal == SIGINT);
}

TEST_CASE("A signal that we ignore stays ignored while a child runs") {
    const Disposition disposition(SIGHUP, SIG_IGN);
    const ChildResult result = run_child(shell("kill -HUP $PPID; exit 4"));
    CHECK(result.end == End::exited);
    CHECK(result.status == 4);
}

TEST_CASE("Several threads may start children at once" * doctest::test_suite("threads")) {
    std::vector<ChildResult> results(12);
    {
        std::vector<std::jthread> threads;
        threads.reserve(results.size());
        for (auto& result : results) {
            threads.emplace_back([&result, number = &result - results.data()] {
                result = run_child(shell("cat >/dev/null; echo " + std::to_string(number)));
            });
        }
    }
    for (std::size_t number = 0; number < results.size(); ++number) {
        CHECK(results[number].end == End::exited);
        CHECK(results[number].output == std::to_string(number) + "\n");
    }
}
