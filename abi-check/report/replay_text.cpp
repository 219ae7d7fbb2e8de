// The result of a replay for a terminal: a line for each case, and a closing line for each fixture file.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "report/escape.h"
#include "report/report.h"

namespace abi {
namespace {

void append_case(std::string& out, const ReplayedCase& one) {
    const std::string name = escape_terminal(one.name);
    const std::string message = escape_terminal(one.message);
    if (one.passed) {
        out += "ok      " + name + "\n";
    } else if (one.unsupported) {
        out += "not supported: " + name + "\n";
    } else if (one.place.file.empty()) {
        out += "error: " + name + ": " + message + " [replay]\n" + one.fixture + "\n";
    } else {
        out += escape_terminal(to_string(one.place)) + ": error: fixture \"" + name + "\": " + message + " [replay]\n";
    }
}

void append_steps(std::string& out, const ReplayedSet& set) {
    for (const auto& step : set.steps) out += fmt::format("{:9.1f} ms  {}\n", step.seconds * 1000, step.name);
    if (!set.is_generated || set.steps.empty()) return;
    out += fmt::format("{:9.1f} ms  all of it: {:.0f} cases a second\n", set.seconds * 1000,
                       static_cast<double>(set.count) / set.seconds);
}

/// A table of the cases that the targets did not answer alike.
void append_compared(std::string& out, const ComparedSet& set) {
    std::vector<std::vector<std::string>> rows{{"case"}};
    std::ranges::copy(set.targets, std::back_inserter(rows.front()));
    for (const auto& one : set.cases) {
        if (one.is_same) continue;
        auto& row = rows.emplace_back(std::vector<std::string>{one.name});
        for (const auto& [of, answer] : one.answers) {
            row.push_back(answer == nullptr ? "not asked" : (answer->passed ? "" : "! ") + short_answer(*answer));
        }
    }
    out += fmt::format("replay: {}: {} targets gave {} to {} of {} cases\n", escape_terminal(set.origin),
                       set.targets.size(), rows.size() == 1 ? "the same answer" : "other answers",
                       rows.size() == 1 ? set.cases.size() : rows.size() - 1, set.cases.size());
    if (rows.size() == 1) return;
    std::vector<std::size_t> widths(rows.front().size());
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], escape_terminal(row[i]).size());
    }
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += fmt::format("  {:<{}}", escape_terminal(row[i]), widths[i]);
        out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
}

}  // namespace

std::string replay_text(const Replayed& replayed, const TextStyle& style) {
    std::string out;
    const auto compared = compare_targets(replayed);
    const bool several = !compared.empty();
    for (const auto& set : replayed.sets) {
        out += set.console;
        std::size_t shown = 0;
        for (const auto& one : set.cases) {
            if (!one.passed && !one.unsupported) ++shown;
            if ((!one.passed && !one.unsupported) || !style.quiet) append_case(out, one);
        }
        if (set.failed > shown) out += fmt::format("and {} more\n", set.failed - shown);
        for (const auto& remark : set.remarks) out += escape_terminal(remark) + "\n";
        out += fmt::format("replay: {} of {} {}{} answered as expected{}{}\n", set.passed, set.count,
                           set.is_generated ? "" : "fixtures of ", escape_terminal(set.origin),
                           several ? " by " + escape_terminal(set.target) : "",
                           set.unsupported == 0 ? "" : fmt::format(", {} not supported", set.unsupported));
        append_steps(out, set);
    }
    for (const auto& set : compared) append_compared(out, set);
    return out;
}

}  // namespace abi
