#include "tool/init_next.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "model/run.h"
#include "model/words.h"
#include "tool/gate.h"

namespace abi {
namespace {

/// A rule that a draft of the same source can break, because a spec must state what the source leaves to the compiler.
struct Leniency {
    Rule rule;
    std::string_view what;  // "the sources leave padding to the compiler": the start of a sentence
    std::string_view remedy;
};

constexpr std::array leniencies{
    Leniency{Rule::implicit_padding, "leave padding to the compiler", "declare the padding as the draft has it"},
    Leniency{Rule::enum_width, "leave the width of enumerations to the compiler",
             "state the integer type of the enumerations"},
};

Options gate_options(const Options& init, const std::string& path, const std::map<std::string, std::string>& aliases) {
    Options gate = init;
    gate.command = Command::gate;
    gate.output.clear();
    gate.specs = {path};
    gate.records.clear();
    gate.quiet = true;
    for (const auto& [own, meant] : aliases) gate.aliases.push_back(own + "=" + meant);
    return gate;
}

std::string command_of(const Options& gate) {
    std::string command = "abi-check";
    const auto add = [&](const std::string& word) { command += " " + shell_word(word); };
    const auto add_each = [&](const char* option, const std::vector<std::string>& values) {
        for (const auto& value : values) {
            add(option);
            add(value);
        }
    };
    add_each("--spec", gate.specs);
    add_each("--target", gate.targets);
    add_each("--alias", gate.aliases);
    add_each("--rule", gate.rules);
    if (!gate.build_folder.empty()) add_each("-p", {gate.build_folder});
    for (const auto& flag : gate.extra_args) add("--extra-arg=" + flag);
    for (const auto& word : gate.words) add(word);
    if (gate.has_flags) add("--");
    for (const auto& flag : gate.flags) add(flag);
    return command;
}

/// The records of the errors of a rule, each once.
std::set<std::string> records_of_errors(const Comparison& comparison, Rule rule) {
    std::set<std::string> records;
    for (const auto& finding : comparison.findings) {
        if (finding.rule == rule && finding.level == Level::error) records.insert(finding.record);
    }
    return records;
}

bool is_lenient(Rule rule) {
    return std::ranges::find(leniencies, rule, &Leniency::rule) != leniencies.end();
}

std::string open_text(const Finding& finding) {
    const auto place = to_string(finding.place);
    return (place.empty() ? "" : place + ": ") + finding.message + " [" + std::string(row_of(finding.rule).id) + "]";
}

}  // namespace

std::string shell_word(const std::string& word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,+@%=";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

NextStep next_step(const Options& init, const std::string& path, const std::map<std::string, std::string>& aliases) {
    Options gate = gate_options(init, path, aliases);
    NextStep next;
    const auto project = read_project(gate);
    if (!project) {
        for (const auto& problem : project.problems) next.open.push_back(to_string(problem));
        next.command = command_of(gate);
        return next;
    }
    const Comparison comparison = check_project(*project, gate);
    for (const auto& [rule, what, remedy] : leniencies) {
        const auto records = records_of_errors(comparison, rule);
        if (records.empty()) continue;
        const std::string id(row_of(rule).id);
        gate.rules.push_back(id + "=note");
        next.lenient.push_back("the sources " + std::string(what) + " in " + counted(records.size(), "declaration") +
                               ", so the command has --rule " + id + "=note; to drop that, " + std::string(remedy));
    }
    for (const auto& finding : comparison.findings) {
        if (finding.level != Level::error || is_lenient(finding.rule)) continue;
        // A header that is not there is a finding for each source that includes it.
        auto text = open_text(finding);
        if (std::ranges::find(next.open, text) == next.open.end()) next.open.push_back(std::move(text));
    }
    if (comparison.run->checked_nothing) next.open.push_back("no record could be compared");
    next.command = command_of(gate);
    return next;
}

}  // namespace abi
