// Records by the names that their compiler has for them. So a field that no question knew shows which record it holds:
//
//     struct P { ring: [wire::Ring; 3] }     rustc names the element "app::wire::Ring", and the record R7 so, too
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "read/probe/plan.h"
#include "read/probe/section.h"

namespace abi::probe {

struct OwnName {
    std::string name;  // in the request
    std::uint64_t size_bytes = 0;
};

/// The records that have answers, by the compiler's names.
using OwnNames = std::map<std::string, OwnName, std::less<>>;

OwnNames own_names(const Plan& plan, const Answers& answers);

/// Makes a type the record, or the array of records, that the compiler's name for it means: "[[app::wire::Ring; 3];
/// 2]". A record that holds one number stays this number for those who ask for a number.
void name_record(const OwnNames& names, const std::string& own_name, const Type& asked, Type& type);

}  // namespace abi::probe
