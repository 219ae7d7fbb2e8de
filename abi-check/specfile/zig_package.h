// Reads "zig_package" of a layer or a witness.
#pragma once

#include <nlohmann/json.hpp>

#include "specfile/config.h"

namespace abi {

/// The text of the key is the build.zig; an object has "build" and "module". Empty if the key is absent.
template <typename Json>
ZigPackage zig_package_at(const Json& node) {
    const auto found = node.find("zig_package");
    if (found == node.end()) return {};
    if (found->is_string()) return {.build = found->template get<std::string>(), .module = ""};
    return {.build = found->value("build", ""), .module = found->value("module", "")};
}

}  // namespace abi
