// What two units set differently, where they define one record differently.
#pragma once

#include <string>
#include <vector>

namespace abi::clang_reader {

/// What a unit sets, as words that a user can look for: "-DNDEBUG", "-std=c++17", "#pragma pack(1)".
using Settings = std::vector<std::string>;

/// The options of a compile command, without its files. `-D NDEBUG` and `-DNDEBUG` are one spelling.
Settings settings_of(const std::vector<std::string>& command);

/// " (with -DNDEBUG, without -DX)": what only `own` has, and what only `other` has. "" if they are equal. At most four
/// of each are told, macros first.
std::string told_apart(const Settings& own, const Settings& other);

}  // namespace abi::clang_reader
