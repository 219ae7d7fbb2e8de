// Which commands compile a file: the build's own, one guessed from a neighbour,
// or given flags.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "read/clang/reader.h"

namespace abi::clang_reader {

struct BuildCommand {
    std::string file;       // absolute
    std::string directory;  // where relative paths of the arguments begin
    std::vector<std::string> arguments;
};

/// The commands for the files of the request, in its order, adjusted to the
/// request's target; or why compile_commands.json could not be read. A file has
/// at least one. Of several, those are taken that compile for the wanted
/// architecture (where there is none, or none is wanted: for that of the
/// first), and those that are equal after the adjustment are one.
/// `disk` is where compile_commands.json and response files are.
Result<std::vector<BuildCommand>> commands_for(const Request& request,
                                               const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& disk);

}  // namespace abi::clang_reader
