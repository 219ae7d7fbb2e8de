// One run of a compiler over one generated source.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "read/probe/reader.h"

namespace abi::probe {

/// A message of a compiler: "file:line:col: error: text".
struct CompilerMessage {
    Place place;
    std::string text;
    bool is_error = false;  // else a note
};

/// The errors and notes among what a compiler printed, in its order.
std::vector<CompilerMessage> compiler_messages(const std::string& printed);

struct CompilerRun {
    bool succeeded = false;
    std::string printed;             // standard error, then standard output
    std::optional<Problem> problem;  // it did not run, or not to its end
};

/// Runs `command` in the request's root (else in the folder of its first file), in the C locale, with `environment`
/// ("NAME=value") added, under the request's time limit. `language` ("Zig") and the command's first word name the
/// compiler where there is no such program.
CompilerRun run_compiler(const Request& request, const std::string& language, const std::vector<std::string>& command,
                         const std::vector<std::string>& environment = {});

/// The compiler's first error at its place, or how it ended; places below the root relative to it. A place in the
/// generated source, below `folder`, is no place of the user's: then the first of the request's files is named; with
/// the line where it is in `copy`, a copy of that file.
Problem first_error(const Request& request, const CompilerRun& run, const std::string& folder,
                    const std::string& copy = "");

/// Whether a command with this first word can be started: an executable of PATH, or a path to one.
bool program_exists(const std::string& word, const std::string& folder);

/// `path` relative to `root` when it lies below it.
std::string shown_path(const std::string& root, const std::string& path);

}  // namespace abi::probe
