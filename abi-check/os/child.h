// Runs a child process from an argument list (no shell), reads its output and limits its time.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace abi {

struct ChildRequest {
    std::vector<std::string> command;         // command[0] is looked up in PATH
    std::string input;                        // written to its standard input, which is then closed
    std::string folder;                       // its working directory; empty: ours
    std::chrono::milliseconds time_limit{0};  // 0: none
    std::size_t output_limit = 64U << 20U;    // bytes kept of each stream
};

struct ChildResult {
    enum class End { exited, signalled, timed_out, not_started } end = End::not_started;
    int status = 0;      // exit status or signal number; errno if it did not start; ECHILD: see run_child
    std::string output;  // standard output
    std::string errors;  // standard error
};

/// Runs the child to its end. At the time limit, kills it with its whole process group and keeps what it had printed.
/// A signal of os/interrupt.h to us also ends the child.
/// If other code of our process takes the child's exit status, the result is not_started with ECHILD, so that a caller
/// cannot mistake it for success.
ChildResult run_child(const ChildRequest& request);

/// "exit status 3", "killed by signal 11 (Segmentation fault)", "did not end within 10 s",
/// "could not be started: No such file or directory", "ended, but other code of this process took its exit status".
std::string describe_end(const ChildResult& result, const ChildRequest& request);

}  // namespace abi
