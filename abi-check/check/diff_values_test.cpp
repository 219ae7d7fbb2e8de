#include "check/diff_values.h"

#include <doctest/doctest.h>

#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Enum kinds(std::string name, const std::vector<std::pair<std::string, std::string>>& values, bool scoped = false) {
    Enum made{std::move(name), u(32), true, {}, "", {}};
    for (const auto& [value_name, value] : values) {
        made.enumerators.push_back({value_name, *parse_integer(value), "", {}});
    }
    made.scoped = scoped;
    return made;
}

Layout of(Enum one) {
    Layout layout;
    layout.enums = {std::move(one)};
    return layout;
}

Layout macros(const std::vector<std::pair<std::string, std::string>>& constants) {
    Layout layout;
    for (const auto& [name, value] : constants)
        layout.constants.push_back({name, u(32), *parse_integer(value), "", {}});
    return layout;
}

/// "breaking K.A 1 -> 2, compatible B -> 3"
std::string brief(const Layout& before, const Layout& after) {
    std::string text;
    for (const auto& one : changes_of_values(before, after)) {
        text += (text.empty() ? "" : ", ") + std::string(to_string(one.change)) + " " + one.name;
        if (!one.before.empty()) text += " " + to_string(one.before[0].value);
        if (!one.after.empty()) text += " -> " + to_string(one.after[0].value);
    }
    return text;
}

}  // namespace

TEST_CASE("a value that counts the others follows what was added") {
    const Layout before = of(kinds("K", {{"K_A", "1"}, {"K_COUNT", "2"}}));
    CHECK(brief(before, of(kinds("K", {{"K_A", "1"}, {"K_B", "2"}, {"K_COUNT", "3"}}))) ==
          "compatible K.K_COUNT 2 -> 3, compatible K.K_B -> 2");
    // Without an addition, or with one of another kind, it is only another value.
    CHECK(brief(before, of(kinds("K", {{"K_A", "1"}, {"K_COUNT", "3"}}))) == "breaking K.K_COUNT 2 -> 3");
    CHECK(brief(before, of(kinds("K", {{"K_A", "1"}, {"X_B", "2"}, {"K_COUNT", "3"}}))) ==
          "breaking K.K_COUNT 2 -> 3, compatible K.X_B -> 2");
    // A value that only stands last.
    CHECK(brief(of(kinds("K", {{"K_A", "1"}, {"K_Z", "2"}})),
                of(kinds("K", {{"K_A", "1"}, {"K_B", "2"}, {"K_Z", "3"}}))) ==
          "breaking K.K_Z 2 -> 3, compatible K.K_B -> 2");
    // The greatest value, and one that shrank.
    CHECK(brief(macros({{"IF_A", "1"}, {"IF_MAX", "1"}}), macros({{"IF_A", "1"}, {"IF_B", "2"}, {"IF_MAX", "2"}})) ==
          "compatible IF_MAX 1 -> 2, compatible IF_B -> 2");
    CHECK(brief(macros({{"IF_A", "1"}, {"IF_MAX", "3"}}), macros({{"IF_A", "1"}, {"IF_B", "2"}, {"IF_MAX", "2"}})) ==
          "breaking IF_MAX 3 -> 2, compatible IF_B -> 2");
}

TEST_CASE("a value that stands last may be larger although the spec does not name what was added") {
    CHECK(brief(macros({{"K_LAST", "2"}}), macros({{"K_LAST", "9"}})) == "compatible K_LAST 2 -> 9");
    CHECK(brief(macros({{"K_LAST", "9"}}), macros({{"K_LAST", "2"}})) == "breaking K_LAST 9 -> 2");
    CHECK(brief(macros({{"K_MAX", "2"}}), macros({{"K_MAX", "9"}})) == "breaking K_MAX 2 -> 9");
    // Some numbers were left out.
    CHECK(brief(macros({{"K_NR", "2"}}), macros({{"K_NR", "9"}, {"K_B", "8"}})) ==
          "compatible K_NR 2 -> 9, compatible K_B -> 8");
}

TEST_CASE("a name that moves into an enumeration is the same name") {
    CHECK(brief(macros({{"A", "1"}, {"B", "2"}}), of(kinds("K", {{"A", "1"}, {"B", "2"}}))).empty());
    CHECK(brief(of(kinds("K", {{"A", "1"}})), macros({{"A", "1"}})).empty());
    CHECK(brief(macros({{"A", "1"}}), of(kinds("K", {{"A", "2"}}))) == "breaking A 1 -> 2");
    CHECK(brief(macros({{"A", "1"}}), of(kinds("K", {{"A", "1"}}, true))) == "breaking A 1, compatible K.A -> 1");
    // Two enumerations may have one name, as in Zig and Rust.
    CHECK(brief(of(kinds("K", {{"A", "1"}})), of(kinds("L", {{"A", "1"}}))) == "breaking K.A 1, compatible L.A -> 1");
}
