// `abi-check rules`: prints the rule table, explains one rule, or explains all rules as Markdown.
#include "model/words.h"
#include "report/rule_page.h"
#include "specfile/suggest.h"
#include "tool/commands.h"

namespace abi {

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
