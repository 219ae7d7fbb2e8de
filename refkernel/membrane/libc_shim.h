// The little of a C library that programs here use, over the rings.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "membrane/ion.h"

namespace membrane {

/// Prints `text`, of any length. The first verdict that is not VERDICT_OK ends it.
Verdict write(Ion& ion, std::string_view text);

/// Reads a line from the console into `buffer` and returns it without its '\n'; a longer line comes in pieces.
std::string_view read_line(Ion& ion, std::span<char> buffer);

/// Becomes the program at `path`. Returns only when that fails, with the reason.
Verdict exec(Ion& ion, std::string_view path);

[[noreturn]] void exit(Ion& ion, std::uint64_t status);

/// "ENOENT: no such file".
std::string_view describe(Verdict verdict);

}  // namespace membrane
