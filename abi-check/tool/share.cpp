#include "tool/share.h"

#include <algorithm>

#include "specfile/layer_request.h"
#include "tool/inputs.h"
#include "tool/paths_of.h"
#include "tool/shown.h"

namespace abi {
namespace {

// In eighths of the time that a unit of C takes.
constexpr unsigned cost_of_unit = 8;
constexpr unsigned cost_of_objects = 4;  // their number may differ between machines, so it does not count
constexpr unsigned cost_of_probe = 24;   // it asks a compiler several times

}  // namespace

Share::Share(const Project& project, const ShardNumber& shard) : project_(project) {
    std::vector<Task> tasks;
    for (const auto& layer : project.config.layers) {
        for (const auto& target : project.config.targets) add_tasks(layer, target, tasks);
    }
    std::vector<unsigned> costs;
    for (const auto& task : tasks) costs.push_back(task.cost);
    const auto owners = split(costs, shard.count);
    for (std::size_t at = 0; at < tasks.size(); ++at) {
        if (owners[at] != shard.number) continue;
        own_whole_.insert(tasks[at].whole.begin(), tasks[at].whole.end());
        if (tasks[at].whole.empty()) split_[tasks[at].split].own.push_back(tasks[at].file);
    }
}

void Share::add_tasks(const Layer& layer, const Target& target, std::vector<Task>& tasks) {
    if (!why_left_out(layer, target.name).empty()) return;
    const auto witnesses = witnesses_on(layer, target.name);
    const bool has_probe = std::ranges::find(witnesses, "probe", &Witness::reader) != witnesses.end();
    Task together;
    for (std::size_t at = 0; at < witnesses.size(); ++at) {
        const auto& witness = witnesses[at];
        const WitnessKey key{layer.name, target.name, at};
        if (!has_probe && witness.reader == "clang") {
            add_files(key, layer, witness, target, tasks);
            continue;
        }
        Task task{.cost = witness.reader == "probe" ? cost_of_probe : cost_of_objects, .whole = {key}};
        if (witness.reader == "clang") {
            const auto files = abi::files_of(project_, layer, witness, target, {});
            task.cost = cost_of_unit * static_cast<unsigned>(files.paths.size());
        }
        if (has_probe) {
            together.cost += task.cost;
            together.whole.push_back(key);
        } else {
            tasks.push_back(std::move(task));
        }
    }
    if (has_probe) tasks.push_back(std::move(together));
}

void Share::add_files(const WitnessKey& key, const Layer& layer, const Witness& witness, const Target& target,
                      std::vector<Task>& tasks) {
    auto files = abi::files_of(project_, layer, witness, target, {});
    Split split{
        .witness = {.witness = key, .files = {}, .problems = std::move(files.problems), .unread = {}, .units = {}},
        .own = {}};
    for (const auto& path : files.paths) {
        split.witness.files.push_back(shown(project_, path));
        tasks.push_back({.cost = cost_of_unit, .whole = {}, .split = split_.size(), .file = path});
    }
    split_.push_back(std::move(split));
}

Share::Split* Share::find_split(const WitnessKey& key) {
    const auto found = std::ranges::find(split_, key, [](const Split& one) { return one.witness.witness; });
    return found == split_.end() ? nullptr : &*found;
}

std::vector<std::string> Share::files_of(const WitnessKey& key) const {
    const auto found = std::ranges::find(split_, key, [](const Split& one) { return one.witness.witness; });
    return found == split_.end() ? std::vector<std::string>() : found->own;
}

void Share::note(const WitnessKey& key, Result<std::vector<clang_reader::FileUnits>> units) {
    auto& split = find_split(key)->witness;
    const auto show = [&](std::string& path) { path = shown(project_, path); };
    for (auto& problem : units.problems) show(problem.place.file);
    split.unread = std::move(units.problems);
    if (!units) return;
    for (auto& file : *units) {
        show(file.file);
        for (auto& unit : file.units) for_each_path(unit, show);
    }
    split.units = std::move(*units);
}

std::size_t Share::own_files() const {
    std::size_t files = 0;
    for (const auto& one : split_) files += one.own.size();
    return files;
}

void Share::move_to(ShardReport& report) {
    report.whole = std::move(heard_);
    for (auto& one : split_) report.split.push_back(std::move(one.witness));
}

}  // namespace abi
