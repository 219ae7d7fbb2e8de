// Compares the constants and enumerators of one layer at two times.
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"

namespace abi {

/// A constant or an enumerator that is not the same at both times.
struct ValueChange {
    std::string name;  // "RING_SLOTS", "Kind.KIND_EXIT"
    Change change = Change::breaking;
    std::vector<NamedValue> before;  // all values of the name; empty: it was added
    std::vector<NamedValue> after;   // empty: it was removed
};

/// All changes: those of older names first, then the names that were added. A name that moves into or out of an
/// enumeration without a scope, as in C, is still the same name. Compatible are additions, and a value that only
/// follows them:
///
///     KIND_EXEC = 1,             KIND_EXEC = 1,
///     KIND_LAST                  KIND_EXIT,      added with the old value of KIND_LAST
///                                KIND_LAST       counts the others
std::vector<ValueChange> changes_of_values(const Layout& before, const Layout& after);

}  // namespace abi
