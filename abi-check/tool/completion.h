// What a shell completes: the values of options, and the words of commands. Each script is written from these and from
// the tables of options and commands, so a new option is in all of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tool/options.h"

namespace abi {

struct Values {
    enum class Kind { free, files, folders, listed };
    Kind kind = Kind::free;           // free: nothing can be proposed
    std::vector<std::string> listed;  // "text"; "abi-size=" if more follows
    bool operator==(const Values&) const = default;
};

/// The values of an option that takes one.
Values values_of(const OptionRow& row, Command command);

/// The words of a command, besides options.
Values words_of(Command command);

/// "gate", "diff", "init": how the scripts call a command.
std::string_view name_in_script(Command command);

/// The names of the commands that are words, with `separator` between them.
std::string typed_names(std::string_view separator);

/// The options whose value is the next word, each once, with `separator` between them: "--config|--spec".
std::string options_with_value(std::string_view separator);

/// Scripts that complete the command line of abi-check.
std::string completion_for_bash();
std::string completion_for_zsh();
std::string completion_for_fish();

}  // namespace abi
