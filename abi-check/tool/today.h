// The day that decides whether a waiver has expired.
#pragma once

#include <string>

namespace abi {

/// Today in UTC: "2026-11-29".
std::string today();

}  // namespace abi
