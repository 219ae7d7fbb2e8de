// A comparison as JUnit XML: a suite per layer and target, a case per record.
#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "report/anchor.h"
#include "report/escape.h"
#include "report/group.h"
#include "report/junit_suites.h"
#include "report/report.h"
#include "report/words.h"

namespace abi {
namespace {

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
void tell(const Comparison& comparison, const std::vector<Part>& parts, std::string_view bad, JunitCase& made) {
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
JunitCase case_of(const Comparison& comparison, const Cell& cell, const std::vector<Part>& parts) {
    JunitCase made{.name = cell.record};
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

std::vector<JunitSuite> suites_of(const Comparison& comparison, const std::vector<Group>& groups) {
    Findings findings(groups);
    std::vector<JunitSuite> suites;
    std::map<std::pair<std::string, std::string>, std::size_t> index;
    for (const auto& cell : comparison.cells) {
        const auto [at, is_new] = index.try_emplace({cell.layer, cell.target}, suites.size());
        // Jenkins takes the last dot as the end of a package.
        if (is_new) suites.push_back({cell.layer + " on " + cell.target, cell.layer + "." + cell.target});
        suites[at->second].cases.push_back(case_of(comparison, cell, findings.of(cell)));
    }
    JunitSuite other{"abi-check", "abi-check"};
    if (const auto missing = gaps(comparison); !missing.empty()) {
        JunitCase incomplete{
            .name = "complete", .outcome = "error", .type = "incomplete", .message = missing.front().text};
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
        JunitCase made{.name = std::string(row_of(lead.rule).id) + (of.empty() ? "" : " " + of)};
        tell(comparison, {part}, lead.rule == Rule::unverified ? "error" : "failure", made);
        other.cases.push_back(std::move(made));
    }
    if (!other.cases.empty()) suites.push_back(std::move(other));
    return suites;
}

}  // namespace

std::string report_junit(const Comparison& comparison, const TextStyle&) {
    return write_junit(suites_of(comparison, group_findings(comparison)));
}

}  // namespace abi
