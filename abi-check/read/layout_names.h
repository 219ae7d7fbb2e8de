// The rules for names in every reader: the name of a record or an enumeration in the layout of its unit.
//
//     struct Tag { … };                     "Tag", its own name
//     typedef struct Tag Alias;             "Alias" if only that is asked for; both names if both are
//     struct R { struct { … } header; };    "R::header": a nested record without a name is named after its field
//     struct D : R { … };                   "R::header": R declares the field, and D keeps that name
//
// A field of a record in the layout is named in the same way, and what a record holds is in the layout, too.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace abi {

/// The names of the records and enumerations of one unit. `Tag` identifies one of them: a pointer or a number. Own
/// names are not stored: the reader makes them when it needs them.
template <typename Tag>
class LayoutNames {
  public:
    /// Makes room for as many tags.
    void reserve(std::size_t count) { under_own_name_.reserve(static_cast<unsigned>(count)); }

    /// Puts the tag into the layout under an alias, or under its own name if the alias is empty. Returns false if it is
    /// there already.
    bool add(Tag tag, const std::string& alias = {}) {
        if (alias.empty()) return under_own_name_.insert(tag).second;
        first_alias_.try_emplace(tag, alias);
        return aliases_.emplace(tag, alias).second;
    }

    bool has_own(Tag tag) const { return under_own_name_.contains(tag); }
    /// Whether the tag is in the layout under any name.
    bool has(Tag tag) const { return has_own(tag) || first_alias_.contains(tag); }
    bool has_aliases() const { return !aliases_.empty(); }

    /// The alias that a field is written with, or "" if the layout has none of them. `visit_typedefs` calls its
    /// argument with the name of each typedef between the field and the tag, outermost first, until that returns true.
    template <typename VisitTypedefs>
    std::string alias_written(Tag tag, VisitTypedefs visit_typedefs) const {
        std::string written;
        if (!first_alias_.contains(tag)) return written;
        visit_typedefs([&](std::string name) {
            if (!aliases_.contains({tag, name})) return false;
            written = std::move(name);
            return true;
        });
        return written;
    }

    /// The alias by which a field calls the tag: the one that it is written with; else, if the layout does not have the
    /// tag under its own name, the alias that came first. "" means the own name.
    template <typename VisitTypedefs>
    std::string alias_for(Tag tag, VisitTypedefs visit_typedefs) const {
        auto written = alias_written(tag, visit_typedefs);
        return written.empty() && !has_own(tag) ? first_alias_.lookup(tag) : written;
    }

    /// Gives a tag without a name an own name. The first one stays.
    void give(Tag tag, std::string name) { given_.try_emplace(tag, std::move(name)); }
    /// The name that was given to the tag, or null.
    const std::string* given(Tag tag) const {
        const auto found = given_.find(tag);
        return found != given_.end() ? &found->second : nullptr;
    }

  private:
    llvm::DenseSet<Tag> under_own_name_;
    std::set<std::pair<Tag, std::string>> aliases_;
    llvm::DenseMap<Tag, std::string> first_alias_;
    llvm::DenseMap<Tag, std::string> given_;
};

}  // namespace abi
