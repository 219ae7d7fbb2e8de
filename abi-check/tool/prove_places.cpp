#include "tool/prove_places.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "model/find.h"
#include "read/clang/database.h"
#include "specfile/layer_request.h"
#include "tool/inputs.h"
#include "tool/probe_request.h"

namespace abi {
namespace {

/// The languages in which the probe can judge claims.
constexpr std::array<std::string_view, 4> judging{"c", "cpp", "rust", "zig"};

bool is_cpp(const clang_reader::BuildCommand& command, const std::vector<std::string>& words) {
    constexpr std::array<std::string_view, 8> suffixes{".cpp", ".cc", ".cxx", ".C", ".c++", ".hpp", ".hh", ".hxx"};
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].starts_with("-xc++") || (words[i] == "-x" && i + 1 < words.size())) {
            const auto language = words[i] == "-x" ? words[i + 1] : words[i].substr(2);
            return language.starts_with("c++");
        }
    }
    return contains(suffixes, std::filesystem::path(command.file).extension().string());
}

/// The command of a unit as a probe can use it: clang with the unit's words, which name the target.
probe::Request request_of(const Project& project, const Target& target, const clang_reader::BuildCommand& command) {
    probe::Request request;
    const auto& words = command.arguments;
    const std::vector<std::string> flags(words.begin() + 1, std::ranges::find(words, "--"));
    request.language = is_cpp(command, flags) ? "cpp" : "c";
    for (std::size_t i = 0; i < flags.size(); ++i) {
        if (flags[i] == "-x") {
            ++i;
        } else if (!flags[i].starts_with("-x")) {
            request.flags.push_back(flags[i]);
        }
    }
    request.files = {command.file};
    request.target.name = target.name;
    request.root = project.root;
    request.folder = command.directory;
    return request;
}

void add_units(const Project& project, const Options& options, const Target& target, const Witness& witness,
               std::vector<std::string> files, std::vector<ProvePlace>& places) {
    const auto request =
        clang_reader::with_response_files(clang_request(project, options, witness, target, std::move(files)));
    const auto commands = clang_reader::commands_for(request, llvm::vfs::getRealFileSystem());
    if (!commands) return;
    for (const auto& command : *commands) {
        if (command.problem || command.arguments.empty()) continue;
        places.push_back({request_of(project, target, command), shown(project, command.file)});
    }
}

}  // namespace

std::vector<ProvePlace> prove_places(const Project& project, const Options& options, const Layer& layer,
                                     const Target& target) {
    std::vector<ProvePlace> probes;
    std::vector<ProvePlace> units;
    for (const auto& witness : witnesses_on(layer, target.name)) {
        const bool is_probe = witness.reader == "probe" && contains(judging, witness.language);
        if (!is_probe && witness.reader != "clang") continue;
        auto files = files_of(project, layer, witness, target, {}).paths;
        if (files.empty()) continue;
        if (is_probe) {
            probes.push_back({probe_request(project, options, witness, target, std::move(files)), ""});
        } else {
            add_units(project, options, target, witness, std::move(files), units);
        }
    }
    std::ranges::move(units, std::back_inserter(probes));
    return probes;
}

}  // namespace abi
