// The commands `dump`, `gen` and `rules`.
#include <algorithm>
#include <utility>

#include "gen/gen.h"
#include "gen/limits.h"
#include "gen/orders.h"
#include "model/expression.h"
#include "model/on_target.h"
#include "model/words.h"
#include "report/rule_page.h"
#include "specfile/digest.h"
#include "specfile/suggest.h"
#include "specfile/write.h"
#include "tool/ask.h"
#include "tool/commands.h"
#include "tool/one_target.h"
#include "tool/shown.h"

namespace abi {

Status run_dump(const Options& options) {
    const auto project = read_project(options);
    if (!project) return say(project.problems);
    AllAnswers answers = ask_for_layouts(*project, options, {project->specs.empty(), false});
    const Status status = say(each_once(answers.problems));
    const auto layouts = layouts_of(std::move(answers));
    return worse(status, write_result(options.output, [&](const Sink& sink) { write_dump(layouts, sink); }));
}

namespace {

/// A declaration holds one number, so a constant must have one value on all targets.
std::vector<Problem> varying_constants(const Layout& spec) {
    std::vector<Problem> problems;
    for (const auto& one : spec.constants) {
        if (!one.expression || !varies(*one.expression, spec)) continue;
        problems.push_back({one.place, "", "constants that have one value on all targets, to write them as numbers",
                            one.name + ", whose value depends on the target"});
    }
    return problems;
}

/// Declarations leave native byte order to the compiler. A format reads bytes, so it has the order of the target.
Layout settled_orders(const Layout& here, const Language& language) {
    if (!language.is_format || here.target.empty()) return with_field_orders(here, ByteOrder::native);
    return with_field_orders(here, machine_order(here.target));
}

}  // namespace

Status run_gen(const Options& options) {
    const std::string known = join(languages(), ", ", &Language::name);
    if (options.words.size() != 1) return say_error("gen: expected one language of: " + known);
    const auto language = std::ranges::find(languages(), options.words[0], &Language::name);
    if (language == languages().end()) {
        return say_error("gen: expected one language of: " + known + "; found " + in_quotes(options.words[0]));
    }
    if (options.specs.size() != 1) return say_error("gen: expected one --spec");
    const auto spec = read_spec(options.specs[0], shown_here(options.specs[0]));
    if (!spec) return say(spec.problems);
    const auto here = spec_on_target(spec->layout, shown_here(spec->path), options);
    if (!here) return say(here.problems);
    if (const auto problems = varying_constants(*here); !problems.empty()) return say(problems);
    auto digests = record_digests(spec->layout);
    std::erase_if(digests, [&](const auto& one) { return find_record(*here, one.first) == nullptr; });
    const Layout layout = settled_orders(*here, *language);
    if (const auto problems = refuse_orders(layout, language->name); !problems.empty()) return say(problems);
    if (const auto problems = refuse_fields(layout, language->name); !problems.empty()) return say(problems);
    const GenRequest request{layout, spec->name, spec->digest, std::move(digests)};
    return write_result(options.output, language->write(request));
}

/// Prints the rule table, explains one rule, or explains all rules as Markdown.
Status run_rules(const Options& options) {
    if (options.words.size() > 1) return say_error("rules: expected one rule id, `all`, or nothing for the table");
    if (options.words.empty()) return write_result(options.output, rule_list(rule_table()));
    const std::string& word = options.words[0];
    if (word == "all") return write_result(options.output, rules_markdown(rule_table()));
    const auto rule = parse_rule(word);
    if (!rule) {
        std::vector<std::string> known;
        for (const auto& row : rule_table()) known.emplace_back(row.id);
        const std::string meant = did_you_mean(word, known);
        return say_error("rules: there is no rule " + in_quotes(word) +
                         (meant.empty() ? "; `abi-check rules` names all" : meant));
    }
    return write_result(options.output, rule_page(row_of(*rule)));
}

}  // namespace abi
