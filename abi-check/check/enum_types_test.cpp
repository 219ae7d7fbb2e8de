#include "check/enum_types.h"

#include <doctest/doctest.h>

#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Type of_enum(const char* name) {
    auto type = scalar(Kind::enumeration, 32);
    type.name = name;
    return type;
}

Record packet(Type kind, Type mode) {
    return record("Packet", 8, 4, {field("kind", std::move(kind), 0), field("mode", std::move(mode), 4)});
}

/// The fields whose enumerations differ.
std::string differ(const Record& actual) {
    Layout spec;
    for (const char* name : {"Kind", "Mode"}) {
        Enum one;
        one.name = name;
        one.type = u(32);
        spec.enums.push_back(one);
    }
    const auto expected = packet(of_enum("Kind"), of_enum("Mode"));
    auto differences = compare_records(expected, actual);
    compare_enum_types(spec, expected, actual, differences);
    std::string text;
    for (const auto& one : differences) text += one.field + ": " + one.expected + " " + one.actual + "; ";
    return text;
}

}  // namespace

TEST_CASE("two enumerations of the spec in each other's place are a difference") {
    CHECK(differ(packet(of_enum("Kind"), of_enum("Mode"))).empty());
    CHECK(differ(packet(of_enum("Mode"), of_enum("Kind"))) == "kind: Kind Mode; mode: Mode Kind; ");
}

TEST_CASE("an integer, or an enumeration that the spec does not have, is none") {
    CHECK(differ(packet(u(32), of_enum("Mode"))).empty());
    CHECK(differ(packet(of_enum("Other"), of_enum(""))).empty());
}
