#include "tool/commands.h"
#include "tool/completion.h"
#include "tool/help_words.h"

namespace abi {
namespace {

constexpr std::string_view head = R"(#compdef abi-check
# Completion of abi-check for zsh, written by `abi-check docs zsh`.

# "html=FILE": the words, and a file behind "=".
_abi_check_reports() {
    if compset -P '*='; then _files; else compadd -- "$@"; fi
}
_abi_check_first() {
    local -a commands
    commands=(
)";

constexpr std::string_view loop = R"(    )
    _describe -t commands command commands
    _files
}
_abi-check() {
    local command=gate at
    for ((at = 2; at < CURRENT; ++at)); do
        case $words[at] in
            --) break ;;
            --diff) command=diff ;;
            --fix | --fix=*) command=fix ;;
)";

/// In single quotes. Brackets end a description of _arguments.
std::string quoted(std::string_view before, std::string_view text, std::string_view behind) {
    std::string made = "'" + std::string(before);
    for (const char letter : text) {
        if (letter == '\'') {
            made += "'\\''";
        } else {
            if (letter == '[' || letter == ']' || letter == ':') made += '\\';
            made += letter;
        }
    }
    return made + std::string(behind) + "'";
}

std::string action(const Values& values) {
    switch (values.kind) {
    case Values::Kind::free: return "";
    case Values::Kind::files: return "_files";
    case Values::Kind::folders: return "_files -/";
    case Values::Kind::listed: break;
    }
    std::string words;
    const bool goes_on = !values.listed.empty() && values.listed.front().ends_with('=');
    for (const auto& word : values.listed) words += " " + word;
    return goes_on ? "{compadd -S \"\" --" + words + "}" : "{_abi_check_reports" + words + "}";
}

/// A specification of _arguments: '*--spec=[…]:FILE:_files'.
std::string specification(const OptionRow& row, Command command) {
    const std::string help = fill_in(row.help, command);
    const std::string again = row.help.ends_with("(repeatable)") ? "*" : "";
    if (row.value.empty()) return quoted(spelling(row) + "[", help, "]");
    const bool is_optional = row.value.starts_with('[');
    const bool is_joined = row.value.starts_with("[=");
    const std::string equals = is_joined ? "=-" : row.name.size() > 1 && !is_optional ? "=" : "";
    const std::string colon = is_optional ? "::" : ":";
    return quoted(again + spelling(row) + equals + "[", help, "]" + colon + "value:" + action(values_of(row, command)));
}

}  // namespace

std::string completion_for_zsh() {
    std::string script(head);
    for (const auto& row : typed_commands()) {
        script += "        " + quoted(std::string(row.name) + ":", row.summary, "") + "\n";
    }
    script += loop;
    script += "            " + options_with_value(" | ") + ") ((++at)) ;;\n";
    script += "            " + typed_names(" | ") + ") command=$words[at]; break ;;\n";
    script += "        esac\n    done\n    local -a specifications\n    case $command in\n";
    for (const auto& command : command_table()) {
        script += "        " + std::string(name_in_script(command.command)) + ") specifications=(\n";
        for (const auto* row : options_of(command.command)) {
            script += "            " + specification(*row, command.command) + "\n";
        }
        if (command.command == Command::gate) {
            script +=
                "            '--diff[Compare with a revision or a dump]::value:_files'\n"
                "            '--fix=-[Edit the sources]::value:(patch)'\n"
                "            '--version[Show the version]'\n            '1: :_abi_check_first'\n";
        } else if (command.command != Command::diff && command.command != Command::fix) {
            script += "            '1: :(" + std::string(command.name) + ")'\n";
        }
        const auto words = words_of(command.command);
        script += "            '*: :" + action(words) + "' ) ;;\n";
    }
    script += "    esac\n    _arguments -S \"$specifications[@]\" '(-h --help)'{-h,--help}'[Show help]'\n}\n";
    // The first completion loads this file as the function; a user may also source it.
    return script +
           "if [[ $funcstack[1] == _abi-check ]]; then _abi-check \"$@\"; else compdef _abi-check abi-check; fi\n";
}

}  // namespace abi
