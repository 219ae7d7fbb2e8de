// JUnit XML, as the schema junit-10.xsd of Jenkins' xUnit plugin has it: a suite per layer and target, a case per
// record.
#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "report/anchor.h"
#include "report/escape.h"
#include "report/group.h"
#include "report/report.h"
#include "report/words.h"

namespace abi {
namespace {

struct Case {
    std::string name;
    std::string outcome{};  // the element: "failure", "error", "skipped"; empty: the case passed
    std::string type{};     // the rule, of a failure or an error
    std::string message{};  // of the outcome
    std::string text{};     // all that there is to tell, in lines
};

struct Suite {
    std::string name;
    std::string class_name;
    std::vector<Case> cases{};
};

/// A group, and those of its findings that are about one cell.
struct Part {
    const Group* group;
    std::vector<const Finding*> findings;
};

bool is_error(const Part& part) {
    const auto fails = [](const Finding* f) { return f->level == Level::error && !is_accepted(*f); };
    return std::ranges::any_of(part.findings, fails);
}

std::string line_of(const Comparison& comparison, const Part& part) {
    const Finding& lead = *part.group->lead;
    const std::string place = to_string(lead.place);
    const std::string reason = accepted_by(comparison, lead);
    std::string text = (place.empty() ? "" : place + ": ") + std::string(to_string(part.group->level)) + ": " +
                       part.group->message() + " [" + std::string(row_of(lead.rule).id) + "]";
    if (!reason.empty()) text += ": accepted: " + reason;
    std::vector<const Finding*> told;
    for (const Finding* one : part.findings) {
        const auto is_told = [&](const Finding* other) { return is_same_but_target(*one, *other); };
        if (one->message == part.group->message() || std::ranges::any_of(told, is_told)) continue;
        told.push_back(one);
        text += "\n- " + one->message;
    }
    if (!lead.remedy.empty() && reason.empty()) text += "\nHelp: " + lead.remedy;
    return text + "\n";
}

/// Fills in what the findings tell. Those that fail the gate make the case the element `bad`.
void tell(const Comparison& comparison, const std::vector<Part>& parts, std::string_view bad, Case& made) {
    std::size_t errors = 0;
    for (const auto& part : parts) {
        made.text += line_of(comparison, part);
        if (!is_error(part) || ++errors > 1) continue;
        made.outcome = bad;
        made.type = row_of(part.group->lead->rule).id;
        made.message = part.group->message();
    }
    if (errors > 1) made.message += " (and " + std::to_string(errors - 1) + " more)";
}

/// A case fails if the gate does. What neither conforms nor fails the gate is skipped, with the verdict, because it did
/// not pass either. The cells of a diff are those that changed, and a compatible change passes.
Case case_of(const Comparison& comparison, const Cell& cell, const std::vector<Part>& parts) {
    Case made{.name = cell.record};
    if (cell.verdict != Verdict::conforms && !comparison.is_diff) {
        made.outcome = "skipped";
        made.message = to_string(cell.verdict);
        if (!cell.reason.empty()) made.message += ": " + cell.reason;
    }
    tell(comparison, parts, cell.verdict == Verdict::unverified ? "error" : "failure", made);
    return made;
}

/// The findings by record, as parts of their groups.
class Findings {
  public:
    explicit Findings(const std::vector<Group>& groups) {
        for (const auto& group : groups) {
            for (const Finding* finding : group.all) by_record_[finding->record].push_back({&group, finding});
        }
    }

    /// The parts of groups that are about a cell, which are then told.
    std::vector<Part> of(const Cell& cell) {
        std::vector<Part> parts;
        for (auto& [group, finding, is_told] : by_record_[cell.record]) {
            // A finding of every target is not about those where the record does not exist.
            const bool is_asked = cell.verdict != Verdict::not_applicable;
            const bool is_here = (finding->layer == cell.layer || (is_asked && finding->layer.empty())) &&
                                 (finding->target == cell.target || (is_asked && finding->target.empty()));
            if (!is_here) continue;
            is_told = true;
            if (parts.empty() || parts.back().group != group) parts.push_back({group, {}});
            parts.back().findings.push_back(finding);
        }
        return parts;
    }

    /// Those that are about no cell, for example about a waiver.
    std::vector<Part> rest(const std::vector<Group>& groups) const {
        std::map<const Group*, std::vector<const Finding*>> untold;
        for (const auto& [record, all] : by_record_) {
            for (const auto& one : all) {
                if (!one.is_told) untold[one.group].push_back(one.finding);
            }
        }
        std::vector<Part> parts;
        for (const auto& group : groups) {
            if (const auto found = untold.find(&group); found != untold.end()) parts.push_back({&group, found->second});
        }
        return parts;
    }

  private:
    struct One {
        const Group* group;
        const Finding* finding;
        bool is_told = false;
    };
    std::unordered_map<std::string, std::vector<One>> by_record_;
};

std::vector<Suite> suites_of(const Comparison& comparison, const std::vector<Group>& groups) {
    Findings findings(groups);
    std::vector<Suite> suites;
    std::map<std::pair<std::string, std::string>, std::size_t> index;
    for (const auto& cell : comparison.cells) {
        const auto [at, is_new] = index.try_emplace({cell.layer, cell.target}, suites.size());
        // Jenkins takes the last dot as the end of a package.
        if (is_new) suites.push_back({cell.layer + " on " + cell.target, cell.layer + "." + cell.target});
        suites[at->second].cases.push_back(case_of(comparison, cell, findings.of(cell)));
    }
    Suite other{"abi-check", "abi-check"};
    if (const auto missing = gaps(comparison); !missing.empty()) {
        Case incomplete{.name = "complete", .outcome = "error", .type = "incomplete", .message = missing.front().text};
        if (missing.size() > 1) incomplete.message += " (and " + std::to_string(missing.size() - 1) + " more)";
        for (const auto& gap : missing) {
            const std::string place = to_string(gap.place);
            incomplete.text += (place.empty() ? "" : place + ": ") + gap.text + "\n";
        }
        other.cases.push_back(std::move(incomplete));
    }
    for (const auto& part : findings.rest(groups)) {
        const Finding& lead = *part.group->lead;
        const std::string of = subject(lead);
        Case made{.name = std::string(row_of(lead.rule).id) + (of.empty() ? "" : " " + of)};
        tell(comparison, {part}, lead.rule == Rule::unverified ? "error" : "failure", made);
        other.cases.push_back(std::move(made));
    }
    if (!other.cases.empty()) suites.push_back(std::move(other));
    return suites;
}

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

void append_case(std::string& out, const Suite& suite, const Case& one) {
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

std::ptrdiff_t number_of(const Suite& suite, std::string_view outcome) {
    return std::ranges::count(suite.cases, outcome, &Case::outcome);
}

}  // namespace

std::string report_junit(const Comparison& comparison, const TextStyle&) {
    const std::vector<Group> groups = group_findings(comparison);
    const std::vector<Suite> suites = suites_of(comparison, groups);
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
