// What the help and the man page share: an option as a user types it, and texts with the names of other tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tool/options.h"

namespace abi {

/// The text with the names of other tables in the places of {languages} and {formats}.
std::string fill_in(std::string_view text, Command command);

/// "--config FILE", "--use-color[=true|false]"
std::string label_of(const OptionRow& row);

/// The options that have an effect on a command, in the order of the table.
std::vector<const OptionRow*> options_of(Command command);

}  // namespace abi
