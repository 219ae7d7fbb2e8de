// The little of a C library that programs here use, over the rings.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "membrane/ion.h"

namespace membrane {

/// Prints `text`, of any length. The first verdict that is not VERDICT_OK ends it.
Verdict write(Ion& ion, std::string_view text);

/// A line from the console, or a piece of one.
struct InputLine {
    std::string_view text;  // without its '\n'
    bool ended = true;      // false: it was longer than there was room for, and its next piece can be read
};

/// Reads a line into `buffer`, of which at most 256 bytes are used. Empty when the kernel refuses.
InputLine read_line(Ion& ion, std::span<char> buffer);

/// Becomes the program at `path`. Returns only when that fails, with the reason.
Verdict exec(Ion& ion, std::string_view path);

[[noreturn]] void exit(Ion& ion, std::uint64_t status);

/// "ENOENT: no such file".
std::string_view describe(Verdict verdict);

}  // namespace membrane
