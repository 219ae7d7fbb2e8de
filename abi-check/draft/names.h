// The names of a draft: what a source calls "core::Packet<int>", said in a name that a spec accepts.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "model/layout.h"

namespace abi {

/// By the source's name, the spec's.
struct DraftNames {
    std::map<std::string, std::string> types;    // records and enums
    std::map<std::string, std::string> numbers;  // constants
    std::map<std::string, std::string> aliases;  // those that the gate cannot find by itself
};

/// A qualified name becomes its last component if nothing else has it; else all of it, with an alias.
DraftNames draft_names(std::span<const Layout> layouts);

/// Letters, digits and _, not beginning with a digit, of at most 200 characters: what else there is becomes _.
std::string as_identifier(std::string_view name);

/// `name`, or `name2`, `name3`…: the first that is not taken. It is taken then.
std::string free_name(const std::string& name, std::set<std::string>& taken);

/// "member" of "Base::member"; "dst" of "Outer.dst".
std::string_view unqualified(std::string_view name);

}  // namespace abi
