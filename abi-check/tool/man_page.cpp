#include <sstream>

#include "tool/commands.h"
#include "tool/docs_page.h"
#include "tool/help_words.h"
#include "tool/version.h"

namespace abi {
namespace {

constexpr std::string_view files = R"(.SH FILES
.TP
.I .abi\-check.json
The configuration: specs, targets, layers and waivers. It is searched for in the current folder and in those above it.
.TP
.IR $XDG_CACHE_HOME/abi\-check ", or " ~/.cache/abi\-check
What units of C and C++ declare, between runs. \-\-no\-cache does without.
.TP
.IR PREFIX/lib/abi\-check/clang
Clang's own headers, beside the program
.IR PREFIX/bin/abi\-check .
.SH ENVIRONMENT
.TP
.BR NO_COLOR ", " TERM=dumb
No colours, unless \-\-use\-color asks for them.
.TP
.B XDG_CACHE_HOME
The folder of caches.
)";

/// A line of text in roff. "-" is written as a minus sign, and roff must not take a "." or "'" at the beginning for a
/// command of its own.
std::string escaped(std::string_view text) {
    std::string made;
    if (text.starts_with('.') || text.starts_with('\'')) made += "\\&";
    for (const char letter : text) {
        if (letter == '\\') {
            made += "\\e";
        } else {
            if (letter == '-') made += '\\';
            made += letter;
        }
    }
    return made;
}

/// Lines that stay as they are.
std::string example(std::string_view text) {
    std::string made = ".EX\n";
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) made += escaped(line) + "\n";
    return made + ".EE\n";
}

std::string options_section(Command command) {
    std::string made;
    for (const auto* row : options_of(command)) {
        made += ".TP\n.B " + escaped(label_of(*row)) + "\n" + escaped(fill_in(row->help, command)) + ".\n";
    }
    return made;
}

std::string section(const CommandRow& row) {
    std::string made = ".SS " + escaped(row.name) + "\n" + example(row.usage) + ".PP\n";
    made += escaped(fill_in(row.about, row.command)) + "\n" + options_section(row.command);
    made += ".PP\nExamples:\n" + example(row.examples);
    return made + ".PP\nExit status:\n" + example(row.exit_status);
}

}  // namespace

std::string man_page() {
    std::string page = ".TH ABI\\-CHECK 1 \"\" \"abi\\-check " + std::string(version()) + "\" \"User Commands\"\n";
    page += ".SH NAME\nabi\\-check \\- do all layers that share memory agree on its bytes?\n.SH SYNOPSIS\n";
    std::string usage;
    for (const auto& row : command_table()) usage += row.usage;
    page += example(usage) + ".SH DESCRIPTION\n";
    page +=
        "abi\\-check extracts the layouts of records that several languages declare, compares them with one spec or "
        "with each other, and reports which declaration differs, in which field, at which line.\n"
        ".PP\n.BR \"abi\\-check \\-\\-help\" \" and \" \"abi\\-check COMMAND \\-\\-help\"\nshow the same options.\n"
        ".B abi\\-check \\-\\-version\nshows the version.\n";
    page += ".SH COMMANDS\n";
    for (const auto& row : command_table()) page += section(row);
    return page + std::string(files) + ".SH SEE ALSO\n.BR pahole (1),\n.BR abidiff (1)\n";
}

}  // namespace abi
