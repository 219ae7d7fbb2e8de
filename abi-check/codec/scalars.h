// A record taken apart: every scalar that it is made of, whatever holds it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/problem.h"

namespace abi {

/// One scalar of a record, as its layout places it. Arrays and nested records give one per element.
struct Scalar {
    std::string path;  // "slots[3].arg"
    std::uint64_t offset_bits = 0;
    std::uint64_t width_bits = 0;  // 1 to 128
    bool is_signed = false;
    const Field* field = nullptr;  // the innermost one, of the layout that was asked
    Role role = Role::data;        // padding when a field around it is padding
};

/// Every scalar, in the order of declaration, and every member of a union. A flexible tail and fields without a name
/// have none. `layout` resolves nested records and must outlive the result. A record that is not fully known, fields
/// outside of their record, and more than a million elements are a problem.
Result<std::vector<Scalar>> scalars_of(const Layout& layout, const Record& record);

}  // namespace abi
