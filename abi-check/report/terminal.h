// Text for a terminal: colours, columns, and wrapped lines.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "report/report.h"

namespace abi {

inline constexpr std::size_t page_columns = 80;

/// ECMA-48 select graphic rendition.
enum class Ink { bold, red, yellow, cyan, green, dim, magenta, blue };

/// The text in that ink, where the style has colours.
std::string paint(const TextStyle& style, Ink ink, const std::string& text);

/// How many columns a terminal needs for UTF-8. A wide character (UAX #11) has two, a combining mark none.
std::size_t columns_of(std::string_view text);

/// The text in at most `columns` columns. What is too long is cut and ends with `mark`. A combining mark stays with its
/// character.
std::string shortened(std::string_view text, std::size_t columns, std::string_view mark = "…");

/// The same, filled with spaces to exactly `columns` columns.
std::string fit(std::string_view text, std::size_t columns, std::string_view mark = "…");

/// `head` and the words of `text` on lines of at most page_columns, each line after the first indented by the head's
/// width. A word that is wider than that keeps a line of its own.
void append_wrapped(std::string& out, std::string_view head, std::string_view text);

}  // namespace abi
