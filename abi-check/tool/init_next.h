// What to do behind `init`: the command that checks the sources against their draft, and what it would find.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tool/options.h"

namespace abi {

/// The command of the gate for the sources of `init`, and how it ends.
struct NextStep {
    std::string command;               // as a POSIX shell takes it
    std::vector<std::string> lenient;  // why the command changes the level of a rule, one sentence each
    std::vector<std::string> open;     // errors that it reports; empty: it exits with 0
};

/// Checks the sources of `init` against the spec at `path`, in the same way as the command does. The command has the
/// aliases that the sources need. A rule about what the sources leave to the compiler becomes a note, because the draft
/// states what the compiler decided.
NextStep next_step(const Options& init, const std::string& path, const std::map<std::string, std::string>& aliases);

/// `word` as a POSIX shell must see it: in quotes if it has a character that means something to the shell.
std::string shell_word(const std::string& word);

}  // namespace abi
