// The commands that compile a file: those of the build, one guessed from a neighbouring file, or the given flags.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/problem.h"
#include "read/clang/reader.h"

namespace abi::clang_reader {

struct BuildCommand {
    std::string file;       // absolute
    std::string directory;  // relative paths in the arguments start here
    std::vector<std::string> arguments;
    std::optional<Problem> problem{};  // an option that cannot be followed: the unit is not read
};

/// The request with the response files ("@flags.rsp") in its flags expanded, as far as they can be read. They lie with
/// the sources, below the root.
Request with_response_files(Request request);

/// Returns the commands for the files of the request, in its order, adjusted to its target. Fails if
/// compile_commands.json cannot be read. Every file has at least one command. If the build has several for a file,
/// those for the wanted machine and system are taken, or else those for the wanted machine, or else those for the
/// machine of the first. The flags of the request are added to each of them; if the build has no command for a file,
/// the flags are the command, and without flags it is that of a neighbouring file. Commands that are equal after the
/// adjustment are returned once. `disk` holds compile_commands.json and the response files.
Result<std::vector<BuildCommand>> commands_for(const Request& request,
                                               const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& disk);

/// The triple that each file of the request is compiled for, in its order, where the target of the request names none:
/// that of its first command and the flags. Fails like commands_for.
Result<std::vector<std::string>> machines_of(const Request& request,
                                             const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& disk);

}  // namespace abi::clang_reader
