// Delays SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM and SIGXCPU while something has to be cleaned up first:
// a running child, a temporary folder.
#pragma once

namespace abi {

/// While a guard exists, these signals are only recorded. When the last guard is destroyed, the recorded signal is
/// raised again. Signals that were ignored before stay ignored.
/// If SIGCHLD is ignored, it has its default action meanwhile; otherwise the exit status of a child would be lost.
/// Any number of guards may exist, in any thread.
struct InterruptGuard {
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;
};

/// Whether a signal has been recorded. Callers should then stop and clean up.
bool interrupted();

}  // namespace abi
