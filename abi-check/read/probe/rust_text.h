// Parts of the text of a declaration in Rust. The text only tells what to ask; the compiler answers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace abi::probe {

/// Whether a name may hold the character.
bool is_of_name(char c);

/// The text without the blanks around it.
std::string_view trimmed(std::string_view text);

/// The text without comments. Strings are rare beside declarations and are not looked at.
std::string without_comments(std::string_view text);

/// The end of the text in brackets that opens at `at`.
std::size_t after_brackets(std::string_view text, std::size_t at);

/// The parts between the commas that are in no brackets, trimmed. Empty parts are left out.
std::vector<std::string_view> parts_of(std::string_view body);

/// "type: [T; 4]" of "#[a] pub(crate) r#type: [T; 4]".
std::string_view without_head(std::string_view text);

struct Member {
    std::string name;
    std::string type;  // as the source writes it
};

/// The members with a name in the body of a structure.
std::vector<Member> members_of(std::string_view body);

/// The element of "[[T; 4]; 2]", and the extents. Empty if an extent is no number.
std::string element_of(std::string_view type, std::vector<std::uint64_t>& extents);

}  // namespace abi::probe
