// Names of records in debug information, and the names that a request asks for.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace abi::dwarf {

/// Returns the name in the source: "CmdPacket" for Nim's "tyObject_CmdPacket__Kgre", "m.CmdPacket" for Zig's
/// "m.CmdPacket__struct_904". Other names are returned unchanged.
std::string_view spoken_name(std::string_view written);

/// The last component without arguments: "Ring" of "core::Ring<a::b>", "Value" of "atomic.Value(u32)".
std::string_view last_component(std::string_view name);

/// Returns true for scopes like "{impl#0}" and "{closure_env#1}" of Rust, which are not part of names.
bool is_noise(std::string_view scope);

/// Returns one spelling for all spellings of a name: without suffixes of numbers, and without white space except
/// between words. "Ring< Cmd,64 >" and "Ring<Cmd, 64UL>" become "Ring<Cmd,64>".
std::string plain_name(std::string_view name);

/// The set of names that a request asks for. Most lookups end after two characters.
class WantedNames {
  public:
    explicit WantedNames(const std::vector<std::string>& names);

    bool everything() const { return names_.empty(); }
    /// Returns whether the request asks for a declaration. `own` is its name without scopes. `qualified()` returns the
    /// qualified name; it is only called if the own name may be wanted.
    template <typename Qualified>
    bool named(std::string_view own, Qualified qualified) const {
        if (!may_be_last(own)) {
            if (own.find_first_of(":.") == std::string_view::npos || !may_be_last(last_component(own))) return false;
        }
        if (!last_components_.contains(last_component(own))) return false;
        return contains(own) || contains(last_component_with_arguments(own)) || contains(qualified());
    }
    bool contains(std::string_view name) const { return names_.contains(plain_name(name)); }
    /// Returns a qualified name as the request spells it.
    std::string spelled(std::string qualified) const;

  private:
    bool may_be_last(std::string_view name) const { return !name.empty() && first_two_.test(first_two(name)); }
    static std::size_t first_two(std::string_view name) {
        const auto first = static_cast<unsigned char>(name[0]);
        return first * 256U + (name.size() > 1 ? static_cast<unsigned char>(name[1]) : 0U);
    }
    static std::string_view last_component_with_arguments(std::string_view name);

    std::unordered_map<std::string, std::string> names_;  // from the plain name to the request's spelling
    std::unordered_set<std::string> last_strings_;
    std::unordered_set<std::string_view> last_components_;
    std::bitset<65536> first_two_;  // first two characters of the last components
};

}  // namespace abi::dwarf
