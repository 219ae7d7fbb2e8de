// Turns a compile command of the build into one that clang can read a unit with: removes the options that write files
// or belong to another machine, and adds the wanted target. Pure functions: they read no file.
#pragma once

#include <string>
#include <vector>

#include "model/target.h"

namespace abi::clang_reader {

/// `path` below `folder` if it is relative, without "." and "..". Reads no file.
std::string absolute_path(const std::string& folder, const std::string& path);

/// The triple that a command compiles for, normalised: its last --target, changed by -m32 and -m64, or the host's if it
/// names none.
std::string triple_of(const std::vector<std::string>& arguments);

/// Removes the options -f…, -m… and -W… that other compilers know and clang refuses (-fconserve-stack,
/// -mpreferred-stack-boundary=3). Keeps those that change a layout (-fsso-struct=…), so that clang refuses them.
std::vector<std::string> without_foreign_options(const std::vector<std::string>& arguments);

/// If a command names several source files, returns the command that compiles only `file`, which the command may spell
/// relative to `directory`. Returns any other command unchanged.
std::vector<std::string> with_one_file(const std::vector<std::string>& arguments, const std::string& file,
                                       const std::string& directory);

/// The response file ("@flags.rsp") that a command still names after all readable ones were expanded, or "".
std::string unread_response_file(const std::vector<std::string>& arguments);

/// Returns a command that only checks the syntax, without warnings, for `target`. `arguments` begins with the
/// compiler's name. If the target's triple is empty, the command keeps its own target. If the target has the
/// architecture of the command, the flags of the machine (-march=…) stay. If it also has its operating system, the
/// sysroot stays. The `extra_args` come last, so that they override the others.
std::vector<std::string> adjust_command(const std::vector<std::string>& arguments, const Target& target,
                                        const std::vector<std::string>& extra_args);

}  // namespace abi::clang_reader
