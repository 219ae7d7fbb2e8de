#include "read/dwarf/names.h"

#include <algorithm>
#include <array>

namespace abi::dwarf {
namespace {

constexpr std::string_view nim_object = "tyObject_";
constexpr std::string_view zig_struct = "__struct_";
constexpr std::string_view zig_union = "__union_";

/// "m.CmdPacket" of "m.CmdPacket__struct_904": what Zig calls a type that a declaration chooses by an `if`.
std::string_view without_zig_number(std::string_view written) {
    const auto digits = written.find_last_not_of("0123456789") + 1;
    for (const std::string_view word : {zig_struct, zig_union}) {
        if (digits < written.size() && written.substr(0, digits).ends_with(word) && digits > word.size()) {
            return written.substr(0, digits - word.size());
        }
    }
    return written;
}

}  // namespace

std::string_view spoken_name(std::string_view written) {
    if (!written.starts_with(nim_object)) return without_zig_number(written);
    const auto name = written.substr(nim_object.size());
    const auto end = name.rfind("__");
    return end == std::string_view::npos || end == 0 ? written : name.substr(0, end);
}

bool has_word_of_compiler(std::string_view written) {
    return std::ranges::any_of(std::array{nim_object, zig_struct, zig_union},
                               [&](std::string_view word) { return written.find(word) != std::string_view::npos; });
}

bool is_nim_branch(std::string_view member) {
    const auto digits = member.find_last_not_of("0123456789") + 1;
    return digits > 2 && digits < member.size() && member.front() == '_' && member[digits - 1] == '_';
}

bool is_noise(std::string_view scope) {
    return scope.starts_with('{');
}

}  // namespace abi::dwarf
