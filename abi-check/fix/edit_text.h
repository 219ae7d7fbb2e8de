// Edits of a text: what replaces which bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace abi::fix {

struct TextEdit {
    std::size_t begin = 0;  // offsets in bytes
    std::size_t end = 0;    // one past the last byte; equal to `begin` for an insertion
    std::string text;       // that takes the place

    friend bool operator==(const TextEdit&, const TextEdit&) = default;
};

/// The text after all edits. Edits that are equal count once; insertions at one place stand in their order. Nothing if
/// two edits overlap, or if one lies outside of the text.
std::optional<std::string> edited(std::string_view text, std::vector<TextEdit> edits);

}  // namespace abi::fix
