#include "tool/inputs.h"

#include <algorithm>
#include <filesystem>

namespace abi {
namespace {

namespace fs = std::filesystem;

bool has_wild_card(std::string_view glob) {
    return glob.find_first_of("*?") != std::string_view::npos;
}

}  // namespace

bool matches_path(std::string_view glob, std::string_view path) {
    // The last star seen, and how far it has swallowed: enough for one star; `**` takes recursion.
    while (!glob.empty()) {
        if (glob.starts_with("**")) {
            std::string_view rest = glob.substr(2);
            if (rest.starts_with('/')) {
                if (matches_path(rest.substr(1), path)) return true;
            } else if (rest.empty()) {
                return true;
            }
            for (std::size_t at = path.find('/'); at != std::string_view::npos; at = path.find('/', at + 1)) {
                if (matches_path(rest, path.substr(at))) return true;
            }
            return false;
        }
        if (glob.front() == '*') {
            for (std::size_t taken = 0; taken <= path.size(); ++taken) {
                if (matches_path(glob.substr(1), path.substr(taken))) return true;
                if (taken < path.size() && path[taken] == '/') return false;
            }
            return false;
        }
        if (path.empty() || (glob.front() != path.front() && (glob.front() != '?' || path.front() == '/'))) {
            return false;
        }
        glob.remove_prefix(1);
        path.remove_prefix(1);
    }
    return path.empty();
}

std::string literal_folder(std::string_view glob) {
    const auto slash = glob.substr(0, glob.find_first_of("*?")).rfind('/');
    return slash == std::string_view::npos ? "" : std::string(glob.substr(0, slash));
}

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
