#include "specfile/read.h"

#include <doctest/doctest.h>

#include "specfile/layout_json.h"
#include "specfile/refusal.h"

namespace abi {
namespace {

TEST_CASE("the specs of this project are valid") {
    for (const char* path : {"spec/membrane.abi.json", "spec/replay.abi.json"}) {
        CAPTURE(std::string(path));
        const auto spec = read_spec(path);
        for (const auto& problem : spec.problems) FAIL_CHECK(to_string(problem));
        REQUIRE(spec);
        CHECK(spec->layout.origin == path);
        CHECK(spec->digest.size() == 64);
    }
}

TEST_CASE("a record is read with its types, roles, history and places") {
    const auto spec = read_spec("spec/membrane.abi.json");
    REQUIRE(spec);
    CHECK(spec->name == "membrane");
    const Record* packet = find_record(spec->layout, "CmdPacket");
    REQUIRE(packet != nullptr);
    CHECK(packet->size_bytes == 32U);
    CHECK(packet->align_bytes == 16U);
    CHECK(packet->targets == std::vector<std::string>{"riscv64", "x86_64", "aarch64"});
    REQUIRE(packet->fields.size() == 4);
    CHECK(packet->fields[0].type == Type{.kind = Kind::enumeration, .width_bits = 32, .name = "CmdKind"});
    CHECK(packet->fields[0].role == Role::tag);
    CHECK(packet->fields[1].role == Role::padding);
    CHECK(packet->fields[3].type == Type{.kind = Kind::unsigned_integer, .width_bits = 128});
    CHECK(packet->fields[3].offset_bits == 128);
    REQUIRE(packet->history.size() == 2);
    CHECK(packet->history[0].name == "CmdPacket@hal-24");
    CHECK(packet->history[0].fields[1].type.width_bits == 32);
    CHECK(packet->place.file == "spec/membrane.abi.json");
    CHECK(packet->place.line > 1);
    CHECK(packet->fields[1].place.line == packet->fields[0].place.line + 1);
    const Enum* kinds = find_enum(spec->layout, "CmdKind");
    REQUIRE(kinds != nullptr);
    CHECK(kinds->enumerators[0].value == Integer{.low = 0x100});
    CHECK(kinds->enumerators[0].place.line == kinds->place.line + 4);
}

TEST_CASE("bit-fields, pointers, unions, nested records and flexible tails are read") {
    const auto spec = parse_spec("test.json", one_spec(R"(
        "byte_order": "big",
        "constants": [{"name": "MASK", "type": "u128", "value": "0xffff_ffff_ffff_ffff_ffff_ffff_ffff_ffff"},
                      {"name": "LOW", "type": "i64", "value": -9223372036854775808},
                      {"name": "FIRST", "type": "E", "value": -1}],
        "enums": [{"name": "E", "type": "i8", "values": [{"name": "NEG", "value": "-128"}]}],
        "records": [
            {"name": "Outer", "size": 32, "align": 8, "pointer_bytes": 8, "grows_at_end": true, "fields": [
                {"name": "flags", "type": "u32:5", "offset": 0},
                {"name": "mode", "type": "u32:27", "offset": 0, "bit": 5},
                {"name": "inner", "type": "Inner", "offset": 4},
                {"name": "next", "type": "ptr", "offset": 8},
                {"name": "counts", "type": "usize[2]", "offset": 16},
                {"name": "rest", "type": "u8[]", "offset": 32}]},
            {"name": "Inner", "kind": "union", "size": 4, "align": 4, "fields": [
                {"name": "all", "type": "u32", "offset": 0},
                {"name": "parts", "type": "u16[2]", "offset": 0}]},
            {"name": "Tight", "size": 5, "align": 1, "packed": true, "fields": [
                {"name": "tag", "type": "u8", "offset": 0, "role": "tag"},
                {"name": "value", "type": "u32", "offset": 1}]}])"));
    for (const auto& problem : spec.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(spec);
    CHECK(spec->layout.byte_order == ByteOrder::big);
    CHECK(spec->layout.constants[1].value == Integer{.low = 1ULL << 63U, .negative = true});
    const auto& fields = spec->layout.records[0].fields;
    CHECK(fields[1].offset_bits == 5);
    CHECK(fields[1].bit_width == 27U);
    CHECK(fields[1].storage_bits == 32U);
    CHECK(fields[2].type == Type{.kind = Kind::record, .width_bits = 32, .name = "Inner"});
    CHECK(fields[3].type == Type{.kind = Kind::pointer, .width_bits = 64});
    CHECK(fields[4].type == Type{.kind = Kind::unsigned_integer, .width_bits = 64, .extents = {2}});
    CHECK(fields[4].type.host_sized);
    CHECK(fields[5].type.flexible_tail);
    CHECK(spec->layout.records[1].kind == RecordKind::union_);
    CHECK(spec->layout.records[2].packed);
}

TEST_CASE("types and values that cannot be are refused") {
    const auto constant = [](const char* type, const char* value) {
        return one_spec(R"("constants": [{"name": "C", "type": ")" + std::string(type) + R"(", "value": )" + value +
                        "}]");
    };
    const std::string e = R"("enums": [{"name": "E", "type": "i8", "values": [{"name": "A", "value": 128}]}])";
    for (
        const Refusal& row : {
            Refusal{"no JSON", "{\"name\": \"t\",\n oops}", "", "JSON", "invalid literal"},
            Refusal{"a key twice", R"({"name": "t", "name": "u"})", "/name", "each key once", "\"name\""},
            Refusal{"breaks the schema", "{}", "", "the key \"name\"", "no such key"},
            Refusal{"value beyond its type", constant("u8", "256"), "/constants/0/value", "u8 can hold", "0x100"},
            Refusal{"negative in unsigned", constant("u8", "-1"), "/constants/0/value", "u8 can hold", "-1"},
            Refusal{"enumerator beyond its type", one_spec(e), "/enums/0/values/0/value", "i8 can hold", "0x80"},
            Refusal{"no number", constant("u8", "\"0xzz\""), "/constants/0/value", "a whole number", "0xzz"},
            Refusal{"more than 128 bits", constant("u128", "\"0x100000000000000000000000000000000\""),
                    "/constants/0/value", "at most 128 bits", "0x1"},
            Refusal{"a float as constant", constant("f32", "1"), "/constants/0/type", "an integer type", "f32"},
            Refusal{"an array as constant", constant("u8[2]", "1"), "/constants/0/type", "an integer type", "u8[2]"},
            Refusal{"unknown type", constant("u33", "1"), "/constants/0/type", "a built-in type",
                    "did you mean \"u32\"?"},
            Refusal{"usize without a record", constant("usize", "1"), "/constants/0/type", "pointer_bytes", "usize"},
            Refusal{"an enum of floats",
                    one_spec(R"("enums": [{"name": "E", "type": "f32", "values": [{"name": "A", "value": 1}]}])"),
                    "/enums/0/type", "an integer type", "f32"},
            Refusal{"unknown record", one_record(4, 4, R"({"name": "a", "type": "Packet", "offset": 0})"),
                    "/records/0/fields/0/type", "a record or an enum", "\"Packet\""},
            Refusal{"malformed type", one_record(4, 4, R"({"name": "a", "type": "u8[4", "offset": 0})"),
                    "/records/0/fields/0/type", "a number and ]", "u8[4"},
            Refusal{
                "ptr of two possible sizes",
                one_record(
                    8, 8,
                    R"({"name": "a", "type": "u64", "offset": 0}, {"name": "b", "type": "ptr", "offset": 0, "overlaps": true})"),
                "/records/0/fields/1/type", "pointer_bytes", "ptr"},
            Refusal{"bit of a whole field", one_record(4, 4, R"({"name": "a", "type": "u32", "offset": 0, "bit": 1})"),
                    "/records/0/fields/0/bit", "only for a bit-field", "u32"},
            Refusal{"bits past their storage",
                    one_record(4, 4, R"({"name": "a", "type": "u32:5", "offset": 0, "bit": 28})"),
                    "/records/0/fields/0", "within its 32 bits", "bits 28 to 33"},
            Refusal{"bits of a record", one_spec(R"("records": [{"name": "R", "size": 4, "align": 4, "fields": [
                         {"name": "a", "type": "u32", "offset": 0}]}, {"name": "S", "size": 4, "align": 4, "fields": [
                         {"name": "a", "type": "R:5", "offset": 0}]}])"),
                    "/records/1/fields/0/type", "of an integer or an enum", "R:5"},
            Refusal{"storage that is misaligned",
                    one_record(4, 4, R"({"name": "_pad", "type": "u16", "offset": 0, "role": "padding"},
                                         {"name": "a", "type": "u32:16", "offset": 2})"),
                    "/records/0/fields/1/offset", "a multiple of 4", "2"},
            Refusal{"targets that are empty",
                    one_record(1, 1, R"({"name": "a", "type": "u8", "offset": 0})", R"("targets": [], )"),
                    "/records/0/targets", "at least 1 item", "empty"},
        }) {
        check_refusal(row, parse_spec("test.json", row.text));
    }
}

TEST_CASE("a fault is said with file, line, column, pointer, expectation and finding") {
    const auto spec = parse_spec("a/b.json", "{\n  \"name\": \"t\",\n  \"recods\": []\n}\n");
    REQUIRE(spec.problems.size() == 1);
    CHECK(to_string(spec.problems[0]) ==
          "a/b.json:3:13: error: /recods: expected only keys that the schema knows, found \"recods\", did you mean "
          "\"records\"?");
}

TEST_CASE("several faults are said at once, from the top of the file") {
    const auto spec = parse_spec("test.json", one_spec(R"(
        "records": [{"name": "R", "size": 6, "align": 3, "fields": [
            {"name": "a", "type": "u8", "offset": 0},
            {"name": "a", "type": "u64", "offset": 0}]}])"));
    REQUIRE(spec.problems.size() > 3);
    for (std::size_t i = 1; i < spec.problems.size(); ++i) {
        CHECK(spec.problems[i - 1].place.line <= spec.problems[i].place.line);
    }
}

TEST_CASE("a file that cannot be read is a problem, and so is one that is endless") {
    CHECK(to_string(read_spec("spec/absent.abi.json").problems.at(0)) ==
          "spec/absent.abi.json: error: expected a file that can be read, found No such file or directory");
    CHECK_FALSE(read_spec("spec"));
    std::string many = R"({"name": "t", "constants": [)";
    for (int i = 0; i < 500; ++i) many += "{},";
    many.back() = ']';
    CHECK(parse_spec("test.json", many + "}").problems.size() == 101);
}

TEST_CASE("an integer fits a type exactly up to its limits") {
    const auto fit = [](const char* value, Kind kind, std::uint64_t width) {
        return fits(*parse_integer(value), Type{.kind = kind, .width_bits = width});
    };
    CHECK(fit("255", Kind::unsigned_integer, 8));
    CHECK_FALSE(fit("256", Kind::unsigned_integer, 8));
    CHECK(fit("-128", Kind::signed_integer, 8));
    CHECK_FALSE(fit("-129", Kind::signed_integer, 8));
    CHECK_FALSE(fit("128", Kind::signed_integer, 8));
    CHECK(fit("0xffffffffffffffff", Kind::unsigned_integer, 64));
    CHECK_FALSE(fit("0x10000000000000000", Kind::unsigned_integer, 64));
    CHECK(fit("-0x80000000000000000000000000000000", Kind::signed_integer, 128));
    CHECK_FALSE(fit("0x80000000000000000000000000000000", Kind::signed_integer, 128));
    CHECK(fit("0xffffffffffffffffffffffffffffffff", Kind::unsigned_integer, 128));
    CHECK(fit("1", Kind::boolean, 8));
    CHECK_FALSE(fit("2", Kind::boolean, 8));
}

}  // namespace
}  // namespace abi
