#include "tool/testify.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <thread>

#include "check/match.h"
#include "read/clang.h"
#include "read/dump.h"
#include "tool/inputs.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

bool matches_any(const std::vector<std::string>& globs, const std::string& name) {
    return std::ranges::any_of(globs, [&](const auto& glob) { return matches_glob(glob, name); });
}

/// A record that is asked for asks for those that it holds: their fields are its bytes, too.
void add_nested(const Layout& spec, const Record& record, std::set<std::string>& names) {
    if (!names.insert(record.name).second) return;
    for (const auto& field : record.fields) {
        const Record* nested = field.type.kind == Kind::record ? find_record(spec, field.type.name) : nullptr;
        if (nested != nullptr) add_nested(spec, *nested, names);
    }
}

std::vector<std::string> records_of(const Layout& spec, const Layer& layer) {
    std::set<std::string> names;
    for (const auto& record : spec.records) {
        if (matches_any(layer.records, record.name)) add_nested(spec, record, names);
    }
    return {names.begin(), names.end()};
}

std::vector<std::string> constants_of(const Layout& spec, const Layer& layer) {
    std::vector<std::string> names;
    const auto take = [&](const std::string& name) {
        if (matches_any(layer.constants, name)) names.push_back(name);
    };
    for (const auto& constant : spec.constants) take(constant.name);
    for (const auto& one : spec.enums) {
        for (const auto& enumerator : one.enumerators) take(enumerator.name);
    }
    return names;
}

/// The names under which the layer's sources may declare what it was asked for.
std::vector<std::string> names_to_read(const Layout& spec, const Layer& layer, const Testimony& testimony) {
    std::set<std::string> names(testimony.records.begin(), testimony.records.end());
    names.insert(testimony.constants.begin(), testimony.constants.end());
    for (const auto& one : spec.enums) names.insert(one.name);
    for (const auto& [alias, name] : layer.aliases) names.insert(alias);
    return {names.begin(), names.end()};
}

struct Files {
    std::vector<std::string> paths;  // absolute
    std::vector<Problem> problems;
};

/// Globs are relative to the project, the files of a revision to the root of its repository.
std::vector<std::string> files_in_revision(const Project& project, const Sources& sources, const std::string& glob) {
    const fs::path full = (fs::path(project.root) / glob).lexically_normal();
    std::vector<std::string> files;
    for (const auto& file : expand_in_list(sources.listed, full.lexically_relative(sources.root).generic_string())) {
        files.push_back((fs::path(sources.root) / file).string());
    }
    return files;
}

Files files_on_disk(const Project& project, const Layer& layer, const std::string& glob) {
    Files files;
    auto found = expand_on_disk(project.root, glob);
    for (const auto& folder : found.unreadable) {
        files.problems.push_back(
            {{folder, 0, 0, 0, 0}, "", "a folder of layer " + layer.name + " that can be read", "no permission"});
    }
    for (const auto& path : found.files) {
        const fs::path full = (fs::path(project.root) / path).lexically_normal();
        std::error_code error;
        const auto status = fs::status(full, error);
        if (fs::is_regular_file(status)) {
            files.paths.push_back(full.string());
        } else {
            files.problems.push_back({{path, 0, 0, 0, 0},
                                      "",
                                      "a source of layer " + layer.name,
                                      fs::is_directory(status) ? "a folder" : "no such file"});
        }
    }
    return files;
}

Files files_of(const Project& project, const Layer& layer, const Target& target, const Sources& sources) {
    Files files;
    const auto is_excluded = [&](const std::string& path) {
        const std::string inside = fs::path(path).lexically_relative(project.root).generic_string();
        return std::ranges::any_of(layer.exclude, [&](const auto& glob) { return matches_path(glob, inside); });
    };
    for (const auto& input : layer.inputs) {
        const bool meant =
            input.targets.empty() || std::ranges::find(input.targets, target.name) != input.targets.end();
        if (!meant) continue;
        Files found;
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

void read_by_clang(const Project& project, const Options& options, const Layer& layer, const Target& target,
                   const Sources& sources, const Question& question, Testimony& testimony) {
    const Files files = files_of(project, layer, target, sources);
    ClangRequest request;
    request.files = files.paths;
    if (!project.config.compile_commands.empty()) {
        request.compile_commands =
            (fs::path(project.root) / project.config.compile_commands).lexically_normal().string();
    }
    request.flags = layer.flags;
    request.extra_args = options.extra_args;
    request.target = target;
    if (!question.every_record) request.names = names_to_read(project.spec, layer, testimony);
    request.files_from = sources.files;
    request.root = project.root;
    request.jobs = options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
    Reading reading = read_clang(request);
    testimony.layout = std::move(reading.layout);
    testimony.other_definitions = std::move(reading.other_definitions);
    testimony.problems = files.problems;
    testimony.problems.insert(testimony.problems.end(), reading.problems.begin(), reading.problems.end());
}

Result<std::vector<Layout>> read_dump_in(llvm::vfs::FileSystem& files, const std::string& path,
                                         const std::string& shown) {
    const auto buffer = files.getBufferForFile(path);
    if (!buffer) return Problem{{shown, 0, 0, 0, 0}, "", "a file that can be read", buffer.getError().message()};
    return parse_dump(shown, (*buffer)->getBuffer().str());
}

/// A dump speaks for a target if it names it, or names none.
void read_by_dump(const Project& project, const Layer& layer, const Target& target, const Sources& sources,
                  Testimony& testimony) {
    const Files files = files_of(project, layer, target, sources);
    testimony.problems = files.problems;
    for (const auto& path : files.paths) {
        const std::string shown = fs::path(path).lexically_relative(project.root).string();
        auto layouts = sources.files ? read_dump_in(*sources.files, path, shown) : read_dump(path);
        testimony.problems.insert(testimony.problems.end(), layouts.problems.begin(), layouts.problems.end());
        if (!layouts) continue;
        for (auto& layout : *layouts) {
            if (!layout.target.empty() && layout.target != target.name) continue;
            auto& into = testimony.layout;
            into.byte_order = layout.byte_order;
            into.records.insert(into.records.end(), layout.records.begin(), layout.records.end());
            into.enums.insert(into.enums.end(), layout.enums.begin(), layout.enums.end());
            into.constants.insert(into.constants.end(), layout.constants.begin(), layout.constants.end());
        }
    }
}

}  // namespace

std::vector<Testimony> testify(const Project& project, const Options& options, const Sources& sources,
                               const Question& question, const std::function<void(const std::string&)>& progress) {
    std::vector<Testimony> testimonies;
    for (const auto& layer : project.config.layers) {
        for (const auto& target : project.config.targets) {
            progress("layer " + layer.name + " on " + target.name);
            Testimony testimony;
            testimony.layer = layer.name;
            testimony.target = target.name;
            testimony.records = records_of(project.spec, layer);
            testimony.constants = constants_of(project.spec, layer);
            if (layer.reader == "dump") {
                read_by_dump(project, layer, target, sources, testimony);
            } else {
                read_by_clang(project, options, layer, target, sources, question, testimony);
            }
            testimony.layout.origin = layer.name;
            testimony.layout.target = target.name;
            if (question.in_spec_names) use_spec_names(testimony, project.spec, layer.aliases);
            testimonies.push_back(std::move(testimony));
        }
    }
    return testimonies;
}

}  // namespace abi
