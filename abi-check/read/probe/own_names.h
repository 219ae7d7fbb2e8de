// Records by the names that their compiler has for them. So a field that no question knew shows which record it holds:
//
//     struct P { ring: [wire::Ring; 3] }     rustc names the element "app::wire::Ring", and the record R7 so, too
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "read/probe/plan.h"
#include "read/probe/section.h"

namespace abi::probe {

struct OwnName {
    std::string name;  // in the request
    std::uint64_t size_bytes = 0;
};

/// The records that have answers, by the compiler's names.
using OwnNames = std::map<std::string, OwnName, std::less<>>;

/// An array by its name in Rust: "[[wire::Ring; 3]; 2]" has the extents 2 and 3.
struct NamedArray {
    std::string_view element{};
    std::vector<std::uint64_t> extents{};
};
NamedArray named_array(std::string_view name);

OwnNames own_names(const Plan& plan, const Answers& answers);

/// Makes a type the record, or the array of records, that the compiler's name for it means: "[[app::wire::Ring; 3];
/// 2]". A record that holds one number stays this number for those who ask for a number.
void name_record(const OwnNames& names, const std::string& own_name, const Type& asked, Type& type);

}  // namespace abi::probe
