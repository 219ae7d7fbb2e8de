// The parts of the shell. A line is split into words, and the first word names a command.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "membrane/libc_shim.h"

namespace nipbox {

/// Leave room for the shell and for other programs.
constexpr membrane::Limits default_limits{.pages = 16384, .files = 64, .processes = 16, .output_bytes = 64U << 20};

/// The state of the shell, for the commands.
struct Shell {
    membrane::Ion& ion;
    bool leaves = false;                       // exit after this command
    std::uint64_t status = 0;                  // the shell's exit status
    unsigned depth = 0;                        // of nested scripts
    membrane::Limits limits = default_limits;  // of each program that `run` starts
};

/// `text` without spaces at both ends.
std::string_view trimmed(std::string_view text);
/// Removes the first word and the spaces after it from `text`. Returns the word; empty if there is none.
std::string_view next_word(std::string_view& text);
/// Parses a text that is only a decimal number.
std::optional<std::uint64_t> parse_number(std::string_view text);

// ---- output to the terminal; errors are ignored ----

void print(Shell& shell, std::string_view text);
void print(Shell& shell, std::uint64_t number);

/// Prints one line.
template <typename... Parts>
void print_line(Shell& shell, const Parts&... parts) {
    (print(shell, parts), ...);
    print(shell, std::string_view("\n"));
}

/// Prints "nipbox: SUBJECT: WHY".
void complain(Shell& shell, std::string_view subject, std::string_view why);
/// Returns whether `verdict` is VERDICT_OK; if not, complains.
bool succeeded(Shell& shell, std::string_view subject, membrane::Verdict verdict);

/// Opens `path`, calls use(number) with the file's number, and closes it. On failure complains.
template <typename Use>
void with_file(Shell& shell, std::string_view path, std::uint32_t flags, Use use) {
    const membrane::Reply file = membrane::open(shell.ion, path, flags);
    if (!succeeded(shell, path, file.verdict)) {
        return;
    }
    const auto number = static_cast<std::uint32_t>(file.result);
    use(number);
    (void)succeeded(shell, path, membrane::close(shell.ion, number));
}

// ---- commands; `rest` is the line after the command's name ----

void list(Shell& shell, std::string_view rest);
void cat(Shell& shell, std::string_view rest);
void hexdump(Shell& shell, std::string_view rest);
void stat(Shell& shell, std::string_view rest);
void echo(Shell& shell, std::string_view rest);
void remove(Shell& shell, std::string_view rest);
void make_directory(Shell& shell, std::string_view rest);

void exec(Shell& shell, std::string_view rest);
void run(Shell& shell, std::string_view rest);
void wait(Shell& shell, std::string_view rest);
void kill(Shell& shell, std::string_view rest);
void sleep(Shell& shell, std::string_view rest);
void limit(Shell& shell, std::string_view rest);
void processes(Shell& shell, std::string_view rest);
void free(Shell& shell, std::string_view rest);
void stress(Shell& shell, std::string_view rest);

void source(Shell& shell, std::string_view rest);

/// Runs the command of one line.
void obey(Shell& shell, std::string_view line);

}  // namespace nipbox
