#include <utility>
#include <vector>

#include "tool/commands.h"
#include "tool/completion.h"
#include "tool/help_words.h"

namespace abi {
namespace {

constexpr std::string_view head = R"(# Completion of abi-check for fish, written by `abi-check docs fish`.
function __abi_check_command
    set -l command gate
    set -l is_value no
    for word in (commandline -opc)[2..-1]
        if test $is_value = yes
            set is_value no
            continue
        end
        switch $word
            case --
                break
            case --diff
                set command diff
            case '--fix*'
                set command fix
)";

constexpr std::string_view after_loop = R"(                echo $word
                return
        end
    end
    echo $command
end
function __abi_check_is
    contains -- (__abi_check_command) $argv
end
)";

std::string quoted(std::string_view text) {
    std::string made = "'";
    for (const char letter : text) {
        if (letter == '\'' || letter == '\\') made += '\\';
        made += letter;
    }
    return made + "'";
}

std::string list(const Values& values) {
    std::string words;
    for (const auto& word : values.listed) words += (words.empty() ? "" : " ") + word;
    return quoted(words);
}

std::string action(const Values& values) {
    switch (values.kind) {
    case Values::Kind::free: return " -x";
    case Values::Kind::files: return " -r -F";
    case Values::Kind::folders: return " -x -a '(__fish_complete_directories)'";
    case Values::Kind::listed: return " -r -f -a " + list(values);
    }
    return "";
}

/// One line for the commands on which an option means the same.
std::string lines_of(const OptionRow& row) {
    std::vector<std::pair<std::string, std::string>> lines;  // what stands behind the commands, and these
    for (const auto& command : command_table()) {
        if ((row.serves & command_bit(command.command)) == 0) continue;
        std::string rest = std::string(row.name.size() == 1 ? " -s " : " -l ") + std::string(row.name);
        if (!row.value.empty() && !row.value.starts_with('[')) rest += action(values_of(row, command.command));
        rest += " -d " + quoted(fill_in(row.help, command.command));
        if (lines.empty() || lines.back().first != rest) lines.emplace_back(rest, "");
        lines.back().second += " " + std::string(name_in_script(command.command));
        // The option is what turns the gate into the command.
        if (command_of(row)) lines.back().second += " gate";
    }
    std::string text;
    for (const auto& [rest, commands] : lines) {
        text += "complete -c abi-check -n '__abi_check_is" + commands + "'" + rest + "\n";
    }
    return text;
}

}  // namespace

std::string completion_for_fish() {
    std::string script(head);
    script += "            case " + options_with_value(" ") + "\n                set is_value yes\n";
    script += "            case " + typed_names(" ") + "\n";
    script += after_loop;
    for (const auto& row : option_table()) script += lines_of(row);
    script += "complete -c abi-check -s h -l help -d 'Show help'\n";
    script += "complete -c abi-check -n '__abi_check_is gate' -l version -d 'Show the version'\n";
    for (const auto& row : typed_commands()) {
        script += "complete -c abi-check -n '__abi_check_is gate' -a " + std::string(row.name) + " -d " +
                  quoted(row.summary) + "\n";
        const auto words = words_of(row.command);
        if (words.kind != Values::Kind::listed) continue;
        script += "complete -c abi-check -n '__abi_check_is " + std::string(row.name) + "' -f -a " + list(words) + "\n";
    }
    return script;
}

}  // namespace abi
