// Enumerations: width, sign and all values, also those that the request does not name ("the listing"). A compiler lists
// the values that a switch over all of them lacks:
//
//     C, C++   -Wswitch: "enumeration value 'bad' not handled in switch"; clang names three of them at a time
//     Rust     E0004: "non-exhaustive patterns: `Kind::Odd` not covered"; three at a time
//
// Clang and GCC do not name a value that is equal to one that has a case. So a second name for one value is not listed.
#pragma once

#include <string>
#include <vector>

#include "read/probe/plan.h"
#include "read/probe/section.h"

namespace abi::probe {

/// Adds an item for each enumeration of the request and for each value that it names.
void add_enumerations(Plan& plan);

/// Adds a listing for each enumeration that has an answer, unless it has one. Returns whether it added one.
bool add_listings(Plan& plan);

/// Leaves out of listings the names whose value another name has: a switch has one case for both.
void hide_equal_values(Plan& plan, const Answers& answers);

/// The items of the values of an enumeration (an item, too) that are still asked for.
std::vector<std::size_t> values_of(const Plan& plan, std::size_t enumeration);

/// Asks for the values that a refused listing named. If there is no new one, the listing ends, and `is_complete` is
/// whether it then named all values.
void learn_values(Plan& plan, std::size_t listing, const std::vector<std::string>& names, bool is_complete);

/// The names between `open` and `close` in a text: 'a' and 'b'.
std::vector<std::string> quoted_names(std::string_view text, char quote);

/// Ends all listings. Those that are not complete stay so.
void give_up_listings(Plan& plan);

/// The enumerations that have answers, with their values.
std::vector<Enum> enums_of(const Plan& plan, const Answers& answers);

}  // namespace abi::probe
