// How a layout holds a typedef of a number: as a constant with the name "sizeof(pid_t)", whose value is the size in
// bytes and whose type is that of the typedef. Only `compare` asks for these constants.
#pragma once

#include <string>
#include <string_view>

namespace abi {

inline std::string typedef_name(std::string_view own) {
    return "sizeof(" + std::string(own) + ")";
}

/// "pid_t" of "sizeof(pid_t)"; empty for the name of another constant.
inline std::string_view name_of_typedef(std::string_view constant) {
    constexpr std::string_view begin = "sizeof(";
    if (!constant.starts_with(begin) || !constant.ends_with(')')) return "";
    return constant.substr(begin.size(), constant.size() - begin.size() - 1);
}

}  // namespace abi
