// How records are called in debug information, and which of them a request wants.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace abi::dwarf {

/// What a programmer calls it: Nim's "tyObject_CmdPacket__Kgre" is "CmdPacket", Zig's "m.CmdPacket__struct_904" is
/// "m.CmdPacket"; all else is as it stands.
std::string_view spoken_name(std::string_view written);

/// The last component without arguments: "Ring" of "core::Ring<a::b>", "Value" of "atomic.Value(u32)".
std::string_view last_component(std::string_view name);

/// "{impl#0}" and "{closure_env#1}" of Rust: no part of a name.
bool is_noise(std::string_view scope);

/// One spelling for one name: without the white space that parts no words and without the suffixes of numbers, so that
/// "Ring< Cmd,64 >" and "Ring<Cmd, 64UL>" meet.
std::string plain_name(std::string_view name);

/// A set of names asked for. Most declarations cost a look at two characters.
class WantedNames {
  public:
    explicit WantedNames(const std::vector<std::string>& names);

    bool everything() const { return names_.empty(); }
    /// `own`: without its scopes, as debug information writes it. `qualified` is called only where the name may be
    /// wanted.
    template <typename Qualified>
    bool named(std::string_view own, Qualified qualified) const {
        if (!may_be_last(own)) {
            if (own.find_first_of(":.") == std::string_view::npos || !may_be_last(last_component(own))) return false;
        }
        if (!last_components_.contains(last_component(own))) return false;
        return contains(own) || contains(last_component_with_arguments(own)) || contains(qualified());
    }
    bool contains(std::string_view name) const { return names_.contains(plain_name(name)); }
    /// A qualified name as the request spells it.
    std::string spelled(std::string qualified) const;

  private:
    bool may_be_last(std::string_view name) const { return !name.empty() && first_two_.test(first_two(name)); }
    static std::size_t first_two(std::string_view name) {
        const auto first = static_cast<unsigned char>(name[0]);
        return first * 256U + (name.size() > 1 ? static_cast<unsigned char>(name[1]) : 0U);
    }
    static std::string_view last_component_with_arguments(std::string_view name);

    std::unordered_map<std::string, std::string> names_;  // plain, then as asked for
    std::unordered_set<std::string> last_strings_;
    std::unordered_set<std::string_view> last_components_;
    std::bitset<65536> first_two_;  // of the last components
};

}  // namespace abi::dwarf
