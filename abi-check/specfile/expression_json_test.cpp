#include "specfile/expression_json.h"

#include <doctest/doctest.h>

#include "model/on_target.h"
#include "specfile/digest.h"
#include "specfile/read.h"
#include "specfile/write.h"

namespace abi {
namespace {

/// A spec whose constant EV has this value and type. `event` has 16 bytes, and 12 on i686.
std::string spec_with(const std::string& value, const std::string& type = "u32") {
    return R"({"name": "s", "constants": [{"name": "EV", "type": ")" + type + R"(", "value": )" + value + R"(}],
      "enums": [{"name": "Kind", "type": "u16", "values": [{"name": "K", "value": 1}]}],
      "records": [
        {"name": "event", "size": 16, "align": 8, "fields": [
          {"name": "kind", "type": "u32", "offset": 0}, {"name": "low", "type": "u32:32", "offset": 4},
          {"name": "arg", "type": "u64", "offset": 8}],
         "layouts": [{"targets": ["i686"], "size": 12, "align": 4, "without": ["low"],
                      "fields": [{"name": "arg", "offset": 4}]}]},
        {"name": "large", "size": 16384, "align": 1, "fields": [{"name": "all", "type": "bytes[16384]", "offset": 0}]},
        {"name": "plain", "size": 4, "align": 4, "fields": [{"name": "a", "type": "u32", "offset": 0}]}]})";
}

std::string problem_of(const std::string& value, const std::string& type = "u32") {
    const auto spec = parse_spec("s.json", spec_with(value, type));
    return spec.problems.empty() ? "none" : spec.problems[0].expected + "; found " + spec.problems[0].found;
}

std::string value_on(const std::string& target, const std::string& value, const std::string& type = "u32") {
    const auto spec = parse_spec("s.json", spec_with(value, type));
    for (const auto& problem : spec.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(spec);
    const auto here = on_target(spec->layout, target);
    return here.constants.empty() ? "nothing" : to_string(here.constants[0].value);
}

TEST_CASE("a constant has its value on each target") {
    const std::string ioctl = R"({"ioctl": {"direction": "read", "type": "E", "number": 1, "record": "event"}})";
    CHECK(value_on("x86_64", ioctl) == "0x80104501");
    CHECK(value_on("i686", ioctl) == "0x800c4501");
    CHECK(value_on("i686", R"({"size_of": "event"})", "u16") == "0xc");
    CHECK(value_on("x86_64", R"({"align_of": "event"})") == "8");
    CHECK(value_on("x86_64", R"({"offset_of": "event.arg"})") == "8");
    CHECK(value_on("x86_64", R"({"ioctl": {"direction": "none", "type": "0x45", "number": "0x10"}})") == "0x4510");
    CHECK(value_on("x86_64", R"({"ioctl": {"direction": "write", "type": 1, "number": 2, "record": "Kind"}})") ==
          "0x40020102");
    CHECK(value_on("x86_64", R"({"ioctl": {"direction": "write", "type": "1", "number": 2, "record": "u8[3]"}})") ==
          "0x40030102");
}

TEST_CASE("an expression without a meaning is refused") {
    const auto argument = [](const std::string& record) {
        return problem_of(R"({"ioctl": {"direction": "read", "type": "E", "number": 1, "record": ")" + record + "\"}}");
    };
    CHECK(problem_of(R"({"size_of": "evnt"})") == "a record of this file; found \"evnt\", did you mean \"event\"?");
    CHECK(problem_of(R"({"offset_of": "event"})") == "a field of event, as \"event.FIELD\"; found \"\"");
    CHECK(problem_of(R"({"offset_of": "event.low"})") == "a field that is not a bit-field; found \"low\"");
    CHECK(problem_of(R"({"size_of": "event"})", "bool") == "a type that can hold 0x10; found bool");
    CHECK(argument("nothing").starts_with("a built-in type, a record or an enum of this file; found \"nothing\""));
    CHECK(argument("u32:3") == "a record, an enum or a type such as u32, ptr or u8[16]; found \"u32:3\"");
    CHECK(argument("large") == "an argument of at most 16383 bytes; found 16384 bytes");
    CHECK(argument("u8[16384]") == "an argument of at most 16383 bytes; found 16384 bytes");
    CHECK(problem_of(R"({"ioctl": {"direction": "read", "type": "E", "number": 1}})") ==
          "\"record\": the type of the argument, unless the direction is none; found no \"record\"");
    CHECK(problem_of(R"({"ioctl": {"direction": "none", "type": "E", "number": 1, "record": "u8"}})") ==
          "no \"record\" with direction none; found \"u8\"");
    CHECK(problem_of(R"({"ioctl": {"direction": "none", "type": "EV", "number": 1}})") ==
          "a number from 0 to 255, or one character such as \"E\"; found \"EV\"");
    CHECK(problem_of(R"({"ioctl": {"direction": "none", "type": "E", "number": 256}})") ==
          "a number from 0 to 255; found 256");
}

TEST_CASE("an expression is written as it is read") {
    for (const std::string value :
         {R"({"ioctl":{"direction":"read_write","type":"E","number":1,"record":"event[2]"}})",
          R"({"ioctl":{"direction":"none","type":"0x31","number":255}})", R"({"offset_of":"event.arg"})",
          R"({"size_of":"event"})", R"({"align_of":"event"})"}) {
        const auto spec = parse_spec("s.json", spec_with(value));
        REQUIRE(spec);
        CHECK(write_expression(*spec->layout.constants[0].expression).dump() == value);
    }
}

TEST_CASE("the digest is that of the value, unless the value depends on the target") {
    const auto form = [](const std::string& value) {
        const auto spec = parse_spec("s.json", spec_with(value));
        REQUIRE(spec);
        const auto text = canonical_form(spec->layout);
        const auto begin = text.find("constant");
        return text.substr(begin, text.find('\n', begin) - begin);
    };
    CHECK(form(R"({"size_of": "plain"})") == form("4"));
    CHECK(form(R"({"size_of": "event"})") == "constant u32 size event EV");
    CHECK(form(R"({"offset_of": "event.arg"})") == "constant u32 offset event.arg EV");
    CHECK(form(R"({"ioctl": {"direction": "read", "type": "E", "number": 1, "record": "event"}})") ==
          "constant u32 ioctl read 0x45 1 event EV");
    CHECK(form(R"({"ioctl": {"direction": "read", "type": "E", "number": 1, "record": "plain"}})") ==
          form(R"("0x80044501")"));
}

}  // namespace
}  // namespace abi
