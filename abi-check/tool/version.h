#pragma once

#include <string>
#include <string_view>

namespace abi {

/// "0.1.0"
std::string_view version();

/// "abi-check 0.1.0 (LLVM 19.1.7, commit 0123456789ab)". A build for development names no commit, because that would
/// link the program again after each commit. "+" behind the commit: tracked files differed from it.
std::string version_line();

}  // namespace abi
