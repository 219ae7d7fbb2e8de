#include "explain/versions.h"

#include <doctest/doctest.h>

#include "explain/candidate.h"
#include "model/words.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Record request(const std::string& queue_since, const std::string& time_since) {
    Record made = record("request", 32, 8,
                         {field("size", u(32), 0), field("flags", u(32), 4), field("queue", u(64), 8),
                          field("reserved", u(64), 16, Role::reserved), field("time", u(64), 24)});
    made.fields[2].since = queue_since;
    made.fields[3].since = queue_since;
    made.fields[4].since = time_since;
    made.grows_at_end = true;
    made.size_field = "size";
    return made;
}

std::string sizes(const Record& record) {
    return join(shorter_versions(record), " ", [](const Record& one) { return std::to_string(*one.size_bytes); });
}

}  // namespace

TEST_CASE("A record that grows and states its size was shorter in older versions") {
    CHECK(sizes(request("2", "3")) == "8 24");
    CHECK(sizes(request("", "3")) == "24");
    CHECK(sizes(request("", "")).empty());
    Record least = request("", "");
    least.min_size_bytes = 16;
    CHECK(sizes(least) == "16 24");
    Record silent = request("2", "3");
    silent.size_field.clear();
    CHECK(sizes(silent).empty());
    Record fixed = request("2", "3");
    fixed.grows_at_end = false;
    CHECK(sizes(fixed).empty());
}

TEST_CASE("Each version is a candidate, and its size is the only value of the size field") {
    Layout spec;
    spec.records = {request("2", "3")};
    const std::vector<CandidateSource> sources{{"spec test", &spec, true}};
    const auto candidates = candidates_of(sources);
    REQUIRE(candidates.size() == 3);
    const auto name = [](const Candidate& one) { return one.names.at(0); };
    CHECK(join(candidates, "; ", name) == "spec test; spec test, first 8 bytes; spec test, first 24 bytes");
    for (const auto& candidate : candidates) {
        CHECK(candidate.slots.at(0).known == std::vector<std::uint64_t>{candidate.size_bytes});
        CHECK(candidate.slots.at(0).expectation == Expectation::own_size);
        CHECK(candidate.is_expected == (candidate.size_bytes == 32));
        CHECK(candidate.is_older_version == (candidate.size_bytes != 32));
    }
}
