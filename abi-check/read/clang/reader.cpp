#include "read/clang/reader.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "read/clang/cache.h"
#include "read/clang/database.h"
#include "read/clang/file_units.h"
#include "read/clang/files.h"
#include "read/clang/filter.h"
#include "read/clang/joined_units.h"
#include "read/clang/parallel.h"
#include "read/clang/settings.h"
#include "read/clang/unit.h"

namespace abi::clang_reader {
namespace {

void tell_looks(const Request& request, const SharedFiles& files, const FilesSeen& seen) {
    const auto paths = paths_by_number(files);
    for (const auto number : seen.asked) request.looked(paths[number].str(), false);
    for (const auto number : seen.listed) request.looked(paths[number].str(), true);
}

/// What the units of all files saw, each path once.
FilesSeen all_seen(const std::map<std::string, UnitsOfFile>& files) {
    FilesSeen all;
    for (const auto& [file, one] : files) {
        all.add(one.seen);
    }
    return all;
}

/// Reads the files that are not in the cache: the units that can declare what is wanted. If none of them can, the first
/// file is read.
Result<std::map<std::string, UnitsOfFile>> read_files(const Request& request, const Cache& cache) {
    const bool is_noted = !cache.path.empty() || request.looked;
    SharedFiles shared;
    shared.files = request.files_from;
    SharedFiles on_disk;
    SharedFiles& build = request.files_from ? on_disk : shared;
    FilesSeen commands_seen;
    const auto commands =
        commands_for(request, files_from_directory(build, request.root, is_noted ? &commands_seen : nullptr));
    if (request.looked) tell_looks(request, build, commands_seen);
    if (!commands) return commands.problems;

    const Wishes wishes{request.names, request.macros, request.typedefs};
    std::vector<UnitsOfFile> units(commands->size());  // one unit each
    const auto files_of = [&](std::size_t index) {
        return files_from_directory(shared, (*commands)[index].directory, is_noted ? &units[index].seen : nullptr);
    };
    std::vector<UnitChoice> choices(commands->size());
    if (request.filters) choices = choose_units(*commands, request.names, request.root, request.jobs, files_of);
    const bool is_nothing_asked = std::ranges::all_of(choices, &UnitChoice::is_left_out);
    for_each_index(request.jobs, units.size(), [&](std::size_t index) {
        Unit unit;
        const bool is_first = (*commands)[index].file == commands->front().file;
        const bool is_read = !choices[index].is_left_out || (is_nothing_asked && is_first);
        if (is_read) unit = read_unit((*commands)[index], wishes, request.root, files_of(index));
        unit.choice = std::move(choices[index]);
        units[index].units.push_back(std::move(unit));
    });

    std::map<std::string, UnitsOfFile> files;
    for (std::size_t index = 0; index < units.size(); ++index) {
        auto& file = files[(*commands)[index].file];
        file.units.push_back(std::move(units[index].units.front()));
        file.seen.add(std::move(units[index].seen));
    }
    if (request.looked) tell_looks(request, shared, all_seen(files));
    store_cache(cache, files, commands_seen, shared, build);
    return files;
}

/// The units of the files of a request, from the cache or from clang.
class UnitSource {
  public:
    explicit UnitSource(const Request& request) : request_(request), cache_(load_cache(request)) {}

    /// Reads the files that are not in the cache. Returns why none of them could be read.
    std::vector<Problem> read_unknown() {
        std::vector<std::string> unknown;
        for (const auto& file : files()) {
            if (!is_known(cache_, file)) unknown.push_back(file);
        }
        if (request_.looked) tell_known_looks();
        return unknown.empty() ? std::vector<Problem>() : read_anew(std::move(unknown));
    }

    /// The files of the request, each once.
    std::vector<std::string> files() const {
        std::vector<std::string> files;
        std::set<std::string_view> known;
        for (const auto& file : request_.files) {
            if (known.insert(file).second) files.push_back(file);
        }
        return files;
    }

    Result<std::vector<Unit>> units_of(const std::string& file) {
        if (!read_.contains(file)) {
            if (auto units = units_in(cache_, file)) return std::move(*units);
            if (auto problems = read_anew({file}); !problems.empty()) return problems;
        }
        return std::move(read_[file].units);
    }

    /// The units of a file, which are parsed even if they cannot declare what is wanted.
    Result<std::vector<Unit>> units_of_first(const std::string& file) {
        if (auto problems = read_anew({file}); !problems.empty()) return problems;
        return std::move(read_[file].units);
    }

  private:
    /// What the units in the cache depend on, and what their compile commands do.
    void tell_known_looks() const {
        for (const auto& seen : cache_.paths) request_.looked(seen.path, seen.is_listed);
    }

    std::vector<Problem> read_anew(std::vector<std::string> files) {
        Request rest = request_;
        rest.files = std::move(files);
        auto made = read_files(rest, cache_);
        if (!made) return std::move(made.problems);
        for (auto& [file, units] : *made) read_[file] = std::move(units);
        return {};
    }

    const Request& request_;
    Cache cache_;
    std::map<std::string, UnitsOfFile> read_;
};

/// What the commands of each file set. A file of which no command is known is not there.
std::map<std::string, std::vector<Settings>> settings_of_files(const Request& request) {
    SharedFiles shared;
    shared.files = request.files_from;
    std::map<std::string, std::vector<Settings>> of_files;
    const auto commands = commands_for(request, files_from_directory(shared, request.root, nullptr));
    if (!commands) return of_files;
    for (const auto& command : *commands) of_files[command.file].push_back(settings_of(command.arguments));
    return of_files;
}

}  // namespace

Reading read(const Request& asked) {
    const Request request = with_response_files(asked);  // so that the key of the cache holds what they contain
    UnitSource source(request);
    const auto settings_of = [&](const std::string& file) {
        Request one = request;
        one.files = {file};
        return settings_of_files(one)[file];
    };
    const auto read_first = [&](const std::string& file) {
        auto units = source.units_of_first(file);
        return units ? std::move(*units) : std::vector<Unit>();
    };
    JoinedUnits joined(request.target, request.root, {settings_of, read_first});
    if (auto problems = source.read_unknown(); !problems.empty()) {
        joined.add(std::move(problems));
        return joined.finish();
    }
    // In the order of the files, so that the result does not depend on the threads.
    for (const auto& file : source.files()) {
        auto units = source.units_of(file);
        if (units) {
            joined.add(file, std::move(*units));
        } else {
            joined.add(std::move(units.problems));
        }
    }
    return joined.finish();
}

Result<std::vector<FileUnits>> read_units(const Request& asked) {
    const Request request = with_response_files(asked);
    UnitSource source(request);
    if (auto problems = source.read_unknown(); !problems.empty()) return problems;
    auto settings = settings_of_files(request);
    std::vector<FileUnits> files;
    for (const auto& file : source.files()) {
        auto units = source.units_of(file);
        if (units && files.empty() && !std::ranges::all_of(*units, was_read)) units = source.units_of_first(file);
        if (!units) return std::move(units.problems);
        files.push_back({file, std::move(*units), std::move(settings[file])});
    }
    return files;
}

Result<std::vector<std::string>> machines_of(const Request& request) {
    return machines_of(with_response_files(request), llvm::vfs::getRealFileSystem());
}

}  // namespace abi::clang_reader
