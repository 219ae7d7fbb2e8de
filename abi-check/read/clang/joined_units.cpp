#include "read/clang/joined_units.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "llvm/TargetParser/Triple.h"
#include "read/facts.h"
#include "read/source_path.h"

namespace abi::clang_reader {
namespace {

bool is_left_out(const Unit& unit) {
    return unit.choice.is_left_out;
}

}  // namespace

bool was_read(const Unit& unit) {
    return unit.layout || !unit.problem.found.empty();
}

JoinedUnits::JoinedUnits(const Target& target, std::string root, JoinQuestions questions)
    : root_(std::move(root)), ask_(std::move(questions)) {
    reading_.layout.target = target.name;
    const llvm::Triple triple(llvm::Triple::normalize(target.triple));
    if (!target.triple.empty() && !triple.isLittleEndian()) reading_.layout.byte_order = ByteOrder::big;
}

void JoinedUnits::add(std::vector<Problem> problems) {
    std::ranges::move(problems, std::back_inserter(reading_.problems));
}

void JoinedUnits::add(const std::string& file, std::vector<Unit> units) {
    note_choices(file, units);
    const bool is_asked = !std::ranges::all_of(units, is_left_out);
    const bool is_first = !std::exchange(has_files_, true);
    is_any_asked_ |= is_asked;
    if (is_asked) {
        merge_units(file, std::move(units));
    } else if (is_first) {
        first_file_ = file;
        first_ = std::move(units);
    }
}

Reading JoinedUnits::finish() {
    // If no unit can declare what is wanted, one is read all the same: it shows that there is something to read.
    if (!is_any_asked_ && first_) {
        if (!std::ranges::all_of(*first_, was_read)) first_ = ask_.read_first(first_file_);
        for (auto& unit : *first_) unit.choice.is_left_out = false;
        merge_units(first_file_, std::move(*first_));
    }
    merge_local(std::move(locals_), local_names_, reading_, index_);
    name_units();
    return std::move(reading_);
}

void JoinedUnits::merge_units(const std::string& file, std::vector<Unit> units) {
    const auto first_problem = reading_.problems.size();
    std::size_t number = 0;
    for (auto& unit : units) {
        const auto own_number = number++;
        if (is_left_out(unit)) continue;
        if (!unit.layout) {
            const bool is_said = reading_.problems.size() > first_problem &&
                                 to_string(reading_.problems.back()) == to_string(unit.problem);
            if (!is_said) reading_.problems.push_back(std::move(unit.problem));
            continue;
        }
        add_assertions(std::move(unit.layout->failed_assertions));
        if (reading_.units.empty() || reading_.units.back() != file) reading_.units.push_back(file);
        reading_.layout.byte_order = unit.layout->byte_order;
        add_facts(below_root(root_, file), unit.layout->facts, reading_);
        const auto& name = note_unit(file, own_number, *unit.layout);
        merge(std::move(*unit.layout), reading_, index_, &name);
    }
}

const std::string& JoinedUnits::note_unit(const std::string& file, std::size_t number, UnitLayout& layout) {
    names_.push_back(std::to_string(origins_.size()));
    origins_.push_back({file, number, std::move(layout.packed_by)});
    const auto& local = layout.local;
    if (!local.records.empty() || !local.enums.empty() || !local.constants.empty()) {
        locals_.push_back(std::move(layout.local));
        local_names_.push_back(&names_.back());
    }
    return names_.back();
}

/// Several units include the header that an assertion is in.
void JoinedUnits::add_assertions(std::vector<Problem> failed) {
    for (auto& one : failed) {
        const auto is_same = [&](const Problem& other) { return to_string(other) == to_string(one); };
        if (std::ranges::none_of(reading_.failed_assertions, is_same)) {
            reading_.failed_assertions.push_back(std::move(one));
        }
    }
}

void JoinedUnits::note_choices(const std::string& file, const std::vector<Unit>& units) {
    for (const auto& unit : units) {
        if (unit.choice.why.empty()) continue;
        reading_.choices.push_back(unit.choice);
        reading_.choices.back().file = below_root(root_, file);
    }
}

/// Replaces the numbers in Record::unit by "lib.cpp (with -DNDEBUG)": the main file, and what it sets differently.
void JoinedUnits::name_units() {
    if (reading_.other_definitions.empty()) return;
    std::map<std::string, std::vector<Settings>> of_files;
    const auto origin_of = [&](const std::string& unit) -> const Origin& { return origins_[std::stoul(unit)]; };
    // What a unit sets that may change this record.
    const auto settings_in = [&](const Record& record) {
        const auto& origin = origin_of(record.unit);
        const auto [known, is_new] = of_files.try_emplace(origin.file);
        if (is_new) known->second = ask_.settings_of(origin.file);
        Settings settings;
        if (origin.number < known->second.size()) settings = known->second[origin.number];
        for (const auto& packed : origin.packed_by) {
            if (packed.record == record.name) settings.push_back(packed.pragma);
        }
        return settings;
    };
    struct Sides {
        Settings own, others;
    };
    std::map<std::string, Sides> firsts;  // by record
    auto& records = reading_.layout.records;
    for (auto& other : reading_.other_definitions) {
        const auto first = std::ranges::find(records, other.name, &Record::name);
        if (other.unit.empty() || first == records.end() || first->unit.empty()) continue;
        auto& sides = firsts[other.name];
        if (sides.own.empty()) sides.own = settings_in(*first);
        const auto settings = settings_in(other);
        sides.others.insert(sides.others.end(), settings.begin(), settings.end());
        other.unit = below_root(root_, origin_of(other.unit).file) + told_apart(settings, sides.own);
    }
    for (const auto& [name, sides] : firsts) {
        auto& first = *std::ranges::find(records, name, &Record::name);
        first.unit = below_root(root_, origin_of(first.unit).file) + told_apart(sides.own, sides.others);
    }
}

}  // namespace abi::clang_reader
