// Which strings of a string section may be names that are asked for. One pass over the section tells; then the millions
// of entries that refer to it are compared by their offsets, and no text is read.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "read/wanted_names.h"

namespace abi::dwarf {

class WantedStrings {
  public:
    /// `strings` must stay valid.
    WantedStrings(const WantedNames& wanted, std::string_view strings);

    /// Returns false only if no declaration of this name is asked for by it. True for a text that is not in the
    /// section.
    bool may_be(const char* name) const {
        return may_be_at(reinterpret_cast<std::uintptr_t>(name) - reinterpret_cast<std::uintptr_t>(strings_.data()));
    }
    /// The same for an offset in the section.
    bool may_be_at(std::uint64_t offset) const {
        if (offset >= strings_.size()) return true;
        const auto block = offset / block_bytes;
        return ((marks_[block / 64] >> (block % 64)) & 1U) != 0;
    }
    /// Returns whether any string of the section may be one.
    bool any() const { return any_; }

  private:
    static constexpr std::uint64_t block_bytes = 8;

    void mark(std::uint64_t first, std::uint64_t last);

    std::string_view strings_;
    std::vector<std::uint64_t> marks_;  // a bit per block
    bool any_ = false;
};

/// By the first character of the section.
using StringsOfSections = std::unordered_map<const char*, WantedStrings>;

/// Returns null if there are none for this section.
inline const WantedStrings* find_strings(const StringsOfSections& strings, std::string_view section) {
    const auto found = strings.find(section.data());
    return found != strings.end() ? &found->second : nullptr;
}

}  // namespace abi::dwarf
