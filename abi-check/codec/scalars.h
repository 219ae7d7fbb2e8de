// Splits a record into its scalars, through arrays and nested records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/problem.h"

namespace abi {

/// One scalar of a record. Arrays and nested records give one for each element.
struct Scalar {
    std::string path;  // "slots[3].arg"
    std::uint64_t offset_bits = 0;
    std::uint64_t width_bits = 0;  // 1 to 128
    bool is_signed = false;
    std::optional<ByteOrder> byte_order{};  // if the layout states it for the field or its record
    const Field* field = nullptr;           // the innermost field; points into the layout
    Role role = Role::data;                 // padding if a field around it is padding
};

/// Returns every scalar in the order of declaration, and every member of a union. Skips a flexible tail and fields
/// without a name. `layout` resolves nested records and must outlive the result. Fails for a record that is not fully
/// known, for a field outside of its record, and for more than a million elements.
Result<std::vector<Scalar>> scalars_of(const Layout& layout, const Record& record);

}  // namespace abi
