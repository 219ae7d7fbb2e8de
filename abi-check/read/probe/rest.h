// Finds fields that a record has but that are not in the request ("the rest"). In C and C++ such a field can only be in
// a hole between the others, so that only records with holes are asked about again:
//
//     C     an initializer names the field before the hole, and a value for the field that follows: the bytes show it
//     C++   a structured binding names every member: the compiler counts the members, and each one has an address
//     Rust  a pattern without `..`: the error names the fields that the pattern omits, with or without a hole
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "read/probe/ask.h"
#include "read/probe/section.h"

namespace abi::probe {

/// Adds items for the holes in the layout of the reading, unless the plan has such items already. Returns whether it
/// added one.
bool add_holes(Plan& plan, RestSearch search, const Reading& reading);

/// Adds an item for each structure of C that counts its members that are records. In an initializer each member takes
/// one pair of braces, and the compiler refuses a designator `.abi_no` in it: for a record with the record's name. It
/// takes the name of a known member only in a record without a name that holds this member:
///
///     struct S { char c; union { struct T t; u8 raw[8]; }; };      {{.t = {0}}, {.t = {0}}}: refused once
///     struct S { char c; struct T t; };                            {{.t = {0}}, {.t = {0}}}: refused twice
///
/// Returns whether it added one.
bool add_slots(Plan& plan, const Reading& reading);

/// Evaluates the errors of such an item: if more members are records than the probe knows, or one of them takes the
/// name of a known member, one of them has no name.
void learn_slots(Plan& plan, std::size_t number, const std::string& text);

/// Why members of a record (an item) may be missing, in words; empty: the compiler listed them all.
std::string only_asked(const Plan& plan, std::size_t number, const Record& record);

/// How many members of a record its fields are. Fields with the same first word ("header.kind", "header.id") are one
/// member, and so are fields that overlap (a union without a name).
std::size_t count_members(const Record& record);

/// The number before " element" in "decomposes into 4 elements" or "binds to 1 element"; 0 if there is none.
std::size_t stated_members(const std::string& text);

/// Adds the fields that were found in the holes of a record, the item `number` of the plan, as "(unnamed at byte 4)".
/// If the record has more members than fields, and the compiler does not report their places, its fields are unknown.
/// If a member overlaps fields so that it is neither one of them nor a new one, the record is only asked. Fields
/// without data hide no member, because others may share their bytes.
void add_rest(const Plan& plan, const Answers& answers, std::size_t number, Record& record);

}  // namespace abi::probe
