// The last part of a name with scopes, or of a path of fields.
#pragma once

#include <string_view>

namespace abi {

/// "Packet" of "core::Packet", "tv_sec" of "time.tv_sec"; a name without parts is its own last part.
constexpr std::string_view last_part(std::string_view name) {
    return name.substr(name.find_last_of(":.") + 1);
}

}  // namespace abi
