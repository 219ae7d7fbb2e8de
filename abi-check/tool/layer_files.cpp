#include "tool/layer_files.h"

#include <algorithm>
#include <filesystem>

#include "model/file_problem.h"
#include "specfile/glob.h"
#include "tool/inputs.h"

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

}  // namespace abi
