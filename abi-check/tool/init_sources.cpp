#include "tool/init_sources.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "draft/names.h"
#include "model/find.h"
#include "os/file.h"
#include "read/probe/source_names.h"
#include "tool/ask.h"
#include "tool/inputs.h"
#include "tool/named_layout.h"
#include "tool/probe_request.h"

namespace abi {
namespace {

void add_names(const probe::DeclaredNames& from, Layout& question) {
    auto layout = layout_of_names(from);
    const auto add = [](auto& from, auto& to) {
        for (auto& one : from) {
            if (find_named(to, one.name) == nullptr) to.push_back(std::move(one));
        }
    };
    add(layout.records, question.records);
    add(layout.enums, question.enums);
    add(layout.constants, question.constants);
}

/// Calls `visit` with each source of a reader and its language.
void visit_sources(const Project& project, const std::string& reader, const auto& visit) {
    for (const auto& layer : project.config.layers) {
        for (const auto& witness : layer.witnesses) {
            if (witness.reader != reader) continue;
            const std::string language = witness.language.empty() ? "c" : witness.language;
            for (const auto& target : project.config.targets) {
                for (const auto& path : files_of(project, layer, witness, target, {}).paths) visit(path, language);
                break;  // the texts are the same on all targets
            }
        }
    }
}

/// The macros in the texts of C and C++, in the form of a spec.
Layout macros_in_text(const Project& project) {
    Layout question;
    visit_sources(project, "clang", [&](const std::string& path, const std::string& language) {
        add_names(probe::declared_names_in(path, language), question);
    });
    return question;
}

/// What the sources of probes declare, in the form of a spec.
Layout names_for_probes(const Project& project, const Options& options) {
    Layout question;
    for (const auto& layer : project.config.layers) {
        for (const auto& witness : layer.witnesses) {
            if (witness.reader != "probe") continue;
            for (const auto& target : project.config.targets) {
                const auto files = files_of(project, layer, witness, target, {}).paths;
                const auto request = probe_request(project, options, witness, target, files);
                if (!files.empty()) add_names(probe::source_names(request), question);
                if (witness.language != "rust") break;  // the texts are the same on all targets
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

std::vector<std::string> names_of_types(const std::vector<Layout>& layouts) {
    std::set<std::string> names;
    for (const auto& layout : layouts) {
        for (const auto& record : layout.records) names.insert(record.name);
        for (const auto& one : layout.enums) names.insert(one.name);
    }
    return {names.begin(), names.end()};
}

/// The names of `asked` that the answer has, as those of anything.
void add_known(const std::vector<std::string>& asked, const Layout& layout, std::set<std::string>& known) {
    const auto values = names_of_values(layout);
    for (const auto& name : asked) {
        const bool is_type = find_record(layout, name) != nullptr || find_enum(layout, name) != nullptr;
        if (is_type || values.contains(name)) known.insert(name);
    }
}

/// Adds the macros that are integers: the preprocessor does not list them, so they are asked for by name. Finds out
/// what shorter names mean already: what a system header declares is not in the answers.
void ask_by_name(const Project& project, const Options& options, DeclaredSources& made) {
    Project asked = project;
    asked.spec = macros_in_text(project);
    std::set<std::string> macros;
    for (const auto& constant : asked.spec.constants) macros.insert(constant.name);
    const auto layouts = layouts_of(made.answers);
    const auto shorter = shorter_names(layouts);
    add_names({.records = shorter, .enums = {}, .constants = shorter}, asked.spec);
    if (asked.spec.constants.empty()) return;
    // With their holders: a name that is not found is looked for in function bodies, which takes a second parse.
    if (!shorter.empty()) add_names({.records = names_of_types(layouts), .enums = {}, .constants = {}}, asked.spec);
    auto& answers = made.answers.combined;
    std::erase_if(asked.config.layers, [](const Layer& layer) {
        return std::ranges::find(layer.witnesses, "clang", &Witness::reader) == layer.witnesses.end();
    });
    for (auto& layer : asked.config.layers) {
        std::erase_if(layer.witnesses, [](const Witness& witness) { return witness.reader != "clang"; });
    }
    const auto found = ask_for_layouts(asked, options, {.every_record = false, .in_spec_names = false});
    for (const auto& more : found.combined) {
        add_known(shorter, more.layout, made.taken);
        const auto same = [&](const WitnessAnswer& one) {
            return one.layer == more.layer && one.target == more.target;
        };
        const auto answer = std::ranges::find_if(answers, same);
        if (answer == answers.end()) continue;
        auto known = names_of_values(answer->layout);
        for (const auto& constant : more.layout.constants) {
            if (macros.contains(constant.name) && known.insert(constant.name).second)
                answer->layout.constants.push_back(constant);
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
    project.spec = names_for_probes(project, options);
    DeclaredSources made{ask_for_layouts(project, options, {.every_record = true, .in_spec_names = false}), {}, {}, {}};
    ask_by_name(project, options, made);
    visit_sources(project, "clang", [&](const std::string& path, const std::string& /*language*/) {
        const auto text = read_file(path);
        if (text) std::ranges::move(macro_calls(*text), std::back_inserter(made.calls));
    });
    made.layouts = one_per_target(made.answers.combined);
    return made;
}

}  // namespace abi
