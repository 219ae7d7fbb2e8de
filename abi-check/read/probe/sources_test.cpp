#include "read/probe/sources.h"

#include <doctest/doctest.h>

#include "read/probe/probe_test.h"

namespace abi::probe {
namespace {

unsigned one_form(const Plan& /*plan*/, const Item& /*item*/) {
    return 1;
}

/// The record A with two fields, B with a field of the type A, and constants.
Plan plan_of(std::size_t constants) {
    Request request;
    request.records = {test::asked("A", {"x", "y"}), test::asked("B", {"a"})};
    request.records[1].fields[0].type = {.kind = Kind::record, .name = "A"};
    for (std::size_t i = 0; i < constants; ++i) request.constants.push_back({.name = "C" + std::to_string(i)});
    return make_plan(request, one_form);
}

std::size_t item_of(const Plan& plan, const std::string& name) {
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const auto& item = plan.items[i];
        if (item.what == Item::What::record && record_of(plan, item).name == name) return i;
        if (item.what == Item::What::field && field_of(plan, item).name == name) return i;
        if (item.what == Item::What::constant && constant_of(plan, item).name == name) return i;
    }
    return no_item;
}

TEST_CASE("After a refusal only what it may change is asked again") {
    const auto plan = plan_of(1'000);
    const auto only = [&](const std::string& refused) { return narrowed(plan, {item_of(plan, refused)}); };
    const auto items = [&](const std::vector<std::string>& names) {
        std::set<std::size_t> all;
        for (const auto& name : names) all.insert(item_of(plan, name));
        return all;
    };
    CHECK(only("C7") == items({"C7"}));
    // A field of B has the type A: with the spelling of A its question may change.
    CHECK(only("A") == items({"A", "x", "y", "B", "a"}));
    CHECK(only("x") == items({"A", "x", "y", "B", "a"}));
    CHECK(only("a") == items({"A", "B", "a"}));
}

TEST_CASE("A small plan is asked as a whole, and so is one of which most was refused") {
    const auto small = plan_of(10);
    CHECK(narrowed(small, {item_of(small, "C7")}).empty());
    const auto large = plan_of(1'000);
    std::set<std::size_t> most;
    for (std::size_t i = 0; i < 600; ++i) most.insert(item_of(large, "C" + std::to_string(i)));
    CHECK(narrowed(large, most).empty());
}

TEST_CASE("Sources ask only for the items that are named") {
    const auto plan = plan_of(3);
    const Dialect dialect{.source_name = "probe.c",
                          .begin = [](const Request&) { return std::string("begin"); },
                          .question = [](const Plan&, std::size_t item) { return std::to_string(item); }};
    const auto all = sources_of(plan, dialect, "f", {});
    CHECK(all.at("f/probe.c").text.starts_with("begin\n0\n1\n2\n"));
    const auto some = sources_of(plan, dialect, "f", {1, 2});
    CHECK(some.at("f/probe.c").text == "begin\n1\n2\n");
    CHECK(some.at("f/probe.c").owners == std::vector<std::size_t>{no_item, no_item, 1, 2});
}

}  // namespace
}  // namespace abi::probe
