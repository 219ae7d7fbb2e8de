// Which command compiles a file: the build's own, one guessed from a neighbour,
// or given flags.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "read/clang.h"

namespace abi {

struct Command {
    std::string file;       // absolute
    std::string directory;  // where relative paths of the arguments begin
    std::vector<std::string> arguments;
};

/// One command for each file of the request, in its order, adjusted to the
/// request's target; or why compile_commands.json could not be read. Of several
/// commands for one file, the first that compiles for the wanted architecture
/// is taken, else the first.
Result<std::vector<Command>> commands_for(const ClangRequest& request);

}  // namespace abi
