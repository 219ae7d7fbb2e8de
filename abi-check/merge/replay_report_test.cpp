#include "merge/replay_report.h"

#include <doctest/doctest.h>

#include "report/report.h"

using namespace abi;

namespace {

/// What `target` answered to two packets of "a.json".
Replayed answers_of(const std::string& target, bool passed = true) {
    ReplayedCase null{.name = "null",
                      .doc = "Without an effect.",
                      .place = {"a.json", 7},
                      .bytes = {0x00, 0x41},
                      .verdict = "OK",
                      .passed = true,
                      .fields = {{"kind", 0, 16, "0x4100"}},
                      .answer = {{"verdict", "0"}, {"kind", "0x4100"}}};
    ReplayedCase exec = null;
    exec.name = "exec";
    exec.passed = passed;
    if (!passed) exec.answered = "EKIND";
    if (!passed) exec.answer[0].value = "3";
    ReplayedSet set{.origin = "a.json",
                    .record = "Packet",
                    .count = 2,
                    .passed = passed ? 2U : 1U,
                    .failed = passed ? 0U : 1U,
                    .target = target,
                    .spec_digest = std::string(64, 'a'),
                    .cases = {null, exec}};
    return {.kernel = target, .sets = {set}};
}

Result<Replayed> joined(const std::vector<Replayed>& all) {
    std::vector<NamedReplay> reports;
    for (const auto& one : all) {
        const std::string path = one.kernel + ".json";
        auto read = parse_replay_report(path, replay_json(one));
        for (const auto& problem : read.problems) FAIL(to_string(problem));
        reports.push_back({path, std::move(*read)});
    }
    return join_replays(std::move(reports));
}

}  // namespace

TEST_CASE("A report of replay that is read back gives the same report") {
    const auto text = replay_json(answers_of("host", false));
    CHECK(is_replay_report(text));
    const auto read = parse_replay_report("host.json", text);
    for (const auto& problem : read.problems) FAIL(to_string(problem));
    CHECK(replay_json(*read) == text);
    CHECK(replay_html(*read) == replay_html(answers_of("host", false)));
}

TEST_CASE("Reports of several targets become one, with the cases that they did not answer alike") {
    const auto both = joined({answers_of("kernel"), answers_of("host", false)});
    REQUIRE(both);
    CHECK(both->kernel == "kernel, host");
    const std::string text = replay_text(*both, {.quiet = true});
    CHECK(text.find("2 of 2 fixtures of a.json answered as expected by kernel\n") != std::string::npos);
    CHECK(text.find("a.json: 2 targets gave other answers to 1 of 2 cases\n"
                    "  case  kernel  host\n"
                    "  exec  OK      ! EKIND\n") != std::string::npos);
    CHECK(replay_text(*joined({answers_of("kernel"), answers_of("host")}), {.quiet = true})
              .find("a.json: 2 targets gave the same answer to 2 of 2 cases") != std::string::npos);
}

TEST_CASE("Reports that cannot be joined are refused by name") {
    const auto message = [](Replayed one, Replayed other) {
        const auto both = joined({std::move(one), std::move(other)});
        return both.problems.empty() ? "" : to_string(both.problems[0]);
    };
    CHECK(message(answers_of("host"), answers_of("host")) ==
          "host.json: error: expected one set of answers to a.json by host, found another one");
    auto other = answers_of("kernel");
    other.sets[0].cases[1].bytes[0] = 1;
    CHECK(message(answers_of("host"), other) ==
          "kernel.json: error: expected the same cases of a.json in all reports, found other bytes of \"exec\"");
}

TEST_CASE("A report that is damaged or of another version is refused") {
    const auto text = replay_json(answers_of("host"));
    const auto with = [&](const std::string& old, const std::string& by) {
        std::string changed = text;
        const auto at = changed.find(old);
        REQUIRE(at != std::string::npos);
        return changed.replace(at, old.size(), by);
    };
    CHECK_FALSE(parse_replay_report("r.json", with("\"abi_check_replay\": 2", "\"abi_check_replay\": 1")));
    CHECK_FALSE(parse_replay_report("r.json", with("\"passed\": 2", "\"passed\": 3")));
    CHECK_FALSE(parse_replay_report("r.json", with("0041", "004")));
    CHECK_FALSE(parse_replay_report("r.json", text.substr(0, text.size() / 2)));
    CHECK_FALSE(is_replay_report("{}"));
}
