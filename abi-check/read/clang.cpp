#include "read/clang.h"

#include <algorithm>
#include <utility>

#include "llvm/Support/ThreadPool.h"
#include "llvm/TargetParser/Triple.h"
#include "read/clang_database.h"
#include "read/clang_files.h"
#include "read/clang_unit.h"
#include "read/merge.h"

namespace abi {
namespace {

std::vector<Unit> read_units(const ClangRequest& request, const std::vector<Command>& commands) {
    std::vector<Unit> units(commands.size());
    SharedFiles shared;
    shared.files = request.files_from;
    const auto read = [&](std::size_t index) {
        const auto& command = commands[index];
        units[index] = read_unit(command, request.names, request.root, files_from_directory(shared, command.directory));
    };
    if (request.jobs <= 1 || commands.size() <= 1) {
        for (std::size_t index = 0; index < commands.size(); ++index) read(index);
        return units;
    }
    llvm::ThreadPoolStrategy strategy;
    strategy.ThreadsRequested = std::min(request.jobs, static_cast<unsigned>(commands.size()));
    llvm::DefaultThreadPool threads(strategy);
    for (std::size_t index = 0; index < commands.size(); ++index) threads.async([&read, index] { read(index); });
    threads.wait();
    return units;
}

}  // namespace

Reading read_clang(const ClangRequest& request) {
    Reading reading;
    reading.layout.target = request.target.name;
    const llvm::Triple triple(llvm::Triple::normalize(request.target.triple));
    if (!request.target.triple.empty() && !triple.isLittleEndian()) reading.layout.byte_order = ByteOrder::big;

    const auto commands = commands_for(request);
    if (!commands) {
        reading.problems = commands.problems;
        return reading;
    }
    // In the order of the files, whatever the order in which the threads were
    // done.
    auto units = read_units(request, *commands);
    MergeIndex index;
    for (std::size_t at = 0; at < units.size(); ++at) {
        // Units of one file, compiled by several commands, are neighbours.
        if (!units[at].layout) {
            const bool said = at != 0 && (*commands)[at - 1].file == (*commands)[at].file &&
                              !reading.problems.empty() &&
                              to_string(reading.problems.back()) == to_string(units[at].problem);
            if (!said) reading.problems.push_back(std::move(units[at].problem));
            continue;
        }
        if (const auto& file = (*commands)[at].file; reading.units.empty() || reading.units.back() != file) {
            reading.units.push_back(file);
        }
        reading.layout.byte_order = units[at].layout->byte_order;
        merge(std::move(*units[at].layout), reading, index);
    }
    return reading;
}

}  // namespace abi
