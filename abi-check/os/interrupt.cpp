#include "os/interrupt.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <mutex>

namespace abi {
namespace {

/// Signals that end a program from outside: from a terminal, a supervisor or a limit.
constexpr std::array kept_back{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGXCPU};

// Global, because signal dispositions belong to the process.
struct State {
    std::mutex mutex;
    int guards = 0;
    std::array<struct sigaction, kept_back.size()> before{};
    struct sigaction child_before{};
};
State& state() {
    static State instance;
    return instance;
}

std::atomic<int> noted{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may only use lock-free atomics");

extern "C" void note_signal(int signal) {
    noted.store(signal);
}

bool was_ignored(const struct sigaction& action) {
    return (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_IGN;  // NOLINT(performance-no-int-to-ptr)
}

/// Whether the system reaps ended children by itself and drops their exit status (waitpid(2), "NOTES").
bool loses_children(const struct sigaction& action) {
    return was_ignored(action) || (static_cast<unsigned>(action.sa_flags) & SA_NOCLDWAIT) != 0;
}

void keep_children(struct sigaction& before) {
    sigaction(SIGCHLD, nullptr, &before);
    if (!loses_children(before)) return;
    struct sigaction as_default{};
    as_default.sa_handler = SIG_DFL;
    sigemptyset(&as_default.sa_mask);
    sigaction(SIGCHLD, &as_default, nullptr);
}

}  // namespace

InterruptGuard::InterruptGuard() {
    State& all = state();
    const std::lock_guard lock(all.mutex);
    if (all.guards++ != 0) return;
    struct sigaction ours{};
    ours.sa_handler = note_signal;
    ours.sa_flags = SA_RESTART;  // does not affect poll(2), which is always interrupted
    sigemptyset(&ours.sa_mask);
    for (std::size_t i = 0; i < kept_back.size(); ++i) {
        sigaction(kept_back[i], nullptr, &all.before[i]);
        if (!was_ignored(all.before[i])) sigaction(kept_back[i], &ours, nullptr);
    }
    keep_children(all.child_before);
}

InterruptGuard::~InterruptGuard() {
    State& all = state();
    int signal = 0;
    {
        const std::lock_guard lock(all.mutex);
        if (--all.guards != 0) return;
        for (std::size_t i = 0; i < kept_back.size(); ++i) sigaction(kept_back[i], &all.before[i], nullptr);
        if (loses_children(all.child_before)) sigaction(SIGCHLD, &all.child_before, nullptr);
        signal = noted.exchange(0);
    }
    if (signal != 0) raise(signal);
}

bool interrupted() {
    return noted.load() != 0;
}

}  // namespace abi
