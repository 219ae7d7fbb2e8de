// Positions in a text as the protocol counts them: lines from 0, and UTF-16 code units in a line. Our places count
// lines and bytes from 1.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/layout.h"
#include "nlohmann/json.hpp"

namespace abi::lsp {

/// A text, cut into lines. Must not outlive the text.
class Lines {
  public:
    explicit Lines(std::string_view text);

    std::size_t count() const { return begins_.size(); }

    /// Line `line`, from 0, without its end; "" behind the last one.
    std::string_view at(std::size_t line) const;

    /// The offset in bytes of a position. A position behind the end of its line or of the text means that end.
    std::size_t offset(std::size_t line, std::size_t utf16) const;

    /// {"line": 2, "character": 4} of an offset in bytes.
    nlohmann::json position(std::size_t offset) const;

    /// {"start": ..., "end": ...} of two offsets.
    nlohmann::json range(std::size_t begin, std::size_t end) const;

    /// The first line of a place, from its column on, as a range. A place without a column means the whole line.
    nlohmann::json line_range(const Place& place) const;

    /// The name at a position (letters, digits, `_`), or "".
    std::string word_at(std::size_t line, std::size_t utf16) const;

  private:
    std::string_view text_;
    std::vector<std::size_t> begins_;
};

/// The length of UTF-8 in UTF-16 code units. A byte that is not UTF-8 counts as one.
std::size_t utf16_units(std::string_view text);

}  // namespace abi::lsp
