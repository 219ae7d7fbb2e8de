// The names of a draft: turns the source's names, such as "core::Packet<int>", into names that a spec accepts.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/layout.h"

namespace abi {

/// Maps names in the source to names in the spec.
struct DraftNames {
    std::map<std::string, std::string> types;    // records and enums
    std::map<std::string, std::string> numbers;  // constants
    std::map<std::string, std::string> aliases;  // those that the gate does not match without an alias
};

/// A qualified name becomes its last component if no other name has that one; otherwise the full name as an
/// identifier, with an alias. `taken`: names that mean something else in the sources, such as a type of a system header
/// that the layouts do not have. A qualified name does not become one of them.
DraftNames draft_names(std::span<const Layout> layouts, const std::set<std::string>& taken = {});

/// The names that draft_names may shorten the qualified names to: sorted, each once. If the sources declare one of
/// them, it is `taken`.
std::vector<std::string> shorter_names(std::span<const Layout> layouts);

/// `name` with each run of characters other than letters, digits and _ replaced by _. The result is at most 200
/// characters long and does not begin with a digit.
std::string as_identifier(std::string_view name);

/// Returns the first of `name`, `name2`, `name3`… that is not in `taken`, and adds it to `taken`.
std::string free_name(const std::string& name, std::set<std::string>& taken);

/// "member" of "Base::member"; "dst" of "Outer.dst".
std::string_view unqualified(std::string_view name);

}  // namespace abi
