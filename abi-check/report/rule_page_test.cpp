#include "report/rule_page.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <vector>

using namespace abi;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

constexpr RuleRow sample{Rule::size,
                         "abi-sample",
                         Level::warning,
                         "A sample differs",
                         "One two three four five six seven eight nine ten eleven twelve thirteen fourteen.",
                         "struct A {\n\n    int b;\n};",
                         "Write `b`."};

}  // namespace

TEST_CASE("a page says title, level, why, an example and how to mend it, in lines that fit a terminal") {
    CHECK(rule_page(sample) ==
          "abi-sample (warning by default)\n"
          "A sample differs.\n"
          "\n"
          "Why it matters\n"
          "  One two three four five six seven eight nine ten eleven twelve thirteen\n"
          "  fourteen.\n"
          "\n"
          "Example\n"
          "    struct A {\n"
          "\n"
          "        int b;\n"
          "    };\n"
          "\n"
          "How to mend it\n"
          "  Write `b`.\n");
}

TEST_CASE("a line of exactly 80 columns is not broken, and a word that is wider stands alone") {
    RuleRow rule = sample;
    const std::string fits = std::string(38, 'a') + " " + std::string(39, 'b');
    rule.why = fits;
    CHECK(rule_page(rule).find("  " + fits + "\n") != std::string::npos);
    const std::string too_wide = std::string(38, 'a') + " " + std::string(40, 'b');
    rule.why = too_wide;
    CHECK(rule_page(rule).find("  " + too_wide + "\n") == std::string::npos);
    const std::string word(100, 'w');
    rule.why = word;
    CHECK(rule_page(rule).find("Why it matters\n  " + word + "\n\n") != std::string::npos);
}

TEST_CASE("no page of the table is wider than 80 columns or ends a line in blanks") {
    for (const auto& rule : rule_table()) {
        CAPTURE(rule.id);
        for (const auto& line : lines_of(rule_page(rule))) {
            CAPTURE(line);
            CHECK(line.size() <= 80);
            CHECK_FALSE(line.ends_with(' '));
        }
    }
}

TEST_CASE("the list has one line per rule, in columns") {
    RuleRow shorter = sample;
    shorter.id = "abi-b";
    shorter.level = Level::error;
    CHECK(rule_list(std::vector{sample, shorter}) ==
          "abi-sample  warning  A sample differs\n"
          "abi-b       error    A sample differs\n");
}

TEST_CASE("the Markdown document links every rule to its page") {
    const auto lines = lines_of(rules_markdown(rule_table()));
    for (const auto& rule : rule_table()) {
        CAPTURE(rule.id);
        const std::string id(rule.id);
        CHECK(std::ranges::count_if(lines,
                                    [&](const auto& l) { return l.starts_with("| [" + id + "](#" + id + ")"); }) == 1);
        CHECK(std::ranges::count(lines, "## " + id) == 1);
    }
    const auto fences = std::ranges::count_if(lines, [](const auto& l) { return l.starts_with("```"); });
    CHECK(static_cast<std::size_t>(fences) == 2 * rule_table().size());
}
