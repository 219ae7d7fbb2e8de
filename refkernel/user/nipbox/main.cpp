// The shell: reads a line, does what its first word says. With arguments it obeys these, and a line "exit" in them ends
// it; otherwise it goes on and asks.
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
    {"ls", "ls [PATH]          what a directory holds\n", list},
    {"cat", "cat PATH           a file as text\n", cat},
    {"hexdump", "hexdump PATH       a file as bytes\n", hexdump},
    {"stat", "stat PATH          what a path leads to\n", stat},
    {"echo", "echo TEXT [> PATH] print TEXT, or write it to a file in /tmp\n", echo},
    {"exec", "exec PATH [ARG…]   become a program\n", exec},
    {"run", "run PATH [ARG…]    start a program and wait for it; with & at the end: beside this shell\n", run},
    {"wait", "wait [NUMBER]      wait for a child that runs beside\n", wait},
    {"ps", "ps                 processes\n", processes},
    {"free", "free               pages of memory\n", free},
    {"source", "source PATH        obey the lines of a file\n", source},
    {"stress", "stress WHAT N      exec, spawn, null, doorbell or drain, so often; pages are counted\n", stress},
    {"exit", "exit [STATUS]      end this shell, and with the first one the machine\n", leave},
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

/// Reads the rest of a line that is too long for us, so that its tail does not run as a command.
void drop_line(Shell& shell) {
    std::array<char, 256> buffer;
    while (!membrane::read_line(shell.ion, buffer).ended) {
    }
    complain(shell, "this line", "too long, nothing done; 255 characters at most");
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
