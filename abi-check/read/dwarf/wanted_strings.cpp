#include "read/dwarf/wanted_strings.h"

#include <algorithm>
#include <array>

#include "read/dwarf/die.h"
#include "read/dwarf/names.h"

namespace abi::dwarf {
namespace {

/// What ends a component of a name, or its last component: "Ring<Cmd>", "channel.Cmd", "long int".
constexpr auto separators = [] {
    std::array<bool, 256> found{};
    for (const char c : std::string_view("<(>)&*[],:. \t\n\r\f\v")) found[static_cast<unsigned char>(c)] = true;
    return found;
}();

bool is_separator(char c) {
    return separators[static_cast<unsigned char>(c)];
}

/// Calls `visit` with the offset of each end of `text` that is the last component of a name that is asked for. A linker
/// lets a string begin within another one that ends with it.
template <typename Visit>
void visit_wanted_ends(const WantedNames& wanted, std::string_view text, Visit visit) {
    for (const auto length : wanted.lengths_of_last_components()) {
        if (length > text.size()) return;
        if (wanted.is_last_component(text.substr(text.size() - length))) visit(text.size() - length);
    }
}

}  // namespace

WantedStrings::WantedStrings(const WantedNames& wanted, std::string_view strings)
    : strings_(strings), marks_(static_cast<std::size_t>(strings.size() / block_bytes / 64 + 1)) {
    const bool is_any_odd = std::ranges::any_of(
        wanted.last_components(), [](const auto& entry) { return std::ranges::any_of(entry.getKey(), is_separator); });
    for (std::size_t begin = 0; begin < strings.size();) {
        const auto end = std::min(strings.find('\0', begin), strings.size());
        const auto text = strings.substr(begin, end - begin);
        bool is_one = true;  // one component
        bool has_wanted = false;
        for (std::size_t from = 0; from < text.size();) {
            const auto to =
                static_cast<std::size_t>(std::ranges::find_if(text.substr(from), is_separator) - text.begin());
            is_one = is_one && from == 0 && to == text.size();
            visit_wanted_ends(wanted, text.substr(from, to - from), [&](std::size_t at) {
                has_wanted = true;
                mark(begin + from + at, begin + from + at);
            });
            from = to + 1;
        }
        const bool is_cut = text.size() > longest_name;
        if (is_cut || has_word_of_compiler(text) || (!is_one && (has_wanted || is_any_odd))) mark(begin, end);
        begin = end + 1;
    }
}

void WantedStrings::mark(std::uint64_t first, std::uint64_t last) {
    any_ = true;
    for (auto block = first / block_bytes; block <= last / block_bytes; ++block) {
        if (block / 64 < marks_.size()) marks_[block / 64] |= std::uint64_t{1} << (block % 64);
    }
}

}  // namespace abi::dwarf
