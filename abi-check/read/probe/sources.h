// The generated sources of a probe: what they ask, and which question each of their lines belongs to.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "read/probe/ask.h"
#include "read/probe/plan.h"
#include "read/probe/run.h"

namespace abi::probe {

/// A generated source.
struct Source {
    std::string text;
    std::vector<std::size_t> owners;  // the item that each line asks for; line 1 is owners[1]; no_item: no item

    /// Adds whole lines of an item.
    void add(std::string_view lines, std::size_t item = no_item);
};

/// The sources of all parts, by path.
using Sources = std::map<std::string, Source>;

/// The sources that ask for the items of a plan; if `only` is not empty, for those alone.
Sources sources_of(const Plan& plan, const Dialect& dialect, const std::string& folder,
                   const std::set<std::size_t>& only);

/// The items whose lines the errors name, each with its errors. Returns nothing if no error names a line of an item:
/// then the user's files do not compile. An error and the notes that follow it are one: GCC places an error in a macro
/// and adds a note where the macro was used.
std::optional<std::map<std::size_t, std::string>> refused_items(const CompilerRun& run, const Sources& sources,
                                                                std::string_view warning_mark);

/// The items to ask for while some were refused, so that a large source is not compiled again for each form of a few
/// items: those that may change when the refused ones do. Empty: all of them, as there are few others.
std::set<std::size_t> narrowed(const Plan& plan, const std::set<std::size_t>& refused);

}  // namespace abi::probe
