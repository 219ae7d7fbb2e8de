// SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM and SIGXCPU, kept back while something has to be cleaned up first:
// a running child, a temporary folder.
#pragma once

namespace abi {

/// While one exists, these signals are noted instead of obeyed. When the last one goes, a noted
/// signal is raised again and does what it would have done. A signal that was ignored stays ignored.
/// Where SIGCHLD is ignored it is not meanwhile: the exit status of a child would be lost.
/// Any number may exist, in any thread.
struct InterruptGuard {
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;
};

/// Whether a signal has been noted and is still to be obeyed: end what you are doing.
bool interrupted();

}  // namespace abi
