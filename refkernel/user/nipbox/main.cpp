// The shell: reads a line and runs the command in its first word. If the shell has arguments, they are its first
// commands; unless one of them is "exit", it then reads lines.
#include <algorithm>
#include <array>

#include "membrane/start.h"
#include "user/nipbox/nipbox.h"

namespace nipbox {
namespace {

void help(Shell& shell, std::string_view rest);
void leave(Shell& shell, std::string_view rest);
void comment(Shell& /*shell*/, std::string_view /*rest*/) {}

struct Command {
    std::string_view name;
    std::string_view help;
    void (*act)(Shell& shell, std::string_view rest);
};

constexpr Command commands[] = {
    {"help", "help               this list\n", help},
    {"ls", "ls [PATH]          list a directory\n", list},
    {"cat", "cat PATH           print a file as text\n", cat},
    {"hexdump", "hexdump PATH       print a file as bytes\n", hexdump},
    {"stat", "stat PATH          print kind and size of a file\n", stat},
    {"echo", "echo TEXT [> PATH] print TEXT, or write it to a file in /tmp\n", echo},
    {"rm", "rm PATH            remove a file or an empty directory in /tmp\n", remove},
    {"mkdir", "mkdir PATH         make a directory in /tmp\n", make_directory},
    {"exec", "exec PATH [ARG…]   replace this shell by a program\n", exec},
    {"run", "run PATH [ARG…]    start a program and wait for it; with & at the end, do not wait; Ctrl-C ends it\n",
     run},
    {"wait", "wait [NUMBER]      wait for a child that was started with &\n", wait},
    {"kill", "kill NUMBER        end a process, and what it started\n", kill},
    {"sleep", "sleep MILLISECONDS wait\n", sleep},
    {"limit", "limit [none | PAGES FILES PROCESSES BYTES] print or set the limits of each program that run starts\n",
     limit},
    {"ps", "ps                 processes\n", processes},
    {"free", "free               print the number of free pages of memory\n", free},
    {"source", "source PATH        run the lines of a file\n", source},
    {"stress", "stress WHAT N      exec, spawn, null, doorbell or drain, N times; checks that no page is lost\n",
     stress},
    {"exit", "exit [STATUS]      end this shell; the end of the first shell ends the machine\n", leave},
    {"#", "", comment},
};

void help(Shell& shell, std::string_view /*rest*/) {
    for (const Command& command : commands) {
        print(shell, command.help);
    }
}

void leave(Shell& shell, std::string_view rest) {
    const std::optional<std::uint64_t> status = rest.empty() ? 0 : parse_number(rest);
    if (!status) {
        complain(shell, rest, "expected a status");
        return;
    }
    shell.leaves = true;
    shell.status = *status;
}

/// Reads the rest of a line that is too long, so that it does not run as a command.
void drop_line(Shell& shell) {
    std::array<char, 256> buffer;
    while (!membrane::read_line(shell.ion, buffer).ended) {
    }
    complain(shell, "this line", "too long, ignored; 255 characters at most");
}

}  // namespace

void obey(Shell& shell, std::string_view line) {
    const std::string_view name = next_word(line);
    if (name.empty()) {
        return;
    }
    const auto* const command = std::ranges::find(commands, name, &Command::name);
    if (command != std::ranges::end(commands)) {
        command->act(shell, line);
    } else {
        complain(shell, name, "no such command; try help");
    }
}

}  // namespace nipbox

std::uint64_t run(membrane::Ion& ion) {
    nipbox::Shell shell{.ion = ion};
    nipbox::obey(shell, ion.arguments);
    while (!shell.leaves) {
        nipbox::print(shell, "nipbox> ");
        std::array<char, 256> buffer;
        const membrane::InputLine input = membrane::read_line(ion, buffer);
        if (!input.ended) {
            nipbox::drop_line(shell);
            continue;
        }
        nipbox::obey(shell, input.text);
    }
    return shell.status;
}
