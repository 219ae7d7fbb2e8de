// The pages of `abi-check --help` and `abi-check COMMAND --help`.
#pragma once

#include <string>

#include "tool/options.h"

namespace abi {

/// Usage, the options that have an effect on `command`, examples and exit status, in lines of at most 80 columns. The
/// page of the gate lists the commands, too.
std::string help_page(Command command);

}  // namespace abi
