#include "read/clang/reader.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "llvm/Support/ThreadPool.h"
#include "llvm/TargetParser/Triple.h"
#include "read/clang/cache.h"
#include "read/clang/database.h"
#include "read/clang/files.h"
#include "read/clang/unit.h"
#include "read/merge.h"

namespace abi::clang_reader {
namespace {

/// Reads the files that are not in the cache.
Result<std::map<std::string, UnitsOfFile>> read_files(const Request& request, const Cache& cache) {
    const bool is_noted = !cache.path.empty();
    SharedFiles shared;
    shared.files = request.files_from;
    SharedFiles on_disk;
    SharedFiles& build = request.files_from ? on_disk : shared;
    FilesSeen commands_seen;
    const auto commands =
        commands_for(request, files_from_directory(build, request.root, is_noted ? &commands_seen : nullptr));
    if (!commands) return commands.problems;

    std::vector<UnitsOfFile> units(commands->size());  // one unit each
    const auto read = [&](std::size_t index) {
        const auto& command = (*commands)[index];
        auto& [made, seen] = units[index];
        made.push_back(read_unit(command, request.names, request.root,
                                 files_from_directory(shared, command.directory, is_noted ? &seen : nullptr)));
    };
    if (request.jobs <= 1 || units.size() <= 1) {
        for (std::size_t index = 0; index < units.size(); ++index) read(index);
    } else {
        llvm::ThreadPoolStrategy strategy;
        strategy.ThreadsRequested = std::min(request.jobs, static_cast<unsigned>(units.size()));
        llvm::DefaultThreadPool threads(strategy);
        for (std::size_t index = 0; index < units.size(); ++index) threads.async([&read, index] { read(index); });
        threads.wait();
    }

    std::map<std::string, UnitsOfFile> files;
    for (std::size_t index = 0; index < units.size(); ++index) {
        auto& file = files[(*commands)[index].file];
        file.units.push_back(std::move(units[index].units.front()));
        for (const auto& path : units[index].seen.asked) file.seen.asked.insert(path.getKey());
        for (const auto& path : units[index].seen.listed) file.seen.listed.insert(path.getKey());
    }
    store_cache(cache, files, commands_seen, shared, build);
    return files;
}

void add_units(const std::string& file, std::vector<Unit> units, Reading& reading, MergeIndex& index) {
    const auto first_problem = reading.problems.size();
    for (auto& unit : units) {
        if (!unit.layout) {
            const bool is_said = reading.problems.size() > first_problem &&
                                 to_string(reading.problems.back()) == to_string(unit.problem);
            if (!is_said) reading.problems.push_back(std::move(unit.problem));
            continue;
        }
        if (reading.units.empty() || reading.units.back() != file) reading.units.push_back(file);
        reading.layout.byte_order = unit.layout->byte_order;
        merge(std::move(*unit.layout), reading, index);
    }
}

}  // namespace

Reading read(const Request& asked) {
    const Request request = with_response_files(asked);  // so that the key of the cache holds what they contain
    Reading reading;
    reading.layout.target = request.target.name;
    const llvm::Triple triple(llvm::Triple::normalize(request.target.triple));
    if (!request.target.triple.empty() && !triple.isLittleEndian()) reading.layout.byte_order = ByteOrder::big;

    const auto cache = load_cache(request);
    std::map<std::string, UnitsOfFile> read;
    const auto read_anew = [&](std::vector<std::string> files) {
        Request rest = request;
        rest.files = std::move(files);
        auto made = read_files(rest, cache);
        reading.problems.insert(reading.problems.end(), made.problems.begin(), made.problems.end());
        if (made) read.merge(*made);
        return static_cast<bool>(made);
    };
    std::vector<std::string> unknown;
    std::set<std::string_view> files;
    for (const auto& file : request.files) {
        if (files.insert(file).second && !is_known(cache, file)) unknown.push_back(file);
    }
    if (!unknown.empty() && !read_anew(std::move(unknown))) return reading;
    // In the order of the files, so that the result does not depend on the threads.
    MergeIndex index;
    for (const auto& file : request.files) {
        if (files.erase(file) == 0) continue;  // the file was merged already
        auto units = read.contains(file) ? std::nullopt : units_in(cache, file);
        if (!units) {
            if (!read.contains(file) && !read_anew({file})) continue;
            units = std::move(read[file].units);
        }
        add_units(file, std::move(*units), reading, index);
    }
    return reading;
}

Result<std::vector<std::string>> machines_of(const Request& request) {
    return machines_of(with_response_files(request), llvm::vfs::getRealFileSystem());
}

}  // namespace abi::clang_reader
