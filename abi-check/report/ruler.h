// The byte ruler: both sides of a record as lines of text, the expected bytes above those that were found.
//
//     byte  0       4       8               16              24              32
//     spec  |kind   |_pad   |arg            |id                             |
//     hal   |kind   |arg            |id                             |
//
// It draws the tiles of the model, so every byte is drawn once on each line.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "report/report.h"

namespace abi {

struct RulerLine {
    std::string label;  // "spec", "hal"
    const Record* record = nullptr;
};

/// Three lines of at most page_columns, or "" if both sides have their fields at the same bytes, or if there is nothing
/// to draw: a union, or a record whose size or fields are unknown. A record that is too long for a line is drawn from
/// the word before the first byte that differs, or before `from_byte` if that lies further down.
std::string byte_ruler(const RulerLine& expected, const RulerLine& actual, const TextStyle& style,
                       std::uint64_t from_byte = 0);

/// The records one above the other from their first byte on, also if they are equal. A record that is too long for a
/// line continues below; after `most_parts` parts a last line tells how many bytes are left out. "" if a record cannot
/// be drawn.
std::string byte_rulers(std::span<const RulerLine> lines, std::size_t most_parts = 8);

}  // namespace abi
