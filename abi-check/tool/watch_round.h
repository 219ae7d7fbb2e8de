// One run of the gate for --watch, in a child process. So each run begins as the first one did: nothing that a run
// keeps in memory or leaves open can reach the next one, it can be ended at any time, and if it crashes, the watch goes
// on. The child is forked and not started anew, so the libraries are loaded and linked already.
#pragma once

#include <sys/types.h>

#include <functional>
#include <map>
#include <string>

#include "os/descriptor.h"
#include "tool/gate.h"

namespace abi {

struct RoundEnd {
    GateEnd gate;
    std::map<std::string, bool> paths;  // that decide the result (paths_seen.h)
    std::string output;                 // standard output
    std::string errors;                 // standard error; empty if both were joined
};

class Round {
  public:
    using Work = std::function<GateEnd(PathsSeen&)>;

    /// Starts the work. `joins`: what it writes on standard error stands between what it writes on standard output.
    /// `signals`: are blocked here, and not in the child. Throws std::system_error if there can be no child.
    Round(const Work& work, bool joins, const sigset_t& signals);
    /// Ends the child, and waits until it has cleaned up.
    ~Round();
    Round(const Round&) = delete;
    Round& operator=(const Round&) = delete;

    /// Does not wait.
    bool has_ended();

    /// Once it has ended.
    RoundEnd end() const;

  private:
    pid_t child_ = -1;
    int status_ = 0;  // of waitpid
    bool is_running_ = true;
    Descriptor output_, errors_, result_;
};

}  // namespace abi
