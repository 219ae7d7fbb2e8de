#include "history/lay_out.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>

namespace abi {
namespace {

namespace fs = std::filesystem;

using Blobs = std::map<std::string, std::string>;

constexpr std::size_t most_at_once = 512;  // blobs that are in memory at one time

/// Links to all that is in `disk`, but not to what `leave_out` returns true for. What cannot be listed is not there.
template <typename LeaveOut>
void link_all(const fs::path& disk, const fs::path& copy, const LeaveOut& leave_out) {
    std::error_code error;
    for (fs::directory_iterator at(disk, error), end; !error && at != end; at.increment(error)) {
        std::error_code ignored;
        if (!leave_out(*at)) fs::create_symlink(at->path(), copy / at->path().filename(), ignored);
    }
}

/// Makes the folders from `folder` down to the work tree, with links to all that lies beside them.
std::error_code make_root(const std::string& root, const std::string& folder) {
    fs::path disk = "/";
    for (const auto& part : fs::path(root).relative_path()) {
        link_all(disk, folder + disk.string(), [&](const auto& entry) { return entry.path().filename() == part; });
        disk /= part;
        std::error_code error;
        fs::create_directory(folder + disk.string(), error);
        if (error) return error;
    }
    return {};
}

bool has_below(const std::set<std::string>& paths, const std::string& folder) {
    const auto first = paths.lower_bound(folder + "/");
    return first != paths.end() && first->starts_with(folder + "/");
}

/// Links to what git ignores in a folder of the work tree: it has no past, so it is today's. A folder with ignored and
/// other files is made, and has links to the ignored ones.
void link_ignored(const GitTree& tree, const std::set<std::string>& hidden, const std::string& inside,
                  const std::string& copy) {
    const std::string prefix = inside.empty() ? "" : inside + "/";
    std::vector<std::string> mixed;
    link_all(tree.root + "/" + inside, copy + "/" + inside, [&](const fs::directory_entry& entry) {
        const std::string name = entry.path().filename().string();
        const std::string path = prefix + name;
        if (name == ".git" || tree.files.contains(path) || tree.folders.contains(path)) return true;
        if (hidden.contains(path) || hidden.contains(path + "/")) return true;
        if (!has_below(hidden, path)) return false;
        mixed.push_back(path);
        return true;
    });
    for (const auto& path : mixed) {
        std::error_code ignored;
        fs::create_directory(copy + "/" + path, ignored);
        link_ignored(tree, hidden, path, copy);
    }
}

/// The contents of blobs. Those that git does not have, or that are too large for one answer, are left out.
Blobs contents_of(const GitStore& store, std::span<const std::string> ids) {
    if (ids.empty()) return {};
    if (auto contents = git_blobs(store, {ids.begin(), ids.end()})) return std::move(*contents);
    if (ids.size() == 1) return {};
    auto contents = contents_of(store, ids.first(ids.size() / 2));
    contents.merge(contents_of(store, ids.subspan(ids.size() / 2)));
    return contents;
}

/// Writes one file. `folder` is what stands before absolute paths.
bool write_one(const GitTree& tree, const GitBlob& blob, const std::string& content, const std::string& path,
               const std::string& folder) {
    std::error_code error;
    if (blob.is_symlink) {
        const bool is_inside = (content + "/").starts_with(tree.root + "/");
        fs::create_symlink(is_inside ? folder + content : content, path, error);
        return !error;
    }
    std::ofstream file(path, std::ios::binary);
    file << content;
    file.close();
    if (blob.is_program) fs::permissions(path, fs::perms::owner_exec, fs::perm_options::add, error);
    return static_cast<bool>(file) && !error;
}

std::vector<Problem> write_files(const GitTree& tree, const std::string& folder) {
    std::map<std::size_t, std::vector<std::string>> paths;  // by store
    for (const auto& [path, blob] : tree.files) paths[blob.store].push_back(path);
    for (const auto& [store, all] : paths) {
        for (std::size_t at = 0; at < all.size(); at += most_at_once) {
            const auto some = std::span(all).subspan(at, std::min(most_at_once, all.size() - at));
            std::vector<std::string> ids;
            ids.reserve(some.size());
            for (const auto& path : some) ids.push_back(tree.files.at(path).id);
            const auto contents = contents_of(tree.stores[store], ids);
            for (const auto& path : some) {
                const auto& blob = tree.files.at(path);
                const auto content = contents.find(blob.id);
                if (content == contents.end()) continue;
                const std::string copy = folder + tree.root + "/" + path;
                if (!write_one(tree, blob, content->second, copy, folder))
                    return {file_problem(path, "a file that can be written to " + folder, "an error")};
            }
        }
    }
    return {};
}

}  // namespace

std::vector<Problem> lay_out(const GitTree& tree, const std::set<std::string>& hidden, const std::string& folder) {
    std::error_code error = make_root(tree.root, folder);
    const std::string copy = folder + tree.root;
    for (const auto& path : tree.folders) {  // sorted, so that a folder comes before what is in it
        if (!error && !path.empty()) fs::create_directory(copy + "/" + path, error);
    }
    if (error) return {file_problem(folder, "a temporary folder for the files of the revision", error.message())};
    for (const auto& path : tree.folders) {
        const bool is_link_today = hidden.contains(path);
        if (!is_link_today && !tree.lost.contains(path)) link_ignored(tree, hidden, path, copy);
    }
    return write_files(tree, folder);
}

}  // namespace abi
