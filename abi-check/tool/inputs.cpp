#include "tool/inputs.h"

#include <algorithm>
#include <filesystem>

#include "specfile/glob.h"

namespace abi {

namespace fs = std::filesystem;

Expansion expand_on_disk(const std::string& root, const std::string& glob) {
    if (!has_wild_card(glob)) return {{glob}, {}};
    Expansion expansion;
    std::vector<fs::path> folders{fs::path(root) / literal_folder(glob)};
    while (!folders.empty()) {
        const fs::path folder = std::move(folders.back());
        folders.pop_back();
        std::error_code error;
        for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
            std::error_code ignored;  // what vanished meanwhile is not there
            const std::string path = at->path().lexically_relative(root).generic_string();
            if (at->is_directory(ignored)) {
                const bool is_hidden = at->path().filename().string().starts_with('.');
                if (!is_hidden && !at->is_symlink(ignored)) folders.push_back(at->path());
            } else if (matches_path(glob, path)) {
                expansion.files.push_back(path);
            }
        }
        if (error && error != std::errc::no_such_file_or_directory) {
            expansion.unreadable.push_back(folder.lexically_relative(root).generic_string());
        }
    }
    std::ranges::sort(expansion.files);
    return expansion;
}

std::vector<std::string> expand_in_list(std::span<const std::string> files, const std::string& glob) {
    std::vector<std::string> found;
    std::ranges::copy_if(files, std::back_inserter(found), [&](const auto& file) { return matches_path(glob, file); });
    std::ranges::sort(found);
    return found;
}

}  // namespace abi
