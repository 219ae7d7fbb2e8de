#include "tool/shown.h"

#include <filesystem>

#include "read/source_path.h"
#include "tool/paths_of.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

std::string here() {
    std::error_code error;
    return fs::weakly_canonical(fs::current_path(error), error).string();
}

/// Whether git has its files here: a folder or, in a linked work tree and in a submodule, a file that names the folder.
bool is_git_root(const fs::path& folder) {
    std::error_code error;
    const auto git = folder / ".git";
    return fs::is_regular_file(git, error) || fs::exists(git / "HEAD", error);
}

}  // namespace

std::string base_folder() {
    const fs::path current = here();
    for (fs::path folder = current; !folder.empty(); folder = folder.parent_path()) {
        if (is_git_root(folder)) return folder.string();
        if (folder == folder.root_path()) break;
    }
    return current.string();
}

std::string shown_from(const std::string& folder, const std::string& base, const std::string& path) {
    const bool is_path = !path.empty() && path.front() != '(' && path.front() != '<';
    return is_path && !base.empty() ? below_root(base, join_paths(folder, path)) : path;
}

std::string shown_here(const std::string& path) {
    const auto base = base_folder();
    const auto current = here();
    return current == base ? path : shown_from(current, base, path);
}

void show_from(const std::string& root, const std::string& base, Reading& reading) {
    if (root == base) return;
    for_each_path(reading, [&](std::string& path) { path = shown_from(root, base, path); });
}

}  // namespace abi
