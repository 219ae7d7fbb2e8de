#include "read/clang/reader.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "llvm/TargetParser/Triple.h"
#include "read/clang/cache.h"
#include "read/clang/database.h"
#include "read/clang/files.h"
#include "read/clang/filter.h"
#include "read/clang/parallel.h"
#include "read/clang/settings.h"
#include "read/clang/unit.h"
#include "read/facts.h"
#include "read/merge.h"
#include "read/source_path.h"

namespace abi::clang_reader {
namespace {

/// Reads the files that are not in the cache: the units that can declare what is wanted. If none of them can, the first
/// file is read.
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
        for (const auto& path : units[index].seen.asked) file.seen.asked.insert(path.getKey());
        for (const auto& path : units[index].seen.listed) file.seen.listed.insert(path.getKey());
    }
    store_cache(cache, files, commands_seen, shared, build);
    return files;
}

/// Where a unit comes from, and what it sets beside its command.
struct Origin {
    std::string file;        // as the request names it
    std::size_t number = 0;  // among the units of the file
    std::vector<PackedBy> packed_by;
};

/// All units that were merged. The name of a unit is its index as a number until name_units gives it words.
struct MergedUnits {
    std::deque<std::string> names;
    std::vector<Origin> origins;
    std::vector<LocalDeclarations> locals;
    std::vector<const std::string*> local_names;  // one for each of `locals`
};

const std::string& note_unit(const std::string& file, std::size_t number, UnitLayout& layout, MergedUnits& units) {
    units.names.push_back(std::to_string(units.origins.size()));
    units.origins.push_back({file, number, std::move(layout.packed_by)});
    const auto& local = layout.local;
    if (!local.records.empty() || !local.enums.empty() || !local.constants.empty()) {
        units.locals.push_back(std::move(layout.local));
        units.local_names.push_back(&units.names.back());
    }
    return units.names.back();
}

/// What a unit sets that may change this record.
Settings settings_for(const std::string& record, const Origin& origin, const std::vector<BuildCommand>& commands) {
    Settings settings;
    if (origin.number < commands.size()) settings = settings_of(commands[origin.number].arguments);
    for (const auto& packed : origin.packed_by) {
        if (packed.record == record) settings.push_back(packed.pragma);
    }
    return settings;
}

/// Replaces the numbers in Record::unit by "lib.cpp (with -DNDEBUG)": the main file, and what it sets differently.
void name_units(const Request& request, const MergedUnits& units, Reading& reading) {
    if (reading.other_definitions.empty()) return;
    SharedFiles shared;
    shared.files = request.files_from;
    std::map<std::string, std::vector<BuildCommand>> commands;
    const auto origin_of = [&](const std::string& unit) -> const Origin& { return units.origins[std::stoul(unit)]; };
    const auto settings_in = [&](const Record& record) {
        const auto& origin = origin_of(record.unit);
        const auto [known, is_new] = commands.try_emplace(origin.file);
        if (is_new) {
            Request one = request;
            one.files = {origin.file};
            auto found = commands_for(one, files_from_directory(shared, request.root, nullptr));
            if (found) known->second = std::move(*found);
        }
        return settings_for(record.name, origin, known->second);
    };
    struct Sides {
        Settings own, others;
    };
    std::map<std::string, Sides> firsts;  // by record
    for (auto& other : reading.other_definitions) {
        const auto first = std::ranges::find(reading.layout.records, other.name, &Record::name);
        if (other.unit.empty() || first == reading.layout.records.end() || first->unit.empty()) continue;
        auto& sides = firsts[other.name];
        if (sides.own.empty()) sides.own = settings_in(*first);
        const auto settings = settings_in(other);
        sides.others.insert(sides.others.end(), settings.begin(), settings.end());
        other.unit = below_root(request.root, origin_of(other.unit).file) + told_apart(settings, sides.own);
    }
    for (const auto& [name, sides] : firsts) {
        auto& first = *std::ranges::find(reading.layout.records, name, &Record::name);
        first.unit = below_root(request.root, origin_of(first.unit).file) + told_apart(sides.own, sides.others);
    }
}

/// Several units include the header that an assertion is in.
void add_assertions(std::vector<Problem> failed, Reading& reading) {
    for (auto& one : failed) {
        const auto is_same = [&](const Problem& other) { return to_string(other) == to_string(one); };
        if (std::ranges::none_of(reading.failed_assertions, is_same)) {
            reading.failed_assertions.push_back(std::move(one));
        }
    }
}

bool is_left_out(const Unit& unit) {
    return unit.choice.is_left_out;
}

bool was_read(const Unit& unit) {
    return unit.layout || !unit.problem.found.empty();
}

void note_choices(const std::string& file, const std::string& root, const std::vector<Unit>& units, Reading& reading) {
    for (const auto& unit : units) {
        if (unit.choice.why.empty()) continue;
        reading.choices.push_back(unit.choice);
        reading.choices.back().file = below_root(root, file);
    }
}

void add_units(const std::string& file, const std::string& root, std::vector<Unit> units, Reading& reading,
               MergeIndex& index, MergedUnits& merged) {
    const auto first_problem = reading.problems.size();
    std::size_t number = 0;
    for (auto& unit : units) {
        const auto own_number = number++;
        if (is_left_out(unit)) continue;
        if (!unit.layout) {
            const bool is_said = reading.problems.size() > first_problem &&
                                 to_string(reading.problems.back()) == to_string(unit.problem);
            if (!is_said) reading.problems.push_back(std::move(unit.problem));
            continue;
        }
        add_assertions(std::move(unit.layout->failed_assertions), reading);
        if (reading.units.empty() || reading.units.back() != file) reading.units.push_back(file);
        reading.layout.byte_order = unit.layout->byte_order;
        add_facts(below_root(root, file), unit.layout->facts, reading);
        const auto& name = note_unit(file, own_number, *unit.layout, merged);
        merge(std::move(*unit.layout), reading, index, &name);
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
        if (made) {
            for (auto& [file, units] : *made) read[file] = std::move(units);
        }
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
    MergedUnits merged;
    const auto units_of_file = [&](const std::string& file) {
        auto units = read.contains(file) ? std::nullopt : units_in(cache, file);
        if (!units && (read.contains(file) || read_anew({file}))) units = std::move(read[file].units);
        return units;
    };
    bool is_any_asked = false;
    std::optional<std::vector<Unit>> first;  // of the first file, if it was left out
    for (const auto& file : request.files) {
        if (files.erase(file) == 0) continue;  // the file was merged already
        auto units = units_of_file(file);
        if (!units) continue;
        note_choices(file, request.root, *units, reading);
        const bool is_asked = !std::ranges::all_of(*units, is_left_out);
        is_any_asked |= is_asked;
        if (is_asked) {
            add_units(file, request.root, std::move(*units), reading, index, merged);
        } else if (file == request.files.front()) {
            first = std::move(units);
        }
    }
    // If no unit can declare what is wanted, one is read all the same: it shows that there is something to read.
    if (!is_any_asked && first) {
        const auto& file = request.files.front();
        if (!std::ranges::all_of(*first, was_read) && read_anew({file})) first = std::move(read[file].units);
        for (auto& unit : *first) unit.choice.is_left_out = false;
        add_units(file, request.root, std::move(*first), reading, index, merged);
    }
    merge_local(std::move(merged.locals), merged.local_names, reading, index);
    name_units(request, merged, reading);
    return reading;
}

Result<std::vector<std::string>> machines_of(const Request& request) {
    return machines_of(with_response_files(request), llvm::vfs::getRealFileSystem());
}

}  // namespace abi::clang_reader
