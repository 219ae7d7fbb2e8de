#include "read/clang/database.h"

#include <algorithm>
#include <memory>
#include <mutex>

#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/TargetParser/Triple.h"
#include "read/clang/command.h"

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
    // The names of cross compilers ("riscv64-linux-gnu-gcc") are matched against
    // LLVM's list of targets.
    static std::once_flag targets_known;
    std::call_once(targets_known, [] { llvm::InitializeAllTargetInfos(); });

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
    return Databases{.exact = clang::tooling::inferTargetAndDriverMode(std::move(exact)),
                     .guessing = clang::tooling::inferTargetAndDriverMode(
                         clang::tooling::inferMissingCompileCommands(std::move(copy)))};
}

bool is_cxx(const std::vector<std::string>& flags) {
    return std::ranges::any_of(
        flags, [](llvm::StringRef flag) { return flag.starts_with("-std=c++") || flag.starts_with("-std=gnu++"); });
}

/// The command with `flags` for a file that the build does not have. A header `x.h` is C unless the flags select C++.
BuildCommand from_flags(const Request& request, const std::string& file, const Files& disk) {
    BuildCommand command{.file = file, .directory = request.root, .arguments = {"clang"}};
    if (command.directory.empty()) command.directory = llvm::sys::path::parent_path(file).str();
    if (llvm::StringRef(file).ends_with(".h") && is_cxx(request.flags)) {
        command.arguments.insert(command.arguments.end(), {"-x", "c++-header"});
    }
    command.arguments.insert(command.arguments.end(), request.flags.begin(), request.flags.end());
    clang::tooling::addExpandedResponseFiles(command.arguments, command.directory, llvm::cl::TokenizeGNUCommandLine,
                                             request.files_from ? *request.files_from : *disk);
    command.arguments.insert(command.arguments.end(), {"--", file});
    return command;
}

/// The commands for the wanted architecture, or for that of the first command if there is none for the wanted one.
std::vector<BuildCommand> from_build(const Request& request, const std::string& file,
                                     const std::vector<clang::tooling::CompileCommand>& candidates) {
    std::vector<llvm::Triple::ArchType> machines;
    machines.reserve(candidates.size());
    for (const auto& candidate : candidates) {
        machines.push_back(llvm::Triple(triple_of(candidate.CommandLine)).getArch());
    }
    auto wanted = llvm::Triple(llvm::Triple::normalize(request.target.triple)).getArch();
    if (request.target.triple.empty() || std::ranges::find(machines, wanted) == machines.end()) {
        wanted = machines.front();
    }
    std::vector<BuildCommand> commands;
    for (std::size_t at = 0; at < candidates.size(); ++at) {
        if (machines[at] != wanted) continue;
        BuildCommand command{.file = file, .directory = candidates[at].Directory, .arguments = {}};
        command.arguments = with_one_file(without_foreign_options(candidates[at].CommandLine), file, command.directory);
        commands.push_back(std::move(command));
    }
    return commands;
}

/// Adjusts the commands of one file. Two commands that differ only in their outputs become one.
void adjust_and_add(std::vector<BuildCommand> of_file, const Request& request, std::vector<BuildCommand>& commands) {
    const auto begin = static_cast<std::ptrdiff_t>(commands.size());
    for (auto& command : of_file) {
        command.arguments = adjust_command(command.arguments, request.target, request.extra_args);
        const bool known = std::any_of(commands.begin() + begin, commands.end(), [&](const BuildCommand& other) {
            return other.directory == command.directory && other.arguments == command.arguments;
        });
        if (!known) commands.push_back(std::move(command));
    }
}

}  // namespace

Result<std::vector<BuildCommand>> commands_for(const Request& request, const Files& disk) {
    std::optional<Databases> build;
    if (!request.compile_commands.empty()) {
        auto loaded = load_databases(request.compile_commands, disk);
        if (!loaded) return std::move(loaded.problems);
        build = std::move(*loaded);
    }
    std::vector<BuildCommand> commands;
    for (const auto& file : request.files) {
        std::vector<clang::tooling::CompileCommand> candidates;
        if (build) candidates = build->exact->getCompileCommands(file);
        if (build && candidates.empty() && request.flags.empty())
            candidates = build->guessing->getCompileCommands(file);
        adjust_and_add(
            candidates.empty() ? std::vector{from_flags(request, file, disk)} : from_build(request, file, candidates),
            request, commands);
    }
    return commands;
}

}  // namespace abi::clang_reader
