// What the command lines of ci/truth and ci/mutate have in common: values of options, and what is printed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "test/truth/run.h"

namespace abi::truth {

/// Writes the text to standard output at once, so that long runs show it.
void print(const std::string& text);

/// Prints the usage for --help, or `error` if it is not empty. Returns the exit status if the program ends there.
std::optional<int> help_or_error(const std::string& program, const std::vector<std::string>& words,
                                 std::string_view usage, const std::string& error);

/// A decimal number; nothing if the text is not one.
std::optional<std::uint64_t> number_of(const std::string& text);

/// "c:12": unit 12 of a language; nothing if the text is not such a name.
std::optional<Piece> piece_of(const std::string& text);

/// Adds the machines of a list such as "riscv64,x86_64". Returns what is wrong with it; empty: nothing.
std::string add_machines(const std::string& names, std::vector<const Machine*>& machines);

/// Adds the languages of a list such as "zig,rust". Returns what is wrong with it; empty: nothing.
std::string add_languages(const std::string& names, std::vector<Language>& languages);

/// Adds the units of a file with one unit per line: seed, unit, number of records, target. "#" begins a comment.
/// Returns what is wrong with the file; empty: nothing.
std::string read_seeds(const std::string& path, std::vector<Piece>& pieces);

}  // namespace abi::truth
