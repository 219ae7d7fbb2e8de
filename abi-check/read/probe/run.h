// Runs a compiler on one generated source and reads its messages.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "os/temporary_folder.h"
#include "read/probe/reader.h"

namespace abi::probe {

/// A message of a compiler: "file:line:col: error: text".
struct CompilerMessage {
    Place place;
    std::string text;
    bool is_error = false;  // else a note
};

/// The errors and notes in a compiler's output, in its order. A warning with the text `warning_mark` is an error,
/// unless the mark is empty.
std::vector<CompilerMessage> compiler_messages(const std::string& printed, std::string_view warning_mark = {});

struct CompilerRun {
    bool succeeded = false;
    std::string printed;             // standard error, then standard output
    std::optional<Problem> problem;  // the compiler did not start, or did not end by itself
};

/// The request's compiler, or the usual one of the language.
std::vector<std::string> compiler_of(const Request& request, const std::string& usual);

/// Adds the flags of the target and those of the request to a command.
void add_flags(const Request& request, std::vector<std::string>& command);

/// The folder in which the compiler of a request runs.
std::string folder_of(const Request& request);

/// Runs `command` in folder_of() the request with its time
/// limit. Sets the C locale and adds `environment` ("NAME=value"). `language` ("Zig") and the command's first word
/// name the compiler in the message if there is no such program.
CompilerRun run_compiler(const Request& request, const std::string& language, const std::vector<std::string>& command,
                         const std::vector<std::string>& environment = {});

/// The compiler's first error, or how the run ended. The place is relative to the root if it is below it. An error in
/// the generated source, below `folder`, is reported at the first file of the request.
Problem first_error(const Request& request, const CompilerRun& run, const std::string& folder);

/// Whether a command with this first word can start: the word is a program on PATH, or a path to one, relative to
/// `folder`.
bool program_exists(const std::string& word, const std::string& folder);

/// `path` relative to `root` if it is below it.
std::string shown_path(const std::string& root, const std::string& path);

/// The first file of the request as messages show it; no file if the request has none.
Place first_file(const Request& request);

/// The problem of a folder that could not be made.
Problem no_folder(const TemporaryFolder& folder);

/// A reading of nothing but the problem.
Reading failed(Problem problem);

}  // namespace abi::probe
