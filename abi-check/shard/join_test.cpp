// Shards of one run become its readings; other shards are refused.
#include "shard/join.h"

#include <doctest/doctest.h>

#include <functional>

#include "read/reading_bytes.h"
#include "shard/shard_test.h"

using namespace abi;

namespace {

const WitnessKey units{"hal", "armv7", 0};

/// What is said of the shards of a run of three, if the second one is changed like this.
std::string refusal(const std::function<void(std::vector<NamedShard>&)>& change) {
    auto shards = all_shards(3);
    change(shards);
    const auto joined = join_shards(std::move(shards));
    REQUIRE_FALSE(joined);
    REQUIRE(joined.problems.size() == 1);
    return to_string(joined.problems.front());
}

std::string refusal_of_second(const std::function<void(ShardReport&)>& change) {
    return refusal([&](std::vector<NamedShard>& shards) { change(shards[1].report); });
}

}  // namespace

TEST_CASE("The reading does not depend on the number of shards, nor on their order") {
    const auto whole = join_shards(all_shards(1));
    REQUIRE(whole);
    const auto& reading = whole->at(units).reading;
    REQUIRE(reading.other_definitions.size() == 1);
    CHECK(reading.layout.target == "armv7");
    CHECK(reading.layout.records.front().unit == "a.c (with -DY, without -DX)");
    CHECK(reading.other_definitions.front().unit == "c.c (with -DX, without -DY)");
    for (const unsigned count : {2U, 3U, 4U}) {
        auto shards = all_shards(count);
        std::ranges::reverse(shards);
        const auto joined = join_shards(std::move(shards));
        REQUIRE(joined);
        CHECK(bytes_of(joined->at(units).reading) == bytes_of(reading));
        CHECK(joined->at({"objects", "armv7", 1}).problems.size() == 1);
    }
}

TEST_CASE("A shard that is missing, or there twice, is refused") {
    CHECK(refusal([](auto& shards) { shards.erase(shards.begin() + 1); }) ==
          "1.json: error: /count: expected the reports of all 3 shards of its run, found no report of 2/3");
    CHECK(refusal([](auto& shards) { shards.resize(1); }) ==
          "1.json: error: /count: expected the reports of all 3 shards of its run, found no report of 2/3, 3/3");
    CHECK(refusal([](auto& shards) { shards.push_back(shards[1]); }) ==
          "2.json: error: /number: expected each shard once, found 2/3, as in 2.json");
}

TEST_CASE("Shards of different runs are refused") {
    CHECK(refusal_of_second([](auto& one) { one.shard.count = 4; }) ==
          "2.json: error: /count: expected one of 3 shards, as in 1.json, found one of 4");
    CHECK(refusal_of_second([](auto& one) { one.commit = "bad"; }) ==
          "2.json: error: /commit: expected the commit c0ffee, as in 1.json, found bad");
    CHECK(refusal_of_second([](auto& one) { one.asked.terms[1].text = "[1]"; }) ==
          "2.json: error: /asked/terms: expected the same text of sub/s.json, as in 1.json, found another");
    CHECK(refusal_of_second([](auto& one) { one.asked.terms.pop_back(); }) ==
          "2.json: error: /asked/terms: expected sub/s.json, as in 1.json, found no such file");
    CHECK(refusal_of_second([](auto& one) { one.asked.terms[0].shown = "other.json"; }) ==
          "2.json: error: /asked/terms: expected .abi-check.json, as in 1.json, found other.json");
    CHECK(refusal_of_second([](auto& one) { one.asked.terms_from = "main (12)"; }) ==
          "2.json: error: /asked/terms_from: expected --config-from none, as in 1.json, found main (12)");
    CHECK(refusal_of_second([](auto& one) { one.asked.rules = {"abi-size=note"}; }) ==
          "2.json: error: /asked/rules: expected --rule none, as in 1.json, found abi-size=note");
    CHECK(refusal_of_second([](auto& one) { one.asked.specs = {"t.json"}; }) ==
          "2.json: error: /asked/specs: expected --spec none, as in 1.json, found t.json");
    CHECK(refusal_of_second([](auto& one) { one.asked.baseline = "b.json"; }) ==
          "2.json: error: /asked/baseline: expected --baseline none, as in 1.json, found b.json");
    CHECK(refusal_of_second([](auto& one) {
              one.asked.altered = {Finding{.message = "s.json is new"}};
          }).find("/asked/altered: expected the same configuration, specs and baseline in the work tree") !=
          std::string::npos);
    CHECK(refusal_of_second([](auto& one) { one.asked.machines[0].triple = "arm-none-eabi"; }) ==
          "2.json: error: /asked/machines: expected the targets armv7=armv7-linux-gnueabihf, as in 1.json, found "
          "armv7=arm-none-eabi");
}

TEST_CASE("Shards that see other sources are refused") {
    CHECK(refusal_of_second([](auto& one) { one.split[0].files = {"a.c", "b.c"}; }) ==
          "2.json: error: /split: expected the source c.c of layer hal on armv7, as in 1.json, found no such source");
    CHECK(refusal_of_second([](auto& one) { one.split[0].files.emplace_back("d.c"); }) ==
          "2.json: error: /split: expected the same sources of layer hal on armv7, as in 1.json, found d.c");
    CHECK(refusal_of_second([](auto& one) { one.split[0].problems = {file_problem("x", "y", "z")}; }) ==
          "2.json: error: /split: expected the same sources of layer hal on armv7, as in 1.json, found others");
    CHECK(refusal_of_second([](auto& one) { one.split.clear(); }) ==
          "2.json: error: /split: expected the sources of layer hal on armv7, as in 1.json, found none");
    CHECK(refusal([](auto& shards) { shards[2].report.split[0].units.clear(); }) ==
          "1.json: error: expected a shard that read c.c of layer hal, found none");
}

TEST_CASE("Where a shard cannot read the commands of the build, the witness has only that problem") {
    auto shards = all_shards(2);
    shards[1].report.split[0].units.clear();
    shards[1].report.split[0].unread = {file_problem("compile_commands.json", "a JSON compilation database", "none")};
    const auto joined = join_shards(std::move(shards));
    REQUIRE(joined);
    const auto& reading = joined->at(units).reading;
    CHECK(reading.layout.records.empty());
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems.front().place.file == "compile_commands.json");
}
