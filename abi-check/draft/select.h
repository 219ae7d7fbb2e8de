// Narrows layouts to what the user wants to draft (`init --record PATTERN`).
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "model/layout.h"

namespace abi {

/// Keeps the records, enumerations and constants whose name, or the last component of it, matches a pattern, and the
/// types of the fields of the records that stay. An enumeration also stays if one of its values matches. Without
/// patterns everything stays. Returns the last components of the names that do not stay: they still mean something else
/// in the sources.
std::set<std::string> keep_matching(std::span<const std::string> patterns, Layout& layout);

/// The patterns that match nothing in any of the layouts.
std::vector<std::string> without_match(std::span<const std::string> patterns, std::span<const Layout> layouts);

}  // namespace abi
