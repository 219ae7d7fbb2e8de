#include "draft/names.h"

#include <doctest/doctest.h>

namespace abi {
namespace {

Layout with_records(const std::vector<std::string>& names) {
    Layout layout;
    for (const auto& name : names) {
        layout.records.emplace_back();
        layout.records.back().name = name;
    }
    return layout;
}

TEST_CASE("a nested record takes its short name only if the sources mean nothing else by it") {
    const std::vector<Layout> layouts{with_records({"event", "event::sigval", "event::info"})};
    CHECK(shorter_names(layouts) == std::vector<std::string>{"event_info", "event_sigval", "info", "sigval"});
    const auto names = draft_names(layouts, {"sigval"});
    CHECK(names.types.at("event") == "event");
    CHECK(names.types.at("event::info") == "info");
    CHECK(names.types.at("event::sigval") == "event_sigval");
    CHECK(names.aliases == std::map<std::string, std::string>{{"event::sigval", "event_sigval"}});
}

TEST_CASE("a name that the sources declare as it is stays") {
    const std::vector<Layout> layouts{with_records({"sigval", "event::sigval"})};
    const auto names = draft_names(layouts, {"sigval"});
    CHECK(names.types.at("sigval") == "sigval");
    CHECK(names.types.at("event::sigval") == "event_sigval");
}

TEST_CASE("a short name that is taken, and the long one, too, gets a number") {
    const auto names = draft_names(std::vector{with_records({"event::sigval"})}, {"sigval", "event_sigval"});
    CHECK(names.types.at("event::sigval") == "event_sigval2");
}

TEST_CASE("a constant of a class does not take the name of another constant of the sources") {
    Layout layout = with_records({"ring"});
    layout.constants.push_back({.name = "ring::LIMIT"});
    const auto names = draft_names(std::vector{layout}, {"LIMIT"});
    CHECK(names.numbers.at("ring::LIMIT") == "ring_LIMIT");
}

}  // namespace
}  // namespace abi
