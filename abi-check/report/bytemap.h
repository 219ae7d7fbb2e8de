// The byte map: a record drawn as rows of bytes, the expected side above the side that was found.
//
//     0   1   2   3   4   5   6   7
//     [ kind         ][/// _pad /////]   spec
//     [ kind         ][ ≠ arg        ]   hal
//
// It draws the tiles of the model and nothing else, so every byte is drawn exactly once in each strip.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/layout.h"
#include "report/html.h"

namespace abi {

/// How one field of a strip is drawn.
struct FieldInk {
    unsigned hue = 0;             // 0 to 5; the same field has the same hue in both strips
    bool diverges = false;        // marked by a symbol and an outline as well
    std::string status;           // for the cell's <title>; may be empty
    std::int64_t moved_bits = 0;  // how far behind its place on the first strip it lies
    std::string note{};           // below its name; empty: its type
};

/// One side of the comparison. The record must outlive the map.
struct Strip {
    std::string label;  // "spec", "hal on riscv64"
    const Record* record = nullptr;
    std::vector<FieldInk> fields;  // by index of the record's fields
};

/// Limits, so that a browser can open the page of any record.
struct MapLimits {
    std::size_t rows = 96;  // of one map
    std::size_t cells = 4096;
};

struct ByteMap {
    Html svg;                         // empty when there is nothing to draw
    std::size_t cells = 0;            // drawn, in both strips together
    std::uint64_t rows_left_out = 0;  // because of the limits; rows inside one field are not counted
};

/// Strips without a size are left out. Runs of rows that lie inside one field on every strip are drawn as
/// one thin row that gives their number.
ByteMap byte_map(const std::vector<Strip>& strips, const MapLimits& limits);

}  // namespace abi
