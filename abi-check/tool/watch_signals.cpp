#include "tool/watch_signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace abi {

WatchSignals::WatchSignals() {
    sigemptyset(&kept_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD, SIGWINCH, SIGCONT}) sigaddset(&kept_, signal);
    std::signal(SIGCHLD, SIG_DFL);  // where it is ignored, the status of children would be lost
    sigprocmask(SIG_BLOCK, &kept_, &before_);
    signals_ = Descriptor(signalfd(-1, &kept_, SFD_NONBLOCK | SFD_CLOEXEC));
    if (!signals_) throw std::system_error(errno, std::generic_category(), "signalfd");
}

WatchSignals::~WatchSignals() {
    sigprocmask(SIG_SETMASK, &before_, nullptr);
}

WatchSignals::Taken WatchSignals::take() {
    Taken taken;
    signalfd_siginfo info{};
    while (read(signals_.fd, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        const auto signal = static_cast<int>(info.ssi_signo);
        if (signal == SIGWINCH || signal == SIGCONT) {
            taken.is_resized = true;
        } else if (signal != SIGCHLD) {
            taken.ending = signal;
        }
    }
    return taken;
}

}  // namespace abi
