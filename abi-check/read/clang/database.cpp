#include "read/clang/database.h"

#include <algorithm>
#include <memory>

#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/TargetParser/Triple.h"
#include "read/clang/command.h"
#include "read/clang/machine.h"

namespace abi::clang_reader {
namespace {

using Files = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;
using Database = std::unique_ptr<clang::tooling::CompilationDatabase>;

/// The commands of the build. `exact` has only the files of compile_commands.json; `guessing` has a command for any
/// file.
struct Databases {
    Database exact;
    Database guessing;
};

Database load(llvm::StringRef json, const Files& disk, std::string& error) {
    Database database = clang::tooling::JSONCompilationDatabase::loadFromBuffer(
        json, error, clang::tooling::JSONCommandLineSyntax::AutoDetect);
    if (!database) return nullptr;
    return clang::tooling::expandResponseFiles(std::move(database), disk);
}

/// Makes a relative "directory" absolute: it starts at the folder of compile_commands.json, but clang's database would
/// use it unchanged. Returns whether there was one.
bool make_folders_absolute(llvm::json::Value& json, const std::string& folder) {
    bool is_changed = false;
    auto* entries = json.getAsArray();
    if (entries == nullptr) return false;
    for (auto& entry : *entries) {
        auto* command = entry.getAsObject();
        const auto directory = command == nullptr ? std::nullopt : command->getString("directory");
        if (!directory || !llvm::sys::path::is_relative(*directory)) continue;
        (*command)["directory"] = absolute_path(folder, directory->str());
        is_changed = true;
    }
    return is_changed;
}

Result<Databases> load_databases(const std::string& folder, const Files& disk) {
    llvm::SmallString<256> path(folder);
    llvm::sys::path::append(path, "compile_commands.json");
    const auto problem = [&](std::string found) {
        Problem made;
        made.place.file = std::string(path.str());
        made.expected = "a JSON compilation database";
        made.found = std::move(found);
        return made;
    };
    const auto text = disk->getBufferForFile(path);
    if (!text) return problem(text.getError().message());
    // The parser of the database prints errors; this parser returns them.
    auto json = llvm::json::parse((*text)->getBuffer());
    if (!json) return problem(llvm::toString(json.takeError()));
    std::string rewritten;
    if (make_folders_absolute(*json, folder)) llvm::raw_string_ostream(rewritten) << *json;
    const llvm::StringRef commands = rewritten.empty() ? (*text)->getBuffer() : llvm::StringRef(rewritten);
    std::string error;
    Database exact = load(commands, disk, error);
    Database copy = exact ? load(commands, disk, error) : nullptr;
    if (!exact || !copy) return problem(error);
    return Databases{.exact = std::move(exact),
                     .guessing = clang::tooling::inferMissingCompileCommands(std::move(copy))};
}

bool is_cxx(const std::vector<std::string>& flags) {
    return std::ranges::any_of(
        flags, [](llvm::StringRef flag) { return flag.starts_with("-std=c++") || flag.starts_with("-std=gnu++"); });
}

Additions additions_of(const Request& request) {
    return {.flags = request.flags, .target = request.target, .extra_args = request.extra_args};
}

/// The command for a file that the build does not have; the flags are added later. A header `x.h` is C unless the
/// flags select C++.
BuildCommand without_build(const std::string& root, const std::string& file, const Additions& additions) {
    BuildCommand command{.file = file, .directory = root, .arguments = {"clang"}};
    if (command.directory.empty()) command.directory = llvm::sys::path::parent_path(file).str();
    const bool wants_cxx = is_cxx(additions.flags) || is_cxx(additions.target.flags) || is_cxx(additions.extra_args);
    if (llvm::StringRef(file).ends_with(".h") && wants_cxx) {
        command.arguments.insert(command.arguments.end(), {"-x", "c++-header"});
    }
    command.arguments.insert(command.arguments.end(), {"--", file});
    return command;
}

/// How well the machine of a command fits the wanted one: 2 for the same system, 1 for the same machine.
int fit_of(const llvm::Triple& machine, const llvm::Triple& wanted) {
    if (!is_same_machine(machine, wanted)) return 0;
    return is_same_system(machine, wanted) ? 2 : 1;
}

/// The commands of the build for one file that fit the wanted machine best.
std::vector<BuildCommand> from_build(const Target& target, const std::string& file,
                                     std::vector<clang::tooling::CompileCommand> candidates) {
    std::vector<llvm::Triple> machines;
    machines.reserve(candidates.size());
    for (auto& candidate : candidates) {
        add_named_machine(candidate.CommandLine);
        machines.push_back(machine_of(candidate.CommandLine));
    }
    llvm::Triple wanted(llvm::Triple::normalize(target.triple));
    const auto fit = [&](const llvm::Triple& machine) { return fit_of(machine, wanted); };
    if (target.triple.empty() || std::ranges::none_of(machines, fit)) wanted = machines.front();
    const int best = fit(*std::ranges::max_element(machines, {}, fit));
    std::vector<BuildCommand> commands;
    for (std::size_t at = 0; at < candidates.size(); ++at) {
        if (fit(machines[at]) != best) continue;
        const auto& from = candidates[at];
        auto command = with_one_file(from.CommandLine, file, from.Directory);
        const auto defaults = defaults_of_gcc(command, wanted);
        if (!command.empty()) command.insert(command.begin() + 1, defaults.begin(), defaults.end());
        commands.push_back({.file = file, .directory = from.Directory, .arguments = std::move(command)});
    }
    return commands;
}

/// Adjusts the commands of one file. Two commands that differ only in their outputs become one.
void adjust_and_add(std::vector<BuildCommand> of_file, const Additions& additions,
                    std::vector<BuildCommand>& commands) {
    const auto begin = static_cast<std::ptrdiff_t>(commands.size());
    for (auto& command : of_file) {
        auto adjusted = adjust_command(command.arguments, additions);
        command.arguments = std::move(adjusted.arguments);
        command.problem = std::move(adjusted.problem);
        const bool known = std::any_of(commands.begin() + begin, commands.end(), [&](const BuildCommand& other) {
            return other.directory == command.directory && other.arguments == command.arguments &&
                   other.problem.has_value() == command.problem.has_value();
        });
        if (!known) commands.push_back(std::move(command));
    }
}

/// The commands of the files before they are adjusted: a list for each file.
Result<std::vector<std::vector<BuildCommand>>> found_commands(const Request& request, const Additions& additions,
                                                              const Files& disk) {
    std::optional<Databases> build;
    if (!request.compile_commands.empty()) {
        auto loaded = load_databases(request.compile_commands, disk);
        if (!loaded) return std::move(loaded.problems);
        build = std::move(*loaded);
    }
    std::vector<std::vector<BuildCommand>> found;
    for (const auto& file : request.files) {
        std::vector<clang::tooling::CompileCommand> candidates;
        if (build) candidates = build->exact->getCompileCommands(file);
        if (build && candidates.empty() && request.flags.empty())
            candidates = build->guessing->getCompileCommands(file);
        found.push_back(candidates.empty() ? std::vector{without_build(request.root, file, additions)}
                                           : from_build(request.target, file, std::move(candidates)));
    }
    return found;
}

}  // namespace

Request with_response_files(Request request) {
    const auto files = request.files_from ? request.files_from : llvm::vfs::getRealFileSystem();
    for (auto* words : {&request.flags, &request.target.flags, &request.extra_args}) {
        clang::tooling::addExpandedResponseFiles(*words, request.root, llvm::cl::TokenizeGNUCommandLine, *files);
    }
    return request;
}

Result<std::vector<BuildCommand>> commands_for(const Request& request, const Files& disk) {
    const auto additions = additions_of(request);
    auto found = found_commands(request, additions, disk);
    if (!found) return std::move(found.problems);
    std::vector<BuildCommand> commands;
    for (auto& of_file : *found) adjust_and_add(std::move(of_file), additions, commands);
    return commands;
}

Result<std::vector<std::string>> machines_of(const Request& request, const Files& disk) {
    const auto additions = additions_of(request);
    const auto found = found_commands(request, additions, disk);
    if (!found) return found.problems;
    std::vector<std::string> machines;
    machines.reserve(found->size());
    for (const auto& of_file : *found) {
        machines.push_back(machine_of(adjust_command(of_file.front().arguments, additions).arguments).str());
    }
    return machines;
}

}  // namespace abi::clang_reader
