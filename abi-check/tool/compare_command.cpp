// `abi-check compare A B`: declarations against declarations, without a spec.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "check/pairing.h"
#include "check/sides.h"
#include "check/waive.h"
#include "draft/draft.h"
#include "model/find.h"
#include "model/words.h"
#include "os/file.h"
#include "specfile/exemptions.h"
#include "specfile/glob.h"
#include "specfile/write.h"
#include "tool/commands.h"
#include "tool/shown.h"
#include "tool/today.h"
#include "tool/two_sides.h"

namespace abi {
namespace {

/// Adds the names of --map. Returns the first one that is not "A=B", or "".
std::string add_names(const std::vector<std::string>& words, std::map<std::string, std::string>& names) {
    for (const auto& word : words) {
        const auto equals = word.find('=');
        if (equals == 0 || equals == std::string::npos || equals + 1 == word.size()) return word;
        names.insert_or_assign(word.substr(0, equals), word.substr(equals + 1));
    }
    return "";
}

/// Adds a record and what it holds.
void add_held(const std::string& name, std::span<const Layout> layouts, std::set<std::string>& wanted) {
    if (!wanted.insert(name).second) return;
    for (const auto& layout : layouts) {
        const Record* record = find_record(layout, name);
        if (record == nullptr) continue;
        for (const auto& field : record->fields) {
            if (!field.type.name.empty()) add_held(field.type.name, layouts, wanted);
        }
    }
}

/// Leaves out what --record does not name. Returns whether something is left.
bool keep_records(const std::vector<std::string>& patterns, std::span<const Layout> first, Pairing& pairing) {
    const auto is_named = [&](const std::string& name) {
        return std::ranges::any_of(patterns, [&](const auto& pattern) { return matches_glob(pattern, name); });
    };
    std::set<std::string> wanted;
    for (const auto& pair : pairing.records.pairs) {
        if (is_named(pair.first) || is_named(pair.second)) add_held(pair.first, first, wanted);
    }
    for (auto* names : {&pairing.records, &pairing.enums, &pairing.constants}) {
        std::erase_if(names->pairs, [&](const NamePair& pair) {
            return !wanted.contains(pair.first) && !is_named(pair.first) && !is_named(pair.second);
        });
        std::erase_if(names->first_only, std::not_fn(is_named));
        std::erase_if(names->second_only, std::not_fn(is_named));
    }
    return !pairing.records.pairs.empty() || !pairing.enums.pairs.empty() || !pairing.constants.pairs.empty();
}

/// A line for each record that has another name on the second side.
void note_renamed(const Side& second, const Pairing& pairing, Comparison& comparison) {
    std::vector<std::string> renamed;
    for (const auto& pair : pairing.records.pairs) {
        if (plain_key(pair.first) != plain_key(pair.second)) renamed.push_back(pair.first + " → " + pair.second);
    }
    if (renamed.empty()) return;
    Finding finding{.rule = Rule::renamed, .level = row_of(Rule::renamed).level};
    finding.layer = second.name;
    finding.message = counted(renamed.size(), "record") + (renamed.size() == 1 ? " has" : " have") +
                      " another name here: " + join_some(renamed, 12);
    comparison.findings.push_back(std::move(finding));
}

/// The names of the second side that a layer of the gate does not find by itself, with those of the draft.
std::map<std::string, std::string> aliases_of_second(const Pairing& pairing, const Draft& draft) {
    std::map<std::string, std::string> aliases;
    const auto add = [&](const std::vector<NamePair>& pairs, const auto& drafted) {
        for (const auto& [first, second] : pairs) {
            const auto found = draft.names.find(first);
            const std::string& name = found == draft.names.end() ? first : found->second;
            if (second != name && find_named(drafted, name) != nullptr) aliases.emplace(second, name);
        }
    };
    add(pairing.records.pairs, draft.layout.records);
    add(pairing.enums.pairs, draft.layout.enums);
    return aliases;
}

/// Prints what the second side's layer needs in a configuration, as JSON.
void say_aliases(const std::string& side, const std::map<std::string, std::string>& aliases) {
    if (aliases.empty()) return;
    std::vector<std::string> lines;
    for (const auto& [own, meant] : aliases) lines.push_back("    " + in_quotes(own) + ": " + in_quotes(meant));
    say_done("a layer of " + side + " needs these names in the configuration:");
    std::fprintf(stderr, "  \"aliases\": {\n%s\n  }\n", join(lines, ",\n").c_str());
}

/// Writes the draft of a spec, but never over another file.
Status write_agreed(const Options& options, const TwoSides& sides, const Pairing& pairing,
                    const Comparison& comparison) {
    const std::string& path = options.specs.front();
    const std::string file = std::filesystem::path(path).filename().string();
    const auto layouts = agreed(sides.first, pairing, comparison);
    const Draft draft = draft_spec(layouts, file.substr(0, file.find('.', 1)));
    const Layout& made = draft.layout;
    if (made.records.empty() && made.enums.empty() && made.constants.empty()) {
        return say_error("compare: nothing to write to " + path + ": the two sides agree on no declaration");
    }
    const std::string text = write_spec({.name = draft.name, .doc = {}, .schema = {}}, made);
    std::error_code error;
    if (std::filesystem::is_regular_file(path, error)) {
        const auto old = read_file(path);
        if (!old || *old != text)
            return say_error("compare: " + path + " is there already and differs from this draft; remove it first");
    }
    const Status status = write_result(path, text);
    if (status == Status::conforms && !options.quiet) {
        say_done(path + ": " + counted(made.records.size(), "record") + ", " + counted(made.enums.size(), "enum") +
                 " and " + counted(made.constants.size(), "constant") + " on which both sides agree, " +
                 counted(draft.questions.size(), "question") + " (abi-check init asks them)");
        say_aliases(sides.second.name, aliases_of_second(pairing, draft));
    }
    return status;
}

bool declares_nothing(const Side& side) {
    return std::ranges::all_of(layouts_of(side), [](const Layout& layout) {
        return layout.records.empty() && layout.enums.empty() && layout.constants.empty();
    });
}

/// Why no name of one side met a name of the other. What system headers declare does not count.
std::string why_nothing_is_shared(const TwoSides& sides) {
    for (const Side* side : {&sides.first, &sides.second}) {
        if (!declares_nothing(*side)) continue;
        return side->name +
               " declares nothing that could be compared; what system headers declare does not count, so " +
               "name those headers, several by a folder or a pattern in quotes";
    }
    return "no declaration has the same name in " + sides.first.name + " and in " + sides.second.name +
           "; state names with --map A=B";
}

/// What the command line says wrongly, or "".
std::string mistake_in(const Options& options) {
    if (options.words.size() != 2) {
        return "expected two sides, A and B, found " + std::to_string(options.words.size()) +
               "; name several files of one side by a folder or a pattern in quotes";
    }
    return options.specs.size() > 1 ? "--spec may be given only once" : "";
}

}  // namespace

Status run_compare(const Options& options) {
    if (const auto mistake = mistake_in(options); !mistake.empty()) return say_error("compare: " + mistake);
    Exemptions exempt;
    if (!options.exemptions.empty()) {
        auto read = read_exemptions(options.exemptions, shown_here(options.exemptions));
        if (!read) return say(read.problems);
        exempt = std::move(*read);
    }
    if (const auto wrong = add_names(options.names, exempt.names); !wrong.empty()) {
        return say_error("compare: --map: expected A=B, the names of one thing on both sides, found " +
                         in_quotes(wrong));
    }
    auto sides = read_sides(options);
    if (!sides) return say(sides.problems);
    const auto first = layouts_of(sides->first);
    Pairing pairing = pair_names(first, layouts_of(sides->second), exempt.names);
    if (!pairing.unused.empty() && sides->problems.empty()) {
        for (const auto& name : pairing.unused) {
            say_error("compare: --map " + name + "=" + exempt.names.at(name) + ": expected a name of " +
                      sides->first.name + " and one of " + sides->second.name + ", both free, found no such pair");
        }
        return Status::failed;
    }
    if (!options.records.empty() && !keep_records(options.records, first, pairing)) {
        return say_error("compare: --record: no declaration of both sides matches " + join(options.records));
    }

    Comparison comparison;
    comparison.title = "compare " + sides->first.name + " " + sides->second.name;
    comparison.asked_by = options.exemptions.empty() ? sides->first.name : options.exemptions;
    for (const auto& target : sides->targets) comparison.targets.push_back(target.name);
    compare_sides(sides->first, sides->second, pairing, comparison);
    note_renamed(sides->second, pairing, comparison);
    settle(comparison, exempt.levels, exempt.waivers, today());
    const bool shares =
        !pairing.records.pairs.empty() || !pairing.enums.pairs.empty() || !pairing.constants.pairs.empty();
    comparison.incomplete = !shares || !sides->problems.empty();
    Status status = write_reports(comparison, options);
    if (!options.specs.empty()) status = worse(status, write_agreed(options, *sides, pairing, comparison));
    if (count(comparison).errors != 0) status = worse(status, Status::findings);
    // What could not be read has a message of its own: another name would not help.
    if (!shares && sides->problems.empty()) {
        say_error("compare: " + why_nothing_is_shared(*sides));
    }
    return comparison.incomplete ? Status::failed : status;
}

}  // namespace abi
