#include "tool/init_sources.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "model/find.h"
#include "read/probe/declared_names.h"
#include "tool/ask.h"
#include "tool/inputs.h"

namespace abi {
namespace {

void add_names(const probe::DeclaredNames& from, Layout& question) {
    const Type word{.kind = Kind::unsigned_integer, .width_bits = 32};
    for (const auto& name : from.records) {
        Record record;
        record.name = name;
        question.records.push_back(std::move(record));
    }
    for (const auto& name : from.enums) {
        Enum one;
        one.name = name;
        one.type = word;
        question.enums.push_back(std::move(one));
    }
    for (const auto& name : from.constants) {
        Constant constant;
        constant.name = name;
        constant.type = word;
        question.constants.push_back(std::move(constant));
    }
}

/// What the texts of the sources of a reader declare, in the form of a spec. For C and C++ these are the macros.
Layout names_in_text(const Project& project, const std::string& reader) {
    Layout question;
    for (const auto& layer : project.config.layers) {
        for (const auto& witness : layer.witnesses) {
            if (witness.reader != reader) continue;
            const auto language = witness.language.empty() ? "c" : witness.language;
            for (const auto& target : project.config.targets) {
                for (const auto& path : files_of(project, layer, witness, target, {}).paths) {
                    add_names(probe::declared_names_in(path, language), question);
                }
                break;  // the texts are the same on all targets
            }
        }
    }
    return question;
}

std::set<std::string> names_of_values(const Layout& layout) {
    std::set<std::string> names;
    for (const auto& value : values_of(layout)) names.insert(value.name);
    return names;
}

/// Adds the macros that are integers: the preprocessor does not list them, so they are asked for by name.
void add_macros(const Project& project, const Options& options, std::vector<WitnessAnswer>& answers) {
    Project asked = project;
    asked.spec = names_in_text(project, "clang");
    if (asked.spec.constants.empty()) return;
    std::erase_if(asked.config.layers, [](const Layer& layer) {
        return std::ranges::find(layer.witnesses, "clang", &Witness::reader) == layer.witnesses.end();
    });
    for (auto& layer : asked.config.layers) {
        std::erase_if(layer.witnesses, [](const Witness& witness) { return witness.reader != "clang"; });
    }
    const auto found = ask_layers(asked, options, {.every_record = false, .in_spec_names = false});
    for (const auto& more : found.combined) {
        const auto same = [&](const WitnessAnswer& one) {
            return one.layer == more.layer && one.target == more.target;
        };
        const auto answer = std::ranges::find_if(answers, same);
        if (answer == answers.end()) continue;
        auto known = names_of_values(answer->layout);
        for (const auto& constant : more.layout.constants) {
            if (known.insert(constant.name).second) answer->layout.constants.push_back(constant);
        }
    }
}

template <typename Value>
void append_new(const std::vector<Value>& from, std::vector<Value>& all) {
    std::set<std::string> known;
    for (const auto& one : all) known.insert(one.name);
    std::ranges::copy_if(from, std::back_inserter(all), [&](const Value& one) { return !known.contains(one.name); });
}

/// Layers that declare the same records share them: the first one has the name.
std::vector<Layout> one_per_target(const std::vector<WitnessAnswer>& answers) {
    std::vector<Layout> layouts;
    for (const auto& answer : answers) {
        const auto known = std::ranges::find(layouts, answer.target, &Layout::target);
        if (known == layouts.end()) {
            layouts.push_back(answer.layout);
            continue;
        }
        append_new(answer.layout.records, known->records);
        append_new(answer.layout.enums, known->enums);
        append_new(answer.layout.constants, known->constants);
    }
    return layouts;
}

}  // namespace

DeclaredSources read_declared(Project project, const Options& options) {
    project.spec = names_in_text(project, "probe");
    DeclaredSources made{ask_layers(project, options, {.every_record = true, .in_spec_names = false}), {}};
    add_macros(project, options, made.answers.combined);
    made.layouts = one_per_target(made.answers.combined);
    return made;
}

}  // namespace abi
