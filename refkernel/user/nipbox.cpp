// The shell: reads a line, does what its first word says.
#include <algorithm>
#include <array>

#include "membrane/libc_shim.h"
#include "membrane/start.h"

namespace {

struct Line {
    std::string_view command;
    std::string_view rest;
};

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) {
        text.remove_prefix(1);
    }
    while (text.ends_with(' ')) {
        text.remove_suffix(1);
    }
    return text;
}

Line split(std::string_view line) {
    const std::string_view text = trimmed(line);
    const std::size_t length = std::min(text.find(' '), text.size());
    return {.command = {text.data(), length}, .rest = trimmed({text.data() + length, text.size() - length})};
}

void complain(membrane::Ion& ion, std::string_view subject, std::string_view why) {
    for (const std::string_view part : {std::string_view("nipbox: "), subject, std::string_view(": "), why}) {
        (void)membrane::write(ion, part);  // there is nobody else to tell
    }
    (void)membrane::write(ion, "\n");
}

void help(membrane::Ion& ion, std::string_view /*rest*/) {
    (void)membrane::write(ion,
                          "help         this list\n"
                          "echo TEXT    print TEXT\n"
                          "exec PATH    become the program at PATH\n"
                          "exit         end this shell, and with it the machine\n");
}

void echo(membrane::Ion& ion, std::string_view rest) {
    (void)membrane::write(ion, rest);
    (void)membrane::write(ion, "\n");
}

void exec(membrane::Ion& ion, std::string_view rest) {
    complain(ion, rest, membrane::describe(membrane::exec(ion, rest)));  // only a failure returns
}

struct Command {
    std::string_view name;
    void (*act)(membrane::Ion& ion, std::string_view rest);
};

constexpr Command commands[] = {{"help", help}, {"echo", echo}, {"exec", exec}};

/// Reads the rest of a line that is too long for us, so that its tail does not run as a command.
void drop_line(membrane::Ion& ion) {
    std::array<char, 256> buffer;
    while (!membrane::read_line(ion, buffer).ended) {
    }
    complain(ion, "this line", "too long, nothing done; 255 characters at most");
}

}  // namespace

std::uint64_t run(membrane::Ion& ion) {
    for (;;) {
        (void)membrane::write(ion, "nipbox> ");
        std::array<char, 256> buffer;
        const membrane::InputLine input = membrane::read_line(ion, buffer);
        if (!input.ended) {
            drop_line(ion);
            continue;
        }
        const Line line = split(input.text);
        if (line.command.empty()) {
            continue;
        }
        if (line.command == "exit") {
            return 0;
        }
        const auto* const command = std::ranges::find(commands, line.command, &Command::name);
        if (command != std::ranges::end(commands)) {
            command->act(ion, line.rest);
        } else {
            complain(ion, line.command, "no such command; try help");
        }
    }
}
