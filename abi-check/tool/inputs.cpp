#include "tool/inputs.h"

#include <algorithm>
#include <filesystem>

#include "model/words.h"
#include "read/btf/contents.h"
#include "read/codeview/machines.h"
#include "read/object/machine.h"
#include "specfile/glob.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

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

/// Whether an input may be a folder: a package of Go is one.
bool takes_folders(const Witness& witness) {
    return witness.reader == "probe" && witness.language == "go";
}

/// What was found in the place of a source, and for a folder what to name instead.
std::string found_instead(fs::file_status status, const fs::path& full, const std::string& path) {
    if (!fs::is_directory(status)) return kind_of(status);
    std::error_code error;
    const auto inside = (fs::path(path) / "").lexically_normal().string();
    if (fs::is_regular_file(full / "Cargo.toml", error)) return "a folder; name its " + inside + "Cargo.toml";
    return "a folder; name the files in it, such as " + in_quotes(inside + "*.h");
}

LayerFiles files_on_disk(const Project& project, const Layer& layer, const Witness& witness, const std::string& glob) {
    LayerFiles files;
    auto found = expand_on_disk(project.root, glob);
    files.listed = std::move(found.listed);
    for (const auto& folder : found.unreadable) {
        files.problems.push_back(file_problem(
            shown(project, folder), "a folder of layer " + layer.name + " that can be read", "no permission"));
    }
    for (const auto& path : found.files) {
        const fs::path full = (fs::path(project.root) / path).lexically_normal();
        std::error_code error;
        const auto status = fs::status(full, error);
        if (fs::is_regular_file(status) || (fs::is_directory(status) && takes_folders(witness))) {
            files.paths.push_back(full.string());
        } else {
            files.missing.push_back(full.string());
            files.problems.push_back(file_problem(shown(project, path), "a source of layer " + layer.name,
                                                  found_instead(status, full, shown(project, path))));
        }
    }
    return files;
}

/// Whether a part of a path that a wild card stands for is hidden, as on the disk.
bool has_hidden_folder(const std::string& rest) {
    return rest.find("/.") != std::string::npos && rest.rfind('/') > rest.find("/.");
}

/// The files of a revision that a glob with a wild card matches: those that git has, and those of the disk that it
/// ignores. The folder before the first wild card may be a symbolic link.
std::vector<std::string> glob_in_revision(const Project& project, const Revision& then, const std::string& root,
                                          const std::string& glob) {
    const fs::path folder = (fs::path(project.root) / literal_folder(glob)).lexically_normal();
    std::string named = folder.string();  // as the configuration names it, without a slash at the end
    if (named.size() > 1 && named.ends_with('/')) named.pop_back();
    const std::string real = then.find(named).path;
    std::vector<std::string> files;
    for (const auto& file : then.listed) {
        const std::string full = root + "/" + file;
        if (!full.starts_with(real + "/")) continue;
        const std::string rest = full.substr(real.size());
        const std::string whole = (named == "/" ? "" : named) + rest;
        if (!has_hidden_folder(rest) && matches_path(glob, fs::path(whole).lexically_relative(project.root).string()))
            files.push_back(whole);
    }
    for (const auto& path : expand_on_disk(project.root, glob).files) {
        const std::string full = (fs::path(project.root) / path).lexically_normal().string();
        if (then.find(full).origin == Origin::disk) files.push_back(full);
    }
    std::ranges::sort(files);
    return files;
}

LayerFiles files_in_revision(const Project& project, const Layer& layer, const Sources& sources,
                             const std::string& glob) {
    const auto& then = sources.then;
    const fs::path full = (fs::path(project.root) / (has_wild_card(glob) ? literal_folder(glob) : glob));
    const auto origin = then.find(full.string()).origin;
    LayerFiles files;
    if (origin == Origin::unknown) {
        files.problems.push_back(
            file_problem(shown(project, glob), "a source of layer " + layer.name + " that git can read",
                         "a submodule whose commit is not in this clone (git submodule update --init, git fetch)"));
    } else if (has_wild_card(glob)) {
        files.paths = glob_in_revision(project, then, sources.root, glob);
    } else if (std::error_code error;
               origin == Origin::revision || (origin == Origin::disk && fs::is_regular_file(full, error))) {
        files.paths.push_back(full.lexically_normal().string());
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
        const bool is_past = sources.then.files != nullptr;
        auto found = is_past ? files_in_revision(project, layer, sources, input.files)
                             : files_on_disk(project, layer, witness, input.files);
        std::erase_if(found.paths, is_excluded);
        if (found.paths.empty() && found.problems.empty() && !is_past) {
            found.problems.push_back({layer.place, "", "files that match \"" + input.files + "\"", "none"});
        }
        for (const auto& path : found.paths) {
            if (std::ranges::find(files.paths, path) == files.paths.end()) files.paths.push_back(path);
        }
        files.problems.insert(files.problems.end(), found.problems.begin(), found.problems.end());
        files.missing.insert(files.missing.end(), found.missing.begin(), found.missing.end());
        files.listed.insert(files.listed.end(), found.listed.begin(), found.listed.end());
    }
    return files;
}

void add_inputs(const Project& project, const Witness& witness, const std::vector<std::string>& paths,
                FilesRead& files) {
    const fs::path root = project.root;
    for (const auto& path : paths) files.add(path);
    for (const auto& input : witness.inputs) {
        if (!has_wild_card(input.files)) continue;
        const auto first = (root / literal_folder(input.files)).lexically_normal();
        files.add(first.string());
        for (const auto& path : paths) {
            for (auto folder = fs::path(path).parent_path();
                 folder.string().size() > first.string().size() && folder.string().starts_with(first.string());
                 folder = folder.parent_path()) {
                files.add(folder.string());
            }
        }
    }
    if (witness.reader == "clang" && !project.config.compile_commands.empty()) {
        files.add((root / project.config.compile_commands / "compile_commands.json").string());
    }
    if (!witness.btf_base.empty()) files.add((root / witness.btf_base).string());
}

Expansion expand_on_disk(const std::string& root, const std::string& glob) {
    if (!has_wild_card(glob)) return {{glob}, {}, {}};
    Expansion expansion;
    std::vector<fs::path> folders{fs::path(root) / literal_folder(glob)};
    while (!folders.empty()) {
        const fs::path folder = std::move(folders.back());
        folders.pop_back();
        expansion.listed.push_back(folder.lexically_normal().string());
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

std::string reader_of_compiled(const std::string& path, bool prefers_btf) {
    if (codeview::has_codeview(path)) return "codeview";
    const auto contents = btf::contents_of(path);
    if (contents.is_alone || contents.is_by_name || (prefers_btf && contents.has_btf)) return "btf";
    return object::is_compiled_file(path) ? "dwarf" : "";
}

const ProbeLanguage* probed_language(const std::string& path) {
    const fs::path file = path;
    const bool is_manifest = file.filename() == "Cargo.toml";
    const auto suffix = is_manifest ? ".rs" : file.extension().string();
    const auto* const found = std::ranges::find_if(probe_languages, [&](const ProbeLanguage& language) {
        const bool is_c = language.name == "c" || language.name == "cpp";
        return !is_c && suffix == "." + std::string(language.suffix);
    });
    return found == probe_languages.end() ? nullptr : &*found;
}

bool reads_compiled(const Witness& witness) {
    return witness.reader == "dwarf" || witness.reader == "btf" || witness.reader == "codeview";
}

std::vector<llvm::Triple> machines_of_compiled(const std::string& path) {
    return codeview::has_codeview(path) ? codeview::machines_of(path) : object::machines_of(path);
}

}  // namespace abi
