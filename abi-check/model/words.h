// The words that messages of several folders share: counts, offsets, sizes, types and lists of names.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <ranges>
#include <string>
#include <string_view>

#include "model/layout.h"

namespace abi {

/// "1 record", "2 records".
std::string counted(std::uint64_t count, std::string_view noun);

/// "offset 8", or "offset 4, bit 3" where a field does not begin at a whole byte.
std::string offset_text(std::uint64_t offset_bits);

/// The offset without its noun: "8", or "4.3" for the third bit of byte 4.
std::string offset_words(std::uint64_t offset_bits);

/// "8 bytes", "1 byte", or "5 bits" where the size is not in whole bytes.
std::string size_text(std::uint64_t size_bits);

/// "u32", and "u32:5" for a bit-field of 5 bits.
std::string type_text(const Field& field);

/// The text between double quotes. Quotes in it stay as they are.
std::string in_quotes(std::string_view text);

/// "a, b, c". `project` takes an element to its text; it may be a pointer to a member: join(rows, ", ", &Row::name).
template <std::ranges::input_range Range, typename Project = std::identity>
std::string join(Range&& range, std::string_view separator = ", ", Project project = {}) {
    std::string text;
    bool is_first = true;
    for (const auto& element : range) {
        if (!is_first) text += separator;
        is_first = false;
        text += std::invoke(project, element);
    }
    return text;
}

/// "foo_bar" of "FooBar".
std::string snake_case(std::string_view name);

/// "a, b and c" if `last` is "and". For names of any range, as in join.
template <std::ranges::forward_range Range, typename Project = std::identity>
std::string list_names(Range&& range, std::string_view last, Project project = {}) {
    std::string text;
    const auto count = std::ranges::distance(range);
    std::ptrdiff_t at = 0;
    for (const auto& element : range) {
        if (at != 0) text += at + 1 == count ? " " + std::string(last) + " " : ", ";
        text += std::invoke(project, element);
        ++at;
    }
    return text;
}

/// "a, b, c and 4 more": at most `most` of the names.
template <std::ranges::sized_range Range>
std::string join_some(const Range& names, std::size_t most) {
    const std::size_t count = std::ranges::size(names);
    const std::string text = join(names | std::views::take(most));
    return count > most ? text + " and " + std::to_string(count - most) + " more" : text;
}

}  // namespace abi
