// What a build's command becomes before clang reads a unit with it: the parts
// that write files or that belong to another machine are taken out, the wanted
// target is put in. Pure: no files, no parsing.
#pragma once

#include <string>
#include <vector>

#include "model/target.h"

namespace abi::clang_reader {

/// `path` as seen from `folder`, without "." and "..". Lexical.
std::string absolute_path(const std::string& folder, const std::string& path);

/// The triple that a command compiles for, normalised: its last --target, moved
/// to 32 or 64 bits by -m32 and -m64; the host's when it names none.
std::string triple_of(const std::vector<std::string>& arguments);

/// A build's command without the options -f…, -m… and -W… that other compilers
/// know and clang would refuse (-fconserve-stack, -mpreferred-stack-boundary=3).
/// Those that decide a layout (-fsso-struct=…) stay, to be refused.
std::vector<std::string> without_foreign_options(const std::vector<std::string>& arguments);

/// Of a command that names several source files, the one for `file`, which it
/// may spell relative to `directory`; any other command is left as it is.
std::vector<std::string> with_one_file(const std::vector<std::string>& arguments, const std::string& file,
                                       const std::string& directory);

/// The response file ("@flags.rsp") that a command still names after all that
/// could be read were put in their place; empty: none.
std::string unread_response_file(const std::vector<std::string>& arguments);

/// A command that only checks syntax, silently, for `target`. `arguments`
/// begins with the compiler's name. An empty triple leaves the machine as the
/// command has it. If the target's architecture is the command's own, the
/// machine's flags (-march=…) stay; if its system is too, the sysroot stays as
/// well. `extra_args` come last and win.
std::vector<std::string> adjust_command(const std::vector<std::string>& arguments, const Target& target,
                                        const std::vector<std::string>& extra_args);

}  // namespace abi::clang_reader
