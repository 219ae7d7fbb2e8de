#include "check/one_side.h"

#include <doctest/doctest.h>

#include "check/compare.h"
#include "model/words.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

/// "first: a, b second: c": what is taken out of two records.
std::string taken(Record first, Record second) {
    const auto all = take_one_sided_members(first, second);
    return "first: " + join(all.first, ", ", &Field::name) + " second: " + join(all.second, ", ", &Field::name);
}

Record address(std::vector<Field> others = {}) {
    auto made = record("address", 8, 4, {field("family", u(32), 0), field("word", u(32), 4)});
    made.fields.insert(made.fields.end(), others.begin(), others.end());
    return made;
}

Type tail(std::uint64_t bits) {
    auto type = u(bits);
    type.flexible_tail = true;
    return type;
}

}  // namespace

TEST_CASE("another name for bytes that both sides declare is taken out, on either side") {
    const auto with = address({field("bytes", scalar(Kind::unsigned_integer, 8, {4}), 4)});
    CHECK(taken(with, address()) == "first: bytes second: ");
    CHECK(taken(address(), with) == "first:  second: bytes");
    CHECK(taken(address(), address()) == "first:  second: ");
}

TEST_CASE("two names may cover a third one together, and a flexible tail covers nothing") {
    const auto both = record("address", 8, 4, {field("whole", u(64), 0), field("a", u(32), 0), field("b", u(32), 4)});
    const auto parts = record("address", 8, 4, {field("a", u(32), 0), field("b", u(32), 4)});
    CHECK(taken(parts, both) == "first:  second: whole");
    CHECK(taken(address(), address({field("more", tail(32), 4)})) == "first:  second: more");
    CHECK(taken(address(), address({field("more", tail(32), 8)})) == "first:  second: ");
}

TEST_CASE("bytes that the other side does not declare stay a difference") {
    const auto half = record("address", 8, 4, {field("family", u(32), 0), field("word", u(16), 4)});
    const auto whole =
        record("address", 8, 4, {field("family", u(32), 0), field("word", u(16), 4), field("wide", u(32), 4)});
    CHECK(taken(half, whole) == "first:  second: ");
    const auto none = record("address", 8, 4, {field("family", u(32), 0)});
    CHECK(taken(none, address({field("bytes", bytes(4), 4)})) == "first:  second: ");
}

TEST_CASE("an array of bytes and padding of the same bits are one field with two names") {
    auto named =
        record("R", 16, 8, {field("x", u(64), 0), field("sin_zero", scalar(Kind::unsigned_integer, 8, {8}), 8)});
    auto padded = record(
        "R", 16, 8, {field("x", u(64), 0), field("__pad", scalar(Kind::signed_integer, 8, {8}), 8, Role::padding)});
    join_with_padding(named, padded);
    const auto differences = compare_records(named, padded);
    REQUIRE(differences.size() == 1);
    CHECK(differences[0].rule == Rule::renamed);
    padded.fields[1] = field("__pad", u(64), 8, Role::padding);
    join_with_padding(named, padded);
    CHECK(padded.fields[1].role == Role::padding);
}

TEST_CASE("several fields that end like padding are the padding in which they lie, on either side") {
    const auto c = [](const std::string& second) {
        return record("R", 8, 4,
                      {field("tcm_family", u(8), 0), field("tcm__pad1", u(8), 1), field(second, u(16), 2),
                       field("tcm_ifindex", u(32), 4)});
    };
    const auto go =
        record("R", 8, 4,
               {field("tcm_family", u(8), 0), field("Pad", scalar(Kind::unsigned_integer, 8, {3}), 1, Role::padding),
                field("tcm_ifindex", u(32), 4)});
    const auto rules = [](Record first, Record second) {
        join_with_padding(first, second);
        return join(compare_records(first, second), " ",
                    [](const Difference& one) { return std::string(row_of(one.rule).id); });
    };
    CHECK(rules(c("tcm__pad2"), go) == "");
    CHECK(rules(go, c("tcm__pad2")) == "");
    CHECK(rules(c("tcm_flags"), go) == "abi-missing-field abi-missing-field");
}

TEST_CASE("padding whose name is the end of the other side's name is the same field, on either side") {
    const auto with = [](const std::string& name, Role role, Type type = u(16)) {
        return record("R", 4, 2, {field("family", u(16), 0), field(name, type, 2, role)});
    };
    const auto rules = [](Record first, Record second) {
        join_with_padding(first, second);
        return join(compare_records(first, second), " ",
                    [](const Difference& one) { return std::string(row_of(one.rule).id); });
    };
    const auto c = with("ndm_pad2", Role::data);
    CHECK(rules(c, with("Pad2", Role::padding)) == "abi-renamed");
    CHECK(rules(with("__pad2", Role::padding), c) == "abi-renamed");
    CHECK(rules(c, with("Pad2", Role::padding, u(8))) != "abi-renamed");
    CHECK(rules(c, with("Pad1", Role::padding)) == "abi-missing-field");
    CHECK(rules(with("launchpad", Role::data), with("pad", Role::padding)) == "abi-missing-field");
    CHECK(rules(with("address", Role::data), with("_pad", Role::padding)) == "abi-missing-field");
}
