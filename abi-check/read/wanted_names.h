// The names of a request: how two spellings of one name are compared, and which declarations a request wants.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace abi {

/// The last component without its arguments: "Ring" of "core::Ring<core::Cmd, 64>", "Slot" of "Ring<Cmd>::Slot",
/// "Local" of "f()::Local", "Value" of "atomic.Value(u32)". A name that begins with a bracket, '&' or '*' ("(u32, u8)",
/// "[]u8") has no components and is returned as it is.
std::string_view last_component(std::string_view name);

/// One spelling for equal names: removes white space except between two words, and the suffixes of numbers, so that
/// "Ring< Cmd,64 >" and "Ring<Cmd, 64UL>" are equal. "Slot<unsigned int>" keeps its blank.
std::string plain_name(std::string_view name);

/// The names that a request asks for; none means all. For most declarations a look-up reads two characters.
class WantedNames {
  public:
    explicit WantedNames(const std::vector<std::string>& names);

    bool everything() const { return names_.empty(); }
    /// Whether a declaration is asked for by its own or by its qualified name. `own`: the name as the declaration
    /// writes it, without scopes. `qualified` returns the name with scopes; it is called only if the last component
    /// matches. False if everything is wanted.
    template <typename Qualified>
    bool named(std::string_view own, Qualified qualified) const {
        if (!may_be_last(own)) {
            if (own.find_first_of(":.") == std::string_view::npos || !may_be_last(last_component(own))) return false;
        }
        if (!last_components_.contains(last_component(own))) return false;
        return contains(own) || contains(last_component_with_arguments(own)) || contains(qualified());
    }
    bool contains(std::string_view name) const { return names_.contains(plain_name(name)); }
    /// Whether it is the last component of a name that is asked for.
    bool is_last_component(std::string_view name) const { return may_be_last(name) && last_components_.contains(name); }
    const llvm::StringSet<>& last_components() const { return last_components_; }
    /// How many characters those components have: each number once, ascending.
    const std::vector<std::size_t>& lengths_of_last_components() const { return lengths_; }
    /// Returns a qualified name as the request spells it.
    std::string spelled(std::string qualified) const;

  private:
    bool may_be_last(std::string_view name) const { return !name.empty() && first_two_.test(first_two(name)); }
    static std::size_t first_two(std::string_view name) {
        const auto first = static_cast<unsigned char>(name[0]);
        return first * 256U + (name.size() > 1 ? static_cast<unsigned char>(name[1]) : 0U);
    }
    static std::string_view last_component_with_arguments(std::string_view name);

    llvm::StringMap<std::string> names_;  // from the plain name to the name as the request spells it
    llvm::StringSet<> last_components_;
    std::bitset<65536> first_two_;      // of the last components
    std::vector<std::size_t> lengths_;  // of them, sorted
};

}  // namespace abi
