#include "read/source_path.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace abi {
namespace {

llvm::StringRef reference_to(std::string_view text) {
    return {text.data(), text.size()};
}

llvm::SmallString<256> clean(std::string_view path) {
    llvm::SmallString<256> made(reference_to(path));
    llvm::sys::path::remove_dots(made, /*remove_dot_dot=*/true);
    return made;
}

}  // namespace

std::string join_paths(std::string_view folder, std::string_view path) {
    if (path.empty() || folder.empty()) return std::string(path.empty() ? folder : path);
    const bool is_absolute = llvm::sys::path::is_absolute(reference_to(path)) ||
                             llvm::sys::path::is_absolute(reference_to(path), llvm::sys::path::Style::windows);
    if (is_absolute) return std::string(path);
    std::string joined(folder);
    if (joined.back() != '/') joined += '/';
    return joined += path;
}

std::string below_root(const std::string& root, std::string_view path) {
    const auto whole = clean(path);
    if (root.empty()) return std::string(whole.str());
    auto folder = clean(root);
    if (!folder.ends_with("/")) folder += "/";
    return whole.str().starts_with(folder) ? whole.substr(folder.size()).str() : std::string(whole.str());
}

}  // namespace abi
