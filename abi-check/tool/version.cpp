#include "tool/version.h"

#include "commit.h"
#include "llvm/Config/llvm-config.h"

namespace abi {

std::string_view version() {
    return ABI_CHECK_VERSION;
}

std::string version_line() {
    const std::string build = commit.empty() ? "development build" : "commit " + std::string(commit);
    return "abi-check " ABI_CHECK_VERSION " (LLVM " LLVM_VERSION_STRING ", " + build + ")\n";
}

}  // namespace abi
