#include <algorithm>
#include <map>

#include "tool/commands.h"
#include "tool/completion.h"
#include "tool/help_words.h"

namespace abi {
namespace {

constexpr std::string_view before_tables = R"(# Completion of abi-check for bash, written by `abi-check docs bash`.
_abi_check_propose() {  # KIND WORDS: what begins like $current
    [[ $1 == listed ]] || compopt -o filenames
    case $1 in
        listed) mapfile -t COMPREPLY < <(compgen -W "$2" -- "$current") ;;
        files) mapfile -t COMPREPLY < <(compgen -W "$2" -- "$current"; compgen -f -- "$current") ;;
        folders) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
    esac
    [[ ${COMPREPLY[0]} != *= ]] || compopt -o nospace
}

_abi_check() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=gate equals= at
    # Bash takes "=" as a word of its own.
    if [[ $current == = ]]; then
        current= equals=1
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]} equals=1
    fi
    if [[ $equals && $before != -* ]]; then
        _abi_check_propose files
        return
    fi
    for ((at = 1; at < COMP_CWORD; ++at)); do
        case ${COMP_WORDS[at]} in
            --) _abi_check_propose files; return ;;
            --diff) command=diff ;;
            --fix) command=fix ;;
)";

constexpr std::string_view after_loop = R"(        esac
    done
    case $command:$before in
)";

/// The case patterns of one set of values.
using Patterns = std::map<std::string, std::string>;

std::string words_in_line(const std::vector<std::string>& words) {
    std::string line;
    for (const auto& word : words) line += (line.empty() ? "" : " ") + word;
    return line;
}

std::string action(const Values& values) {
    switch (values.kind) {
    case Values::Kind::free: return "";
    case Values::Kind::files: return "_abi_check_propose files; ";
    case Values::Kind::folders: return "_abi_check_propose folders; ";
    case Values::Kind::listed: return "_abi_check_propose listed '" + words_in_line(values.listed) + "'; ";
    }
    return "";
}

std::string option_words(Command command) {
    std::vector<std::string> words;
    for (const auto* row : options_of(command)) words.push_back(spelling(*row));
    if (command == Command::gate) words.insert(words.end(), {"--diff", "--fix", "--version"});
    words.emplace_back("--help");
    return words_in_line(words);
}

}  // namespace

std::string completion_for_bash() {
    std::string script(before_tables);
    script += "            " + options_with_value(" | ") + ")\n";
    script += "                [[ ${COMP_WORDS[at + 1]} != = ]] || ((++at))\n                ((++at)) ;;\n";
    script += "            " + typed_names(" | ") + ") command=${COMP_WORDS[at]}; break ;;\n";
    script += after_loop;
    Patterns patterns;
    for (const auto& command : command_table()) {
        for (const auto* row : options_of(command.command)) {
            // An option may follow an option whose value may be left out; files are proposed for any other word.
            if (row->value.empty() || row->value.starts_with('[')) continue;
            auto& pattern = patterns[action(values_of(*row, command.command))];
            pattern +=
                (pattern.empty() ? "" : " | ") + std::string(name_in_script(command.command)) + ":" + spelling(*row);
        }
    }
    for (const auto& [act, pattern] : patterns) script += "        " + pattern + ") " + act + "return ;;\n";
    script += "    esac\n    if [[ $current == -* ]]; then\n        case $command in\n";
    for (const auto& command : command_table()) {
        script += "            " + std::string(name_in_script(command.command)) + ") _abi_check_propose listed '" +
                  option_words(command.command) + "' ;;\n";
    }
    script += "        esac\n        return\n    fi\n    case $command in\n";
    for (const auto& command : command_table()) {
        const auto words = words_of(command.command);
        if (words.kind != Values::Kind::listed) continue;
        script += "        " + std::string(name_in_script(command.command)) + ") " + action(words) + ";;\n";
    }
    script += "        gate) _abi_check_propose files '" + typed_names(" ") + "' ;;\n";
    return script + "        *) _abi_check_propose files ;;\n    esac\n}\ncomplete -F _abi_check abi-check\n";
}

}  // namespace abi
