// What a record holds beside the fields that were asked for. A field that nobody named can hide only where the others
// leave a hole, so that only records with holes are asked again:
//
//     C     an initializer names the field before the hole; what comes next is set, and its bytes show where it is
//     C++   structured bindings name every member, so that the compiler counts them and each has an address
//     Rust  a pattern without `..` is refused with the names of the fields that it leaves out: no hole is needed
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "read/probe/ask.h"
#include "read/probe/section.h"

namespace abi::probe {

/// Items that ask for the rest of all records, before anything is known of them.
void add_patterns(Plan& plan);

/// Items for the holes that the layout of the reading has, if they were not asked for yet. True when there is one.
bool add_holes(Plan& plan, RestSearch search, const Reading& reading);

/// The members of a record that fields can be: those that begin with the same word ("header.kind", "header.id") are
/// one, and so are those that overlap (in a union without a name).
std::size_t count_members(const Record& record);

/// The number before " element" in "decomposes into 4 elements", "binds to 1 element"; 0 when there is none.
std::size_t stated_members(const std::string& text);

/// Adds what was found in the holes of a record, the item `number` of the plan, as fields whose names say so. A record
/// with more members than fields, whose places the compiler does not tell, is blind.
void add_rest(const Plan& plan, const Answers& answers, std::size_t number, Record& record);

}  // namespace abi::probe
