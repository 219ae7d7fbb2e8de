// The result of a replay for a terminal: a line for each case, and a closing line for each fixture file.
#include <fmt/format.h>

#include "report/escape.h"
#include "report/report.h"

namespace abi {
namespace {

void append_case(std::string& out, const ReplayedCase& one) {
    const std::string name = escape_terminal(one.name);
    const std::string message = escape_terminal(one.message);
    if (one.passed) {
        out += "ok      " + name + "\n";
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

}  // namespace

std::string replay_text(const Replayed& replayed, const TextStyle& style) {
    std::string out;
    for (const auto& set : replayed.sets) {
        out += set.console;
        std::size_t shown = 0;
        for (const auto& one : set.cases) {
            if (!one.passed) ++shown;
            if (!one.passed || !style.quiet) append_case(out, one);
        }
        if (set.failed > shown) out += fmt::format("and {} more\n", set.failed - shown);
        for (const auto& remark : set.remarks) out += escape_terminal(remark) + "\n";
        out += fmt::format("replay: {} of {} {}{} answered as expected\n", set.passed, set.count,
                           set.is_generated ? "" : "fixtures of ", escape_terminal(set.origin));
        append_steps(out, set);
    }
    return out;
}

}  // namespace abi
