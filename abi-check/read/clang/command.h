// Turns a compile command of the build, and what the user adds to it, into one that clang can read a unit with. Pure
// functions: they read no file.
//
// The order of precedence; what comes later wins:
//
//   the compile command  <  flags of the layer, or behind "--"  <  triple and sysroot of the target  <
//   flags of the target  <  --extra-arg
//
// An option is left out only if left_out.def or gcc_options.def has the reason why it cannot change a layout, or if it
// belongs to the machine of a compile command and another machine is asked for. An option that cannot be followed
// makes the unit unreadable, by name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/problem.h"
#include "model/target.h"

namespace abi::clang_reader {

/// `path` below `folder` if it is relative, without "." and "..". Reads no file.
std::string absolute_path(const std::string& folder, const std::string& path);

/// The command without what left_out.def lists.
std::vector<std::string> without_left_out(const std::vector<std::string>& command);

/// The command that compiles only `file`, which the command may spell relative to `directory`: the file stands behind
/// "--", so that options that are added apply to it, and other source files are removed. Returns a command that does
/// not name the file exactly once unchanged.
std::vector<std::string> with_one_file(const std::vector<std::string>& command, const std::string& file,
                                       const std::string& directory);

/// The response file ("@flags.rsp") that a command still names after all readable ones were expanded, or "".
std::string unread_response_file(const std::vector<std::string>& command);

/// What the user adds to a command.
struct Additions {
    std::vector<std::string> flags;       // of the layer, or behind "--"
    Target target;                        // if its triple is empty, the command keeps its own
    std::vector<std::string> extra_args;  // --extra-arg
};

struct AdjustedCommand {
    std::vector<std::string> arguments;  // begins with the compiler's name
    std::optional<Problem> problem;      // the first option that cannot be followed
};

/// Returns a command that only checks the syntax, with all additions in their order. If the command is for another
/// machine than the target, the options of its machine are left out; but those that can change a layout on another
/// machine (-mlong-double-64) stay, so that clang takes or refuses them. Its sysroot is a problem if the target is of
/// another system and has no sysroot of its own.
AdjustedCommand adjust_command(const std::vector<std::string>& command, const Additions& additions);

}  // namespace abi::clang_reader
