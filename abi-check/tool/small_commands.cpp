// The commands that need no comparison: dump, gen, rules.
#include <algorithm>

#include "gen/gen.h"
#include "specfile/write.h"
#include "tool/commands.h"
#include "tool/testify.h"

namespace abi {

Status run_dump(const Options& options) {
    const auto project = read_project(options);
    if (!project) return say(project.problems);
    Status status = Status::conforms;
    std::vector<Layout> layouts;
    {
        Progress progress(options.quiet);
        const Question question{project->specs.empty(), false};
        for (auto& testimony : testify(*project, options, {}, question,
                                       [&](const std::string& line) { progress.show("reading " + line); })) {
            status = worse(status, say(testimony.problems));
            layouts.push_back(std::move(testimony.layout));
        }
    }
    return worse(status, write_result(options.output, write_dump(layouts)));
}

Status run_gen(const Options& options) {
    if (options.words != std::vector<std::string>{"table"}) {
        return say_error("gen: expected one language of: table");
    }
    if (options.specs.size() != 1) return say_error("gen: expected one --spec");
    const auto spec = read_spec(options.specs[0]);
    if (!spec) return say(spec.problems);
    return write_result(options.output, gen_table({spec->layout, spec->name, spec->digest, {}}));
}

Status run_rules(const Options& options) {
    if (options.words.size() > 1) return say_error("rules: expected one rule id, or none for all of them");
    if (options.words.size() == 1) {
        const auto rule = parse_rule(options.words[0]);
        if (!rule)
            return say_error("rules: there is no rule \"" + options.words[0] + "\"; `abi-check rules` names all");
        const RuleRow& row = row_of(*rule);
        return write_result(options.output, std::string(row.id) + " (" + std::string(to_string(row.level)) +
                                                " by default)\n" + std::string(row.title) + ".\n\n" +
                                                std::string(row.why) + "\n");
    }
    std::string text;
    for (const auto& row : rule_table()) {
        text += std::string(row.id) + std::string(24 - std::min<std::size_t>(23, row.id.size()), ' ');
        text += std::string(to_string(row.level)) + std::string(9 - to_string(row.level).size(), ' ');
        text += std::string(row.title) + "\n";
    }
    return write_result(options.output, text);
}

}  // namespace abi
