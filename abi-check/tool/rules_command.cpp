// `abi-check rules`: the rule table, one rule explained, or all of them as Markdown.
#include "report/rule_page.h"
#include "tool/commands.h"

namespace abi {

Status run_rules(const Options& options) {
    if (options.words.size() > 1) return say_error("rules: expected one rule id, `all`, or nothing for the table");
    if (options.words.empty()) return write_result(options.output, rule_list(rule_table()));
    const std::string& word = options.words[0];
    if (word == "all") return write_result(options.output, rules_markdown(rule_table()));
    const auto rule = parse_rule(word);
    if (!rule) return say_error("rules: there is no rule \"" + word + "\"; `abi-check rules` names all");
    return write_result(options.output, rule_page(row_of(*rule)));
}

}  // namespace abi
