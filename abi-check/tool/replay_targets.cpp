#include "tool/replay_targets.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "model/words.h"
#include "replay/machine.h"
#include "replay/machine_file.h"

namespace abi {
namespace {

constexpr unsigned default_limit_seconds = 30;

bool uses(const ReplayTarget& target, std::string_view placeholder) {
    return std::ranges::any_of(target.request.machine,
                               [&](const std::string& word) { return word.find(placeholder) != std::string::npos; });
}

bool uses_kernel(const ReplayTarget& target) {
    return uses(target, "{kernel}");
}

Result<ReplayTarget> target_of_command(const std::string& command) {
    const auto words = split_command(command);
    if (!words) return file_problem("", "--machine-command with closed quotes", command);
    if (words->empty()) return file_problem("", "--machine-command with a program", "an empty one");
    ReplayTarget target{.name = command, .request = {}};
    target.request.machine = *words;
    return target;
}

}  // namespace

Result<std::vector<ReplayTarget>> targets_of_replay(const Options& options) {
    std::vector<ReplayTarget> targets;
    std::vector<Problem> problems;
    for (const auto& path : options.machines) {
        auto machine = read_machine(path);
        std::ranges::move(machine.problems, std::back_inserter(problems));
        if (!machine) continue;
        targets.push_back({.name = machine->name.empty() ? path : machine->name, .request = machine->request});
    }
    for (const auto& command : options.machine_commands) {
        auto target = target_of_command(command);
        std::ranges::move(target.problems, std::back_inserter(problems));
        if (target) targets.push_back(std::move(*target));
    }
    for (const auto& target : targets) {
        if (uses(target, "{blob}") || uses(target, "{ram}")) continue;
        problems.push_back(file_problem("", "{blob} or {ram} in the command of a target, which finds the packets there",
                                        join(target.request.machine, " ")));
    }
    if (!problems.empty()) return problems;
    if (targets.empty() || (!options.kernel.empty() && std::ranges::none_of(targets, uses_kernel))) {
        if (options.kernel.empty()) {
            return file_problem("", "--machine-command COMMAND, --machine FILE, or --kernel ELF and --initrd CPIO",
                                "none of them");
        }
        if (options.initrd.empty()) return file_problem("", "--initrd CPIO beside --kernel", "none");
        targets.insert(targets.begin(), ReplayTarget{.name = options.kernel, .request = {}});
    }
    for (auto& target : targets) {
        target.request.kernel = options.kernel;
        target.request.initrd = options.initrd;
        if (options.time_limit_seconds != default_limit_seconds) {
            target.request.time_limit = std::chrono::seconds(options.time_limit_seconds);
        }
        if (target.request.machine.empty()) continue;
        if (target.name != options.kernel && uses_kernel(target) && !options.kernel.empty())
            target.name = options.kernel;
    }
    return targets;
}

std::string name_for_reports(std::vector<ReplayTarget>& targets, std::size_t index, const TargetName& stated) {
    if (!stated.name.empty()) targets[index].stated = stated.name;
    const auto name_of = [](const ReplayTarget& target) { return target.stated.empty() ? target.name : target.stated; };
    const std::string name = name_of(targets[index]);
    const auto before = std::count_if(targets.begin(), targets.begin() + static_cast<std::ptrdiff_t>(index),
                                      [&](const ReplayTarget& other) { return name_of(other) == name; });
    return before == 0 ? name : name + " (" + std::to_string(before + 1) + ")";
}

}  // namespace abi
