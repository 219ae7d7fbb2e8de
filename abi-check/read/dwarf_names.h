// How records are called in debug information, and which of them a request wants.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace abi {

/// What a programmer calls it: Nim's "tyObject_CmdPacket__Kgre" is "CmdPacket"; all else is as it stands.
std::string_view spoken_name(std::string_view written);

/// The last component without arguments: "Ring" of "core::Ring<a::b>", "Value" of "atomic.Value(u32)".
std::string_view last_component(std::string_view name);

/// "{impl#0}" and "{closure_env#1}" of Rust: no part of a name.
bool is_noise(std::string_view scope);

/// A set of names asked for; the last component is looked up first, so that most declarations cost one look-up. The
/// names must outlive it.
class WantedNames {
  public:
    explicit WantedNames(const std::vector<std::string>& names);

    bool everything() const { return names_.empty(); }
    /// `own`: without its scopes, as debug information writes it. `qualified` is called only where the name may be
    /// wanted.
    template <typename Qualified>
    bool named(std::string_view own, Qualified qualified) const {
        const auto last = last_component(own);
        if (!last_components_.contains(last)) return false;
        return names_.contains(last) || names_.contains(own) || names_.contains(std::string_view(qualified()));
    }

  private:
    std::unordered_set<std::string_view> names_, last_components_;
};

}  // namespace abi
