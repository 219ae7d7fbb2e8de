#include "report/rule_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ranges>
#include <string_view>

#include "report/terminal.h"

namespace abi {
namespace {

void append_indented(std::string& page, std::string_view code, std::string_view indent) {
    for (const auto part : std::views::split(code, '\n')) {
        if (!part.empty()) page.append(indent).append(part.begin(), part.end());
        page += '\n';
    }
}

}  // namespace

std::string rule_list(std::span<const RuleRow> rules) {
    std::size_t widest = 0;
    for (const auto& rule : rules) widest = std::max(widest, rule.id.size());
    std::string text;
    for (const auto& rule : rules) {
        fmt::format_to(std::back_inserter(text), "{:<{}}  {:<7}  {}\n", rule.id, widest, to_string(rule.level),
                       rule.title);
    }
    return text;
}

std::string rule_page(const RuleRow& rule) {
    std::string page =
        fmt::format("{} ({} by default)\n{}.\n\nWhy it matters\n", rule.id, to_string(rule.level), rule.title);
    append_wrapped(page, "  ", rule.why);
    page += "\nExample\n";
    append_indented(page, rule.example, "    ");
    page += "\nHow to mend it\n";
    append_wrapped(page, "  ", rule.mend);
    return page;
}

std::string rule_markdown(const RuleRow& rule) {
    return fmt::format("**{}.** {}\n\nAn example that it catches:\n\n```text\n{}\n```\n\n**How to mend it.** {}\n",
                       rule.title, rule.why, rule.example, rule.mend);
}

std::string rules_markdown(std::span<const RuleRow> rules) {
    std::string text =
        "# Rules\n\nWhat `abi-check` finds. The level of a rule may be changed in `.abi-check.json` under `rules`; "
        "errors fail the gate.\nThis file is printed by `abi-check rules all`.\n\n"
        "| rule | level | |\n|---|---|---|\n";
    const auto out = std::back_inserter(text);
    for (const auto& rule : rules) {
        fmt::format_to(out, "| [{0}](#{0}) | {1} | {2} |\n", rule.id, to_string(rule.level), rule.title);
    }
    for (const auto& rule : rules) {
        fmt::format_to(out, "\n## {}\n\nLevel: {}.\n\n{}", rule.id, to_string(rule.level), rule_markdown(rule));
    }
    return text;
}

}  // namespace abi
