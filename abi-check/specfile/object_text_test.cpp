#include "specfile/object_text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

namespace abi {
namespace {

using nlohmann::ordered_json;

/// As nlohmann's library writes an object with one member.
std::string by_the_library(const ordered_json& value) {
    return ordered_json{{"key", value}}.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string written(bool rows, std::size_t indent, const std::function<void(ObjectText&)>& add_members) {
    std::string text;
    const TextSink sink = [&](std::string_view part) { text += part; };
    TextParts parts{sink};
    ObjectText::write(parts, rows, indent, add_members);
    parts.flush();
    return text;
}

template <typename Value>
std::string by_us(const Value& value) {
    return written(false, 0, [&](ObjectText& object) { object.put("key", value); });
}

TEST_CASE("texts are escaped as nlohmann's library escapes them") {
    for (unsigned first = 0; first < 256; ++first) {
        for (const std::string_view behind : {"", "a", "\x80", "\xbf\xbf", "\xa0\x80\x80", "\""}) {
            const std::string text = "x" + std::string(1, static_cast<char>(first)) + std::string(behind);
            CAPTURE(first);
            CHECK(by_us(text) == by_the_library(text));
        }
    }
    CHECK(by_us(std::string()) == R"({"key":""})");
    CHECK(by_us("core::Ring<int[3]>") == R"({"key":"core::Ring<int[3]>"})");
}

TEST_CASE("numbers, truth values and lists are written as nlohmann's library writes them") {
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{10}, std::numeric_limits<std::uint64_t>::max()})
        CHECK(by_us(number) == by_the_library(number));
    CHECK(by_us(7U) == by_the_library(7U));
    CHECK(by_us(true) == by_the_library(true));
    CHECK(by_us(false) == by_the_library(false));
    using Texts = std::vector<std::string>;
    for (const auto& texts : {Texts{}, Texts{"riscv64"}, Texts{"a", "\"b\"", "\n"}})
        CHECK(by_us(texts) == by_the_library(texts));
    using Numbers = std::vector<std::uint64_t>;
    for (const auto& numbers : {Numbers{}, Numbers{4}, Numbers{4, 0, 16}})
        CHECK(by_us(numbers) == by_the_library(numbers));
}

TEST_CASE("an object in rows has a line for each member and for each element of its lists") {
    const auto is_pair = [](const auto& one) { return one.second != 0; };
    const auto add = [](ObjectText& object, const std::pair<std::string, unsigned>& one) {
        object.put("name", one.first);
        object.put("value", one.second);
    };
    using Pairs = std::vector<std::pair<std::string, unsigned>>;
    const auto text = written(true, 2, [&](ObjectText& object) {
        object.put("name", "Packet");
        object.put_null("size");
        object.put_object("place", [](ObjectText& place) { place.put("file", "a.c"); });
        object.put_list("none", Pairs{}, is_pair, add);
        object.put_list("some", Pairs{{"a", 0}, {"b", 1}}, is_pair, add);
    });
    CHECK(text == R"({
   "name": "Packet",
   "size": null,
   "place": {"file":"a.c"},
   "none": [],
   "some": [
    {"name":"a","value":0},
    {
     "name": "b",
     "value": 1
    }
   ]
  })");
}

TEST_CASE("a long list is passed on in parts") {
    std::string text;
    std::size_t longest = 0;
    const TextSink sink = [&](std::string_view part) {
        text += part;
        longest = std::max(longest, part.size());
    };
    TextParts parts{sink};
    const std::vector<unsigned> values(100'000);
    ObjectText::write(parts, true, 0, [&](ObjectText& object) {
        object.put_list(
            "list", values, [](unsigned) { return false; },
            [](ObjectText& one, unsigned value) { one.put("value", value); });
    });
    parts.flush();
    CHECK(longest < 70'000);
    REQUIRE(text.size() > 1'000'000);
    CHECK(ordered_json::parse(text)["list"].size() == values.size());
}

}  // namespace
}  // namespace abi
