#include "replay/generate_any.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "replay/envelope.h"
#include "replay/fixtures.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

/// A record with an enumeration, a bit-field, padding and an array.
struct Setting {
    Layout spec;
    Layout envelope;
    Protocol protocol;

    Setting() {
        spec.origin = "any.abi.json";
        spec.byte_order = ByteOrder::little;
        spec.records = {record("Any", 16, 4,
                               {field("command", u(16), 0), field("_pad", u(16), 2, Role::padding),
                                field("value", i(32), 4), field("data", bytes(8), 8)})};
        envelope = *make_envelope(spec, {"Any", ""});
        protocol = *find_protocol(envelope);
    }
    Setting(const Setting&) = delete;
    Setting& operator=(const Setting&) = delete;
    CaseSet make(std::uint64_t seed, std::size_t count) const {
        auto set = generate_any(spec, {spec.records[0]}, protocol, seed, 0, count);
        for (const auto& problem : set.problems) FAIL(to_string(problem));
        return std::move(*set);
    }
};

}  // namespace

TEST_CASE("Cases of any record: a seed gives the same ones, and they have many lengths and values") {
    const Setting setting;
    const CaseSet set = setting.make(1, 500);
    CHECK(set.cases == setting.make(1, 500).cases);
    CHECK(set.cases != setting.make(2, 500).cases);
    std::set<std::size_t> lengths;
    std::set<std::string> names;
    for (std::size_t i = 0; i < set.count(); ++i) {
        lengths.insert(bytes_of_case(set, setting.protocol, i).size());
        const std::string name = set.label(i).name;
        names.insert(name.substr(name.find(": ")));
    }
    CHECK(lengths.size() > 20);
    CHECK(names.size() == 9);
}

TEST_CASE("The answers of one target become what another one is compared with") {
    const Setting setting;
    CaseSet set = setting.make(3, 4);
    CHECK(set.compared[4] == 0);  // the verdict
    CHECK(set.compared[8] == 0xff);
    SetResult first;
    first.answers = set.expected;
    first.answers[4] = 7;
    first.answered = {true, true, false, true};
    CHECK(expect_answers(set, setting.protocol, first) == 1);
    CHECK(set.expected[4] == 7);
    CHECK(set.compared[4] == 0xff);
    CHECK(set.compared[2 * setting.protocol.result_bytes() + 4] == 0);
}

TEST_CASE("A case that failed is a fixture file, which can be replayed") {
    const Setting setting;
    CaseSet set = setting.make(3, 4);
    SetResult first;
    first.answers = set.expected;
    first.answered.assign(4, true);
    expect_answers(set, setting.protocol, first);
    const std::string text = any_fixture_file(set, setting.spec, {"Kept.", "Any", "", ""}, setting.protocol, 2);
    const auto fixtures = parse_fixtures(text, "kept.json", setting.spec);
    for (const auto& problem : fixtures.problems) FAIL(to_string(problem));
    REQUIRE(fixtures->cases.size() == 1);
    const auto cases = cases_of(*fixtures, setting.spec, setting.protocol);
    REQUIRE(cases);
    const auto bytes = bytes_of_case(set, setting.protocol, 2);
    CHECK(std::ranges::equal(bytes_of_case(*cases, setting.protocol, 0), bytes));
}
