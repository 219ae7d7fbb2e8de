#include "read/layout_names.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace abi;

namespace {

using Words = std::vector<std::string>;

struct Entry {
    unsigned tag = 0;
    std::string alias;
};

LayoutNames<unsigned> names_of(const std::vector<Entry>& entries) {
    LayoutNames<unsigned> names;
    for (const auto& [tag, alias] : entries) names.add(tag, alias);
    return names;
}

auto visitor_of(const Words& typedefs) {
    return [&](const auto& is_it) { std::ranges::any_of(typedefs, is_it); };
}

}  // namespace

TEST_CASE("A record is in the layout once under each of its names") {
    LayoutNames<unsigned> names;
    CHECK(names.add(1));
    CHECK_FALSE(names.add(1));
    CHECK(names.add(1, "Alias"));
    CHECK_FALSE(names.add(1, "Alias"));
    CHECK(names.add(1, "Other"));
    CHECK(names.add(2, "Alias"));
    CHECK(names.has(1));
    CHECK(names.has_own(1));
    CHECK(names.has(2));
    CHECK_FALSE(names.has_own(2));
    CHECK_FALSE(names.has(3));
}

TEST_CASE("The type of a field is one of the names that its record has in the layout") {
    struct Case {
        std::string sentence;
        std::vector<Entry> layout;
        Words typedefs;  // that the field is written with, outermost first
        std::string alias;
    };
    const Case cases[] = {
        {"the own name, if the layout has only that", {{1, ""}}, {"Alias"}, ""},
        {"the own name, if the layout does not have the record", {}, {"Alias"}, ""},
        {"the own name, if only another record has an alias", {{2, "Alias"}}, {"Alias"}, ""},
        {"the alias, if only that is in the layout", {{1, "Alias"}}, {}, "Alias"},
        {"the own name, if both are and the field is written with it", {{1, "Alias"}, {1, ""}}, {}, ""},
        {"the alias, if both are and the field is written with it", {{1, ""}, {1, "Alias"}}, {"Alias"}, "Alias"},
        {"the outermost of several", {{1, "A"}, {1, "B"}}, {"B", "A"}, "B"},
        {"the one that is in the layout", {{1, "A"}}, {"B", "A"}, "A"},
        {"the first in the layout, if it is written with none", {{1, "B"}, {1, "A"}}, {"C"}, "B"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.sentence);
        CHECK(names_of(one.layout).alias_for(1, visitor_of(one.typedefs)) == one.alias);
    }
}

TEST_CASE("If only a field's typedefs are allowed, no other alias is used") {
    const auto names = names_of({{1, "A"}, {1, "B"}});
    CHECK(names.alias_written(1, visitor_of({"B"})) == "B");
    CHECK(names.alias_written(1, visitor_of({"C"})).empty());
}

TEST_CASE("Typedefs are examined only for a record that has an alias") {
    const auto names = names_of({{1, ""}, {2, "Alias"}});
    CHECK(names.has_aliases());
    CHECK_FALSE(names_of({{1, ""}}).has_aliases());
    CHECK(names.alias_for(1, [](const auto&) { FAIL("looked at"); }).empty());
}

TEST_CASE("A record without a name keeps the first name that it is given") {
    LayoutNames<unsigned> names;
    CHECK(names.given(1) == nullptr);
    names.give(1, "R::header");
    names.give(1, "Q::header");
    REQUIRE(names.given(1) != nullptr);
    CHECK(*names.given(1) == "R::header");
}
