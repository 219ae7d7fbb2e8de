#include "os/child.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>

#include "os/descriptor.h"
#include "os/interrupt.h"

namespace abi {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

/// The time between SIGTERM and SIGKILL.
constexpr milliseconds grace{500};
/// The longest wait before we look again for the child's end or for a signal to us.
constexpr milliseconds longest_tick{50};

struct Pipe {
    Descriptor reading, writing;
};

/// Both ends get descriptors above the standard streams, so that dup2 in the child cannot replace one of them
/// even if we were started without standard streams.
std::optional<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
    Pipe pipe{Descriptor(ends[0]), Descriptor(ends[1])};
    for (Descriptor* end : {&pipe.reading, &pipe.writing}) {
        if (end->fd > STDERR_FILENO) continue;
        Descriptor moved(fcntl(end->fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
        if (!moved) return std::nullopt;
        *end = std::move(moved);
    }
    return pipe;
}

bool make_nonblocking(const Descriptor& end) {
    return fcntl(end.fd, F_SETFL, O_NONBLOCK) == 0;
}

struct FileActions {
    posix_spawn_file_actions_t value{};
    FileActions() { posix_spawn_file_actions_init(&value); }
    ~FileActions() { posix_spawn_file_actions_destroy(&value); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;
};

struct Attributes {
    posix_spawnattr_t value{};
    Attributes() { posix_spawnattr_init(&value); }
    ~Attributes() { posix_spawnattr_destroy(&value); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
};

/// Returns 0 and sets `pid`, or returns an errno. The child leads a new process group.
int spawn(const ChildRequest& request, int input, int output, int errors, pid_t& pid) {
    FileActions actions;
    posix_spawn_file_actions_adddup2(&actions.value, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions.value, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions.value, errors, STDERR_FILENO);
    if (!request.folder.empty()) posix_spawn_file_actions_addchdir_np(&actions.value, request.folder.c_str());

    Attributes attributes;
    sigset_t as_default;
    sigemptyset(&as_default);
    sigaddset(&as_default, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes.value, &as_default);
    posix_spawnattr_setpgroup(&attributes.value, 0);
    posix_spawnattr_setflags(&attributes.value, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);

    std::vector<std::string> words = request.command;
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    return posix_spawnp(&pid, argv[0], &actions.value, &attributes.value, argv.data(), environ);
}

/// write(2), but without SIGPIPE if the child has closed its input.
ssize_t write_quietly(int fd, std::string_view data) {
    sigset_t pipe_signal;
    sigset_t before;
    sigset_t pending;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    sigpending(&pending);
    const bool was_pending = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
    const ssize_t written = write(fd, data.data(), data.size());
    const int error = errno;
    if (written < 0 && error == EPIPE && !was_pending) {
        const timespec at_once{};
        sigtimedwait(&pipe_signal, nullptr, &at_once);
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = error;
    return written;
}

/// A running child and our ends of its pipes.
struct Child {
    pid_t pid = -1;
    Descriptor input, output, errors;
    std::string_view unwritten;
};

void feed(Child& child) {
    const ssize_t written = write_quietly(child.input.fd, child.unwritten);
    if (written >= 0) child.unwritten.remove_prefix(static_cast<std::size_t>(written));
    const bool may_go_on = written >= 0 || errno == EAGAIN || errno == EINTR;
    if (child.unwritten.empty() || !may_go_on) child.input.close();
}

/// Reads once and drops what exceeds the limit. Returns false when there was nothing to read.
bool take(Descriptor& stream, std::string& kept, std::size_t limit) {
    std::array<char, 65536> buffer;  // NOLINT: filled by read
    const ssize_t got = read(stream.fd, buffer.data(), buffer.size());
    if (got > 0) {
        kept.append(buffer.data(), std::min(static_cast<std::size_t>(got), limit - kept.size()));
        return true;
    }
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) stream.close();
    return false;
}

/// Reads what is left in a pipe after the child's end. Stops after 32 reads (2 MiB), because a process that left the
/// group may write for ever; a pipe holds at most 1 MiB (pipe(7)).
void drain(Descriptor& stream, std::string& kept, std::size_t limit) {
    for (int reads = 0; stream && reads < 32; ++reads) {
        if (!take(stream, kept, limit)) return;
    }
}

/// lost: other code of our process has waited for it (a SIGCHLD handler, another thread).
enum class State { runs, ended, lost };

/// Looks without reaping the child (WNOWAIT): until it is reaped, the system cannot reuse its id and its group's id.
State state_of(pid_t pid) {
    siginfo_t info{};
    if (waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
        return errno == ECHILD ? State::lost : State::runs;
    }
    return info.si_pid == pid ? State::ended : State::runs;
}

/// Waits until a stream is ready or `timeout` has passed, and serves what is ready. Returns whether something was.
bool serve(Child& child, ChildResult& result, std::size_t limit, milliseconds timeout) {
    std::array<pollfd, 3> polled{pollfd{child.input.fd, POLLOUT, 0}, pollfd{child.output.fd, POLLIN, 0},
                                 pollfd{child.errors.fd, POLLIN, 0}};
    if (poll(polled.data(), polled.size(), static_cast<int>(timeout.count())) <= 0) return false;
    if (polled[0].revents != 0) feed(child);
    if (polled[1].revents != 0) take(child.output, result.output, limit);
    if (polled[2].revents != 0) take(child.errors, result.errors, limit);
    return true;
}

/// Serves the child until it ends. Returns whether the time limit ended it.
bool serve_to_the_end(Child& child, const ChildRequest& request, ChildResult& result) {
    std::optional<Clock::time_point> deadline;
    if (request.time_limit.count() > 0) deadline = Clock::now() + request.time_limit;
    bool timed_out = false;
    bool asked = false;
    milliseconds tick{1};
    while (state_of(child.pid) == State::runs) {
        const auto now = Clock::now();
        const bool too_late = deadline && now >= *deadline;
        if (!asked && (too_late || interrupted())) {
            timed_out = too_late;
            asked = true;
            deadline = now + grace;
            kill(-child.pid, SIGTERM);
        } else if (asked && too_late) {
            kill(-child.pid, SIGKILL);
            deadline = now + grace;
        }
        auto timeout = tick;
        if (deadline) {
            const auto left = std::chrono::ceil<milliseconds>(*deadline - Clock::now());
            timeout = std::clamp(left, milliseconds{0}, timeout);
        }
        const bool busy = serve(child, result, request.output_limit, timeout);
        tick = busy ? milliseconds{1} : std::min(tick * 2, longest_tick);
    }
    return timed_out;
}

ChildResult not_started(int error) {
    ChildResult result;
    result.status = error;
    return result;
}

}  // namespace

ChildResult run_child(const ChildRequest& request) {
    if (request.command.empty()) return not_started(EINVAL);
    const InterruptGuard guard;
    if (interrupted()) return not_started(EINTR);

    auto input = make_pipe();
    auto output = make_pipe();
    auto errors = make_pipe();
    if (!input || !output || !errors) return not_started(errno);
    Child child;
    if (const int error = spawn(request, input->reading.fd, output->writing.fd, errors->writing.fd, child.pid);
        error != 0) {
        return not_started(error);
    }
    input->reading.close();
    output->writing.close();
    errors->writing.close();
    child.input = std::move(input->writing);
    child.output = std::move(output->reading);
    child.errors = std::move(errors->reading);
    child.unwritten = request.input;
    for (const Descriptor* end : {&child.input, &child.output, &child.errors}) make_nonblocking(*end);
    if (child.unwritten.empty()) child.input.close();

    ChildResult result;
    const bool timed_out = serve_to_the_end(child, request, result);
    // Kills what the child left running in its group; not for a lost child, whose id may belong to another process.
    if (state_of(child.pid) == State::ended) kill(-child.pid, SIGKILL);
    drain(child.output, result.output, request.output_limit);
    drain(child.errors, result.errors, request.output_limit);

    int status = 0;
    pid_t waited = 0;
    do {
        waited = waitpid(child.pid, &status, 0);
    } while (waited < 0 && errno == EINTR);
    if (timed_out) {
        result.end = ChildResult::End::timed_out;
    } else if (waited < 0) {
        result.status = ECHILD;
    } else if (WIFSIGNALED(status)) {
        result.end = ChildResult::End::signalled;
        result.status = WTERMSIG(status);
    } else {
        result.end = ChildResult::End::exited;
        result.status = WEXITSTATUS(status);
    }
    return result;
}

std::string describe_end(const ChildResult& result, const ChildRequest& request) {
    switch (result.end) {
    case ChildResult::End::exited: return "exit status " + std::to_string(result.status);
    case ChildResult::End::signalled: {
        const char* words = sigdescr_np(result.status);
        return "killed by signal " + std::to_string(result.status) +
               (words == nullptr ? "" : " (" + std::string(words) + ")");
    }
    case ChildResult::End::timed_out: {
        const auto limit = request.time_limit.count();
        return "did not end within " +
               (limit % 1000 == 0 ? std::to_string(limit / 1000) + " s" : std::to_string(limit) + " ms");
    }
    case ChildResult::End::not_started: break;
    }
    if (result.status == ECHILD) return "ended, but other code of this process took its exit status";
    return "could not be started: " + std::generic_category().message(result.status);
}

}  // namespace abi
