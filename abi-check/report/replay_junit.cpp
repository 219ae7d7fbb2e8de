// The result of a replay as JUnit XML: a suite for each fixture file, a case for each packet.
#include "report/junit_suites.h"
#include "report/report.h"

namespace abi {
namespace {

JunitCase case_of(const ReplayedCase& one) {
    JunitCase made{.name = one.name};
    if (one.passed) return made;
    if (one.unsupported) {
        made.outcome = "skipped";
        made.message = one.message;
        return made;
    }
    const std::string place = to_string(one.place);
    made.outcome = "failure";
    made.type = "replay";
    made.message = one.message;
    made.text = (place.empty() ? "" : place + ": ") + "error: " + one.message + "\n";
    for (const auto& field : one.fields) {
        if (!field.found.empty())
            made.text += "- " + field.path + ": expected " + field.expected + ", found " + field.found + "\n";
    }
    if (!one.fixture.empty()) made.text += one.fixture + "\n";
    return made;
}

/// A generated set has too many cases to list those that passed, so they are one case.
JunitCase rest_of(const ReplayedSet& set) {
    JunitCase made{.name = "all cases"};
    made.text = std::to_string(set.passed) + " of " + std::to_string(set.count) + " were answered as expected\n";
    if (set.failed != 0) {
        made.outcome = "failure";
        made.type = "replay";
        made.message = std::to_string(set.failed) + " of " + std::to_string(set.count) + " cases failed";
    }
    return made;
}

}  // namespace

std::string replay_junit(const Replayed& replayed, const TextStyle&) {
    std::vector<JunitSuite> suites;
    const bool several = !compare_targets(replayed).empty();
    for (const auto& set : replayed.sets) {
        JunitSuite suite{set.origin + (several ? " by " + set.target : ""), "replay"};
        for (const auto& one : set.cases) suite.cases.push_back(case_of(one));
        if (set.is_generated) suite.cases.push_back(rest_of(set));
        suites.push_back(std::move(suite));
    }
    if (!replayed.problems.empty()) {
        JunitCase incomplete{.name = "complete", .outcome = "error", .type = "incomplete"};
        incomplete.message = sentence(replayed.problems.front());
        for (const auto& problem : replayed.problems) incomplete.text += to_string(problem) + "\n";
        suites.push_back({"abi-check", "abi-check", {std::move(incomplete)}});
    }
    return write_junit(suites);
}

}  // namespace abi
