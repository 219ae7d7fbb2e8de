#include "replay/generate.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "replay/fixtures.h"
#include "replay/small_specs.h"

namespace {

const abi::Layout spec = abi::test::small_membrane();
const abi::Layout protocol_spec = abi::test::small_protocol();
const abi::Protocol protocol = *abi::find_protocol(protocol_spec);

abi::GeneratedSet made(std::uint64_t seed, std::size_t count, std::uint64_t part = 0) {
    auto set = generate(spec, protocol, seed, part, count);
    for (const auto& problem : set.problems) FAIL(to_string(problem));
    return std::move(*set);
}

std::uint64_t verdict_of(const abi::GeneratedSet& set, std::size_t index) {
    const auto bytes = std::span(set.cases.expected).subspan(index * 48, 48);
    return abi::find_value(*decode(protocol_spec, *protocol.result, bytes, spec.byte_order), "verdict")->low;
}

}  // namespace

TEST_CASE("A seed and a part always give the same cases; another seed or part gives other cases") {
    const auto set = made(1, 200);
    CHECK(set.cases.count() == 200);
    CHECK(set.cases.cases == made(1, 200).cases.cases);
    CHECK(set.cases.expected == made(1, 200).cases.expected);
    CHECK(set.cases.key != made(2, 200).cases.key);
    CHECK(set.cases.cases != made(1, 200, 1).cases.cases);
    // Users rely on this to reproduce a finding. Change the value only when you change the generator on purpose.
    CHECK(abi::crc32_of(made(1, 1000).cases.cases) == 0xcdf6427e);
}

TEST_CASE("Every mutation and every verdict occurs") {
    const auto set = made(3, 3000);
    std::map<abi::Mutation, std::set<std::uint64_t>> verdicts;
    for (std::size_t i = 0; i < set.cases.count(); ++i) verdicts[set.mutations[i]].insert(verdict_of(set, i));
    CHECK(verdicts.size() == static_cast<std::size_t>(abi::Mutation::random) + 1);
    const std::map<abi::Mutation, std::uint64_t> certain{
        {abi::Mutation::none, 0},       {abi::Mutation::over_long, 0},      {abi::Mutation::padding, 2},
        {abi::Mutation::bit_flip, 1},   {abi::Mutation::forged_padding, 1}, {abi::Mutation::unknown_kind, 3},
        {abi::Mutation::cut, 1},        {abi::Mutation::early, 1},          {abi::Mutation::replayed, 1},
        {abi::Mutation::other_key, 1},  {abi::Mutation::packed, 1},         {abi::Mutation::big_endian, 1},
        {abi::Mutation::swapped_id, 1}, {abi::Mutation::swapped_halves, 1}, {abi::Mutation::zero, 1},
        {abi::Mutation::ones, 1},       {abi::Mutation::random, 1}};
    for (const auto& [mutation, verdict] : certain) {
        CAPTURE(abi::describe(mutation));
        CHECK(verdicts[mutation] == std::set{verdict});
    }
}

TEST_CASE("Cases have all lengths from 0 to twice a slot") {
    const auto set = made(4, 20000);
    std::set<std::size_t> lengths;
    for (std::size_t i = 0; i < set.cases.count(); ++i) lengths.insert(bytes_of_case(set.cases, protocol, i).size());
    CHECK(lengths.size() == 65);
    CHECK(*lengths.rbegin() == 64);
}

TEST_CASE("A generated case can be written as a fixture file, together with the cases that must come before it") {
    const auto set = made(5, 60);
    std::size_t index = 59;
    while (verdict_of(set, index) != 0) --index;
    const std::string text = to_fixture_file(set, spec, protocol, index, "Kept.", 4096);
    const auto fixtures = abi::parse_fixtures(text, "kept.json", spec);
    for (const auto& problem : fixtures.problems) FAIL(to_string(problem));
    CHECK(fixtures->key == set.cases.key);
    REQUIRE(fixtures->cases.size() > 1);
    CHECK(fixtures->cases.back().verdict == "VERDICT_OK");
    CHECK(fixtures->cases.back().name == set.cases.label(index).name);
    // For the cases in the file alone, the model gives the same verdicts.
    auto model = *make_reference(spec, protocol, set.cases.key);
    for (const auto& fixture : fixtures->cases) {
        auto slot = fixture.bytes;
        slot.resize(32);
        const auto verdict = judge(model, read_packet(model, slot));
        const auto& verdicts = find_enum(spec, "Verdict")->enumerators;
        CHECK(verdicts[verdict].name == fixture.verdict);
    }
    CHECK(to_fixture_file(set, spec, protocol, index, "Kept.", 1).empty());
    CHECK(to_fixture(set, spec, protocol, index, "n").find("if the ring expects sequence") != std::string::npos);
}
