#include "report/junit_suites.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

#include "report/escape.h"

namespace abi {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + escape_xml(value) + "\"";
}

std::string attribute(std::string_view name, std::ptrdiff_t value) {
    return attribute(name, std::to_string(value));
}

/// Line breaks stay as they are between tags.
std::string lines(const std::string& text) {
    std::string escaped;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        escaped += escape_xml(std::string_view(text).substr(begin, end - begin)) + "\n";
        begin = end + 1;
    }
    return escaped;
}

void append_case(std::string& out, const JunitSuite& suite, const JunitCase& one) {
    out += "    <testcase" + attribute("classname", suite.class_name) + attribute("name", one.name);
    if (one.outcome.empty() && one.text.empty()) {
        out += "/>\n";
        return;
    }
    out += ">\n";
    const std::string element = one.outcome.empty() ? "system-out" : one.outcome;
    out += "      <" + element;
    if (!one.type.empty()) out += attribute("type", one.type);
    if (!one.message.empty()) out += attribute("message", one.message);
    out += one.text.empty() ? "/>\n" : ">" + lines(one.text) + "</" + element + ">\n";
    out += "    </testcase>\n";
}

std::ptrdiff_t number_of(const JunitSuite& suite, std::string_view outcome) {
    return std::ranges::count(suite.cases, outcome, &JunitCase::outcome);
}

}  // namespace

std::string write_junit(const std::vector<JunitSuite>& suites) {
    std::ptrdiff_t tests = 0;
    std::ptrdiff_t failures = 0;
    std::ptrdiff_t errors = 0;
    std::string body;
    for (const auto& suite : suites) {
        tests += std::ssize(suite.cases);
        failures += number_of(suite, "failure");
        errors += number_of(suite, "error");
        body += "  <testsuite" + attribute("name", suite.name) + attribute("tests", std::ssize(suite.cases)) +
                attribute("failures", number_of(suite, "failure")) + attribute("errors", number_of(suite, "error")) +
                attribute("skipped", number_of(suite, "skipped")) + ">\n";
        for (const auto& one : suite.cases) append_case(body, suite, one);
        body += "  </testsuite>\n";
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "abi-check") +
           attribute("tests", tests) + attribute("failures", failures) + attribute("errors", errors) + ">\n" + body +
           "</testsuites>\n";
}

}  // namespace abi
