// Watches a piece of work: at which paths it looks.
//
// The work runs in a thread of its own. The kernel stops it, and every thread and process that it starts, at each
// system call that names a path, and tells us the call (seccomp_unotify(2)). We note the path, and the call goes on:
//
//     work ─► compiler ─► assembler …     open, stat, execve … with their paths
//       ▲                      │
//       └──── goes on ◄── supervisor ─► Look
//
// So it does not matter which language a compiler is for, and no compiler must tell what it reads: headers, its own
// libraries, configuration, and all places where it looks for a file and finds none are calls of the kernel.
#pragma once

#include <functional>
#include <string>

namespace abi {

struct Look {
    enum class How {
        state,    // whether something is there, and what it holds
        entries,  // the names in a folder
        link,     // where a symbolic link leads; like `state` if it is none
        change,   // it is written, made, renamed or removed
    };
    std::string path;  // absolute, as it was asked for: not normalised, because ".." behind a link leads elsewhere
    How how = How::state;
};

struct WatchEnd {
    std::string gap;            // why some looks may not have been seen; empty: all were
    bool is_disturbed = false;  // the work may have failed only because it was watched
};

/// Runs the work, and calls `look` before each look takes place, in the thread of the caller. Exceptions of the work
/// are thrown again. If the system offers no way to watch, the work runs all the same, and `gap` has the reason.
///
/// What the work asks of others is not seen, so it is a gap: a connection to a server, another view of the file system,
/// a process that still runs at the end. The kernel itself looks for interpreters of programs; they are reported.
WatchEnd watch(const std::function<void()>& work, const std::function<void(const Look&)>& look);

}  // namespace abi
