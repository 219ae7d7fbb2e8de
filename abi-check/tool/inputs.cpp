#include "tool/inputs.h"

#include <algorithm>
#include <filesystem>

#include "specfile/glob.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

/// The files of a revision that match. The glob is relative to the project, the files to the root of the repository.
std::vector<std::string> files_in_revision(const Project& project, const Sources& sources, const std::string& glob) {
    const fs::path full = (fs::path(project.root) / glob).lexically_normal();
    std::vector<std::string> files;
    for (const auto& file : expand_in_list(sources.listed, full.lexically_relative(sources.root).generic_string())) {
        files.push_back((fs::path(sources.root) / file).string());
    }
    return files;
}

/// What was found instead of a file, in words.
std::string kind_of(fs::file_status status) {
    switch (status.type()) {
    case fs::file_type::directory: return "a folder";
    case fs::file_type::character:
    case fs::file_type::block: return "a device";
    case fs::file_type::fifo: return "a pipe, which can be read only once";
    case fs::file_type::socket: return "a socket";
    default: return "no such file";
    }
}

LayerFiles files_on_disk(const Project& project, const Layer& layer, const std::string& glob) {
    LayerFiles files;
    auto found = expand_on_disk(project.root, glob);
    for (const auto& folder : found.unreadable) {
        files.problems.push_back(
            file_problem(folder, "a folder of layer " + layer.name + " that can be read", "no permission"));
    }
    for (const auto& path : found.files) {
        const fs::path full = (fs::path(project.root) / path).lexically_normal();
        std::error_code error;
        const auto status = fs::status(full, error);
        if (fs::is_regular_file(status)) {
            files.paths.push_back(full.string());
        } else {
            files.problems.push_back(file_problem(path, "a source of layer " + layer.name, kind_of(status)));
        }
    }
    return files;
}

}  // namespace

LayerFiles files_of(const Project& project, const Layer& layer, const Witness& witness, const Target& target,
                    const Sources& sources) {
    LayerFiles files;
    const auto is_excluded = [&](const std::string& path) {
        const std::string inside = fs::path(path).lexically_relative(project.root).generic_string();
        return std::ranges::any_of(witness.exclude, [&](const auto& glob) { return matches_path(glob, inside); });
    };
    for (const auto& input : witness.inputs) {
        const bool meant =
            input.targets.empty() || std::ranges::find(input.targets, target.name) != input.targets.end();
        if (!meant) continue;
        LayerFiles found;
        if (sources.files) {
            found.paths = files_in_revision(project, sources, input.files);
        } else {
            found = files_on_disk(project, layer, input.files);
        }
        std::erase_if(found.paths, is_excluded);
        if (found.paths.empty() && found.problems.empty() && !sources.files) {
            found.problems.push_back({layer.place, "", "files that match \"" + input.files + "\"", "none"});
        }
        for (const auto& path : found.paths) {
            if (std::ranges::find(files.paths, path) == files.paths.end()) files.paths.push_back(path);
        }
        files.problems.insert(files.problems.end(), found.problems.begin(), found.problems.end());
    }
    return files;
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
