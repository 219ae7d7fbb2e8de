// The commands that compile a file: those of the build, one guessed from a neighbouring file, or the given flags.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "read/clang/reader.h"

namespace abi::clang_reader {

struct BuildCommand {
    std::string file;       // absolute
    std::string directory;  // relative paths in the arguments start here
    std::vector<std::string> arguments;
};

/// Returns the commands for the files of the request, in its order, adjusted to its target. Fails if
/// compile_commands.json cannot be read. Every file has at least one command. If the build has several for a file,
/// those for the wanted architecture are taken; if there is none, or no architecture is wanted, those for the
/// architecture of the first. Commands that are equal after the adjustment are returned once. `disk` holds
/// compile_commands.json and the response files.
Result<std::vector<BuildCommand>> commands_for(const Request& request,
                                               const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& disk);

}  // namespace abi::clang_reader
