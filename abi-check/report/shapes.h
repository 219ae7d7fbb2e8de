// The distinct layouts that one record really has. Layers and targets that agree on every byte are one
// shape, so that a page has two drawings instead of twenty.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/finding.h"

namespace abi {

/// One field on both sides, with its status and its findings.
struct FieldPair {
    std::optional<std::size_t> expected;   // index into the expected record's fields
    std::optional<std::size_t> actual;     // index into the shape's fields
    bool diverges = false;                 // its bytes or its meaning differ: marked in the drawing
    std::string status;                    // "as expected", "offset 12, not 8"
    std::vector<const Finding*> findings;  // that name it, unwaived first
};

/// The field of that side; null where the side, or the field on it, does not exist.
inline const Field* field_of(const Record* record, const std::optional<std::size_t>& index) {
    return record != nullptr && index ? &record->fields[*index] : nullptr;
}

struct Shape {
    Verdict verdict{};
    std::string reason;                    // for a shape without a record: why there is none
    std::optional<Record> actual;          // nothing: not declared, not read or not applicable
    std::vector<const Cell*> cells;        // at least one
    std::vector<FieldPair> fields;         // expected fields in order, then those of the actual record alone
    std::vector<const Finding*> findings;  // about the record as a whole
};

/// The shapes of one record, those that differ first. `expected` may be null (added since); `cells` and
/// `findings` are those of this record. Roles of fields are taken from the expected field of that name,
/// because a source does not mark padding.
std::vector<Shape> shapes_of(const Record* expected, std::span<const Cell* const> cells,
                             std::span<const Finding* const> findings);

/// One layout that the spec has for a record, and what the layers have on the targets on which it holds.
struct RecordPart {
    const Record* expected = nullptr;  // null: not in the spec
    std::string targets;               // of this layout, in words; empty if the record has no other
    std::vector<Shape> shapes;
};

/// The parts of one record; at least one. `layouts` are the spec's for it, each for its own targets; `cells` and
/// `findings` are those of this record. What is about no target belongs to each part.
std::vector<RecordPart> parts_of(std::span<const Record* const> layouts, std::span<const Cell* const> cells,
                                 std::span<const Finding* const> findings);

}  // namespace abi
