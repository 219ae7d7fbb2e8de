// A child process: started with an argument list (no shell), its output read, its time bounded.
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
    int status = 0;      // exit status or signal number; errno when it did not start, or ECHILD: see below
    std::string output;  // standard output
    std::string errors;  // standard error
};

/// Runs it to its end. At the time limit it is killed with its whole process group, and what it had
/// printed by then is kept. The signals of os/interrupt.h to us end it as well.
/// When somebody else in our process waits for our children, how it ended cannot be known: that is not_started with
/// ECHILD, so that nobody takes it for success.
ChildResult run_child(const ChildRequest& request);

/// "exit status 3", "killed by signal 11 (Segmentation fault)", "did not end within 10 s",
/// "could not be started: No such file or directory", "ended, but somebody else took its exit status".
std::string describe_end(const ChildResult& result, const ChildRequest& request);

}  // namespace abi
