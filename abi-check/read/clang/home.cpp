#include "read/clang/home.h"

#include "clang/Basic/Version.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace abi::clang_reader {
namespace {

namespace path = llvm::sys::path;

std::string below(llvm::StringRef folder, llvm::StringRef relative) {
    llvm::SmallString<128> whole(folder);
    path::append(whole, relative);
    path::remove_dots(whole, /*remove_dot_dot=*/true);
    return std::string(whole.str());
}

}  // namespace

ClangHome clang_home_of(const std::string& program, const std::string& fallback) {
    const std::string folder(path::parent_path(program));
    const std::string beside = below(folder, "../lib/abi-check/clang/" CLANG_VERSION_MAJOR_STRING);
    if (llvm::sys::fs::is_directory(beside + "/include")) {
        return {.resources = beside, .programs = folder, .expected = beside};
    }
    const std::string programs = fallback.empty() ? folder : below(fallback, "../../../bin");
    return {.resources = fallback, .programs = programs, .expected = beside};
}

const ClangHome& clang_home() {
    static const ClangHome home = clang_home_of(
        llvm::sys::fs::getMainExecutable("", reinterpret_cast<void*>(&clang_home_of)), ABI_CHECK_CLANG_RESOURCE_DIR);
    return home;
}

}  // namespace abi::clang_reader
