// The shell in its pieces: a line becomes words, the first word names a command.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "membrane/libc_shim.h"

namespace nipbox {

/// What a command may do with the shell.
struct Shell {
    membrane::Ion& ion;
    bool leaves = false;       // after this command
    std::uint64_t status = 0;  // its own, when it leaves
    unsigned depth = 0;        // of scripts within scripts
};

/// Spaces at both ends taken away.
std::string_view trimmed(std::string_view text);
/// Takes the first word off `text`, and the spaces behind it. Empty when there is none.
std::string_view next_word(std::string_view& text);
/// A decimal number, and nothing else.
std::optional<std::uint64_t> parse_number(std::string_view text);

// ---- to the terminal; what cannot be printed is nobody's to hear of ----

void print(Shell& shell, std::string_view text);
void print(Shell& shell, std::uint64_t number);

/// One line.
template <typename... Parts>
void say(Shell& shell, const Parts&... parts) {
    (print(shell, parts), ...);
    print(shell, std::string_view("\n"));
}

/// "nipbox: SUBJECT: WHY".
void complain(Shell& shell, std::string_view subject, std::string_view why);
/// True when `verdict` is VERDICT_OK; else complains.
bool succeeded(Shell& shell, std::string_view subject, membrane::Verdict verdict);

/// Opens `path`, hands the file's number to use(number), and closes it. A failure is complained of.
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

// ---- commands; `rest` is the line behind the command's name ----

void list(Shell& shell, std::string_view rest);
void cat(Shell& shell, std::string_view rest);
void hexdump(Shell& shell, std::string_view rest);
void stat(Shell& shell, std::string_view rest);
void echo(Shell& shell, std::string_view rest);

void exec(Shell& shell, std::string_view rest);
void run(Shell& shell, std::string_view rest);
void wait(Shell& shell, std::string_view rest);
void processes(Shell& shell, std::string_view rest);
void free(Shell& shell, std::string_view rest);
void stress(Shell& shell, std::string_view rest);

void source(Shell& shell, std::string_view rest);

/// Does what one line says.
void obey(Shell& shell, std::string_view line);

}  // namespace nipbox
