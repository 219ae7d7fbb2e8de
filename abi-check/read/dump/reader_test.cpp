#include "read/dump/reader.h"

#include <doctest/doctest.h>

#include "specfile/read.h"
#include "specfile/refusal.h"
#include "specfile/write.h"

namespace abi {
namespace {

// The model compares types without their spelling, but a dump must keep the spelling, too. Each part has a check of its
// own, so that a failure names the part. Each function names all members, so that it does not compile while it lacks a
// new one: this test holds the writer, the schema and the reader together.

void check_same(const Type& a, const Type& b) {
    const auto& [kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling, typedefs] = a;
    CHECK(a == b);
    CHECK(host_sized == b.host_sized);
    CHECK(spelling == b.spelling);
    CHECK(typedefs == b.typedefs);
}

void check_same(const Field& a, const Field& b) {
    const auto& [name, type, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place] = a;
    CAPTURE(a.name);
    CHECK(name == b.name);
    check_same(type, b.type);
    CHECK(offset_bits == b.offset_bits);
    CHECK(bit_width == b.bit_width);
    CHECK(storage_bits == b.storage_bits);
    CHECK(byte_order == b.byte_order);
    CHECK(role == b.role);
    CHECK(doc == b.doc);
    CHECK(place == b.place);
}

void check_same(const Record& a, const Record& b) {
    const auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, only_asked, no_promise,
                 grows_at_end, min_size_bytes, size_field, record_order, pointer_bytes, targets, unit, unit_local,
                 history, doc, place] = a;
    CAPTURE(a.name);
    CHECK(name == b.name);
    CHECK(kind == b.kind);
    CHECK(size_bytes == b.size_bytes);
    CHECK(align_bytes == b.align_bytes);
    CHECK(packed == b.packed);
    CHECK(fields_unknown == b.fields_unknown);
    CHECK(only_asked == b.only_asked);
    CHECK(no_promise == b.no_promise);
    CHECK(unit == b.unit);
    CHECK(grows_at_end == b.grows_at_end);
    CHECK(pointer_bytes == b.pointer_bytes);
    CHECK(targets == b.targets);
    CHECK(doc == b.doc);
    CHECK(place == b.place);
    REQUIRE(fields.size() == b.fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) check_same(fields[i], b.fields[i]);
    REQUIRE(history.size() == b.history.size());
    for (std::size_t i = 0; i < history.size(); ++i) check_same(history[i], b.history[i]);
}

void check_same(const Layout& a, const Layout& b) {
    CHECK(a.origin == b.origin);
    CHECK(a.target == b.target);
    CHECK(a.byte_order == b.byte_order);
    CHECK(a.facts == b.facts);
    REQUIRE(a.records.size() == b.records.size());
    for (std::size_t i = 0; i < a.records.size(); ++i) check_same(a.records[i], b.records[i]);
    REQUIRE(a.enums.size() == b.enums.size());
    for (std::size_t i = 0; i < a.enums.size(); ++i) {
        CHECK(a.enums[i].name == b.enums[i].name);
        check_same(a.enums[i].type, b.enums[i].type);
        CHECK(a.enums[i].fixed_width == b.enums[i].fixed_width);
        CHECK(a.enums[i].scoped == b.enums[i].scoped);
        CHECK(a.enums[i].doc == b.enums[i].doc);
        CHECK(a.enums[i].place == b.enums[i].place);
        REQUIRE(a.enums[i].enumerators.size() == b.enums[i].enumerators.size());
        for (std::size_t j = 0; j < a.enums[i].enumerators.size(); ++j) {
            CHECK(a.enums[i].enumerators[j].name == b.enums[i].enumerators[j].name);
            CHECK(a.enums[i].enumerators[j].value == b.enums[i].enumerators[j].value);
            CHECK(a.enums[i].enumerators[j].doc == b.enums[i].enumerators[j].doc);
            CHECK(a.enums[i].enumerators[j].place == b.enums[i].enumerators[j].place);
        }
    }
    REQUIRE(a.constants.size() == b.constants.size());
    for (std::size_t i = 0; i < a.constants.size(); ++i) {
        CHECK(a.constants[i].name == b.constants[i].name);
        check_same(a.constants[i].type, b.constants[i].type);
        CHECK(a.constants[i].value == b.constants[i].value);
        CHECK(a.constants[i].doc == b.constants[i].doc);
        CHECK(a.constants[i].place == b.constants[i].place);
    }
}

void check_round_trip(const std::vector<Layout>& layouts) {
    const std::string text = write_dump(layouts);
    CAPTURE(text);
    const auto read = dump::parse("test.json", text);
    for (const auto& problem : read.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(read);
    REQUIRE(read->size() == layouts.size());
    for (std::size_t i = 0; i < layouts.size(); ++i) check_same(layouts[i], (*read)[i]);
    CHECK(write_dump(*read) == text);
}

Field field(std::string name, Type type, std::uint64_t offset_bits) {
    return {.name = std::move(name), .type = std::move(type), .offset_bits = offset_bits};
}

TEST_CASE("whatever a reader can find survives a dump in all parts") {
    const Type u32{
        .kind = Kind::unsigned_integer, .width_bits = 32, .spelling = "uint32_t", .typedefs = "__uint32_t __u32"};
    const Place place{"hal/channel.h", 12, 5, 12, 9};
    Record record{.name = "core::Ring<int[3]>", .size_bytes = 64, .align_bytes = 8, .packed = true, .place = place};
    record.doc = "\"quoted\"\n and on";
    record.only_asked = "only asked";
    record.no_promise = "no promise";
    record.unit = "a.c";
    record.fields_unknown = "a member is missing";
    record.fields = {
        field("plain", u32, 0),
        field("spelled", {.kind = Kind::unsigned_integer, .width_bits = 32, .spelling = "u32"}, 32),
        field("unspelled", {.kind = Kind::signed_integer, .width_bits = 32}, 64),
        field("host", {.kind = Kind::unsigned_integer, .width_bits = 64, .host_sized = true, .spelling = "size_t"}, 96),
        field("pointer", {.kind = Kind::pointer, .width_bits = 32, .host_sized = true, .spelling = "void *"}, 160),
        field("pointers", {.kind = Kind::pointer, .width_bits = 32, .extents = {2, 3}, .spelling = "void *[2][3]"},
              160),
        field("byte", {.kind = Kind::byte, .width_bits = 8, .spelling = "std::byte"}, 192),
        field("bytes", {.kind = Kind::byte, .width_bits = 8, .extents = {4}, .spelling = "std::byte[4]"}, 200),
        field("odd", {.kind = Kind::unsigned_integer, .width_bits = 24, .spelling = "_BitInt(24)"}, 232),
        field("long double", {.kind = Kind::floating, .width_bits = 80, .spelling = "long double"}, 256),
        field("strange", {.kind = Kind::unknown, .spelling = "int (&)[3]"}, 256),
        field("nameless", {.kind = Kind::unknown}, 256),
        field("known",
              {.kind = Kind::record, .width_bits = 16, .name = "Inner", .extents = {2}, .spelling = "Inner[2]"}, 264),
        field("other width", {.kind = Kind::record, .width_bits = 32, .name = "Inner", .spelling = "Inner"}, 264),
        field("absent", {.kind = Kind::record, .width_bits = 64, .name = "ns::Absent", .spelling = "Absent"}, 264),
        field("enumerated", {.kind = Kind::enumeration, .width_bits = 16, .name = "E", .spelling = "E"}, 264),
        field("zero", {.kind = Kind::unsigned_integer, .width_bits = 8, .extents = {0}, .spelling = "char[0]"}, 264),
        field("", u32, 300),
        field("", u32, 300),
        field("past the end", u32, 4000),
        field("tail", {.kind = Kind::unsigned_integer, .width_bits = 8, .flexible_tail = true, .spelling = "u8[]"},
              4100),
        field("byte tail", {.kind = Kind::byte, .width_bits = 8, .flexible_tail = true, .spelling = "std::byte[]"},
              4100),
    };
    Field bits = field("bits", u32, 5);
    bits.bit_width = 5;
    bits.storage_bits = 32;
    Field bits_of_unknown_storage = bits;
    bits_of_unknown_storage.storage_bits.reset();
    Field bits_in_a_byte = bits;
    bits_in_a_byte.storage_bits = 8;
    Field no_bits = bits;
    no_bits.bit_width = 0;
    Field exact_bits = bits;
    exact_bits.type = {.kind = Kind::enumeration, .width_bits = 32, .name = "ns::E", .spelling = "E"};
    Field tagged = field("tagged", u32, 8);
    tagged.role = Role::tag;
    tagged.doc = "doc";
    tagged.place = place;
    record.fields.insert(record.fields.begin() + 1,
                         {bits, bits_of_unknown_storage, bits_in_a_byte, no_bits, exact_bits, tagged});

    Layout layout{.origin = "hal", .target = "arm", .byte_order = ByteOrder::big};
    layout.records = {record, Record{.name = "Inner", .kind = RecordKind::union_, .size_bytes = 2},
                      Record{.name = "Opaque"}};
    layout.enums = {Enum{.name = "E",
                         .type = {.kind = Kind::unsigned_integer, .width_bits = 16, .spelling = "uint16_t"},
                         .enumerators = {{.name = "A", .value = {.low = 0x400}, .doc = "d", .place = place}},
                         .doc = "d",
                         .place = place},
                    Enum{.name = "Chosen",
                         .type = {.kind = Kind::signed_integer, .width_bits = 32, .host_sized = true},
                         .fixed_width = false,
                         .enumerators = {{.name = "B", .value = {.low = 1, .negative = true}}}},
                    Enum{.name = "Unread"}};
    layout.constants = {Constant{.name = "ns::C", .type = u32, .value = {.low = 7}, .doc = "d", .place = place},
                        Constant{.name = "WIDE",
                                 .type = {.kind = Kind::unsigned_integer, .width_bits = 128},
                                 .value = {.low = 1, .high = ~std::uint64_t{0}}},
                        Constant{.name = "UNTYPED", .type = {}, .value = {.low = 1ULL << 40U}}};
    check_round_trip({layout, Layout{}});
}

TEST_CASE("a spec survives a dump in all parts, its history included") {
    const auto membrane = read_spec("spec/membrane.abi.json");
    const auto replay = read_spec("spec/replay.abi.json");
    const auto other = parse_spec("other.json", one_spec(R"("records": [
        {"name": "P", "size": 16, "align": 8, "pointer_bytes": 8, "grows_at_end": true, "fields": [
            {"name": "p", "type": "ptr", "offset": 0}, {"name": "n", "type": "usize", "offset": 8},
            {"name": "t", "type": "u8[]", "offset": 16}],
         "history": [{"label": "a@b", "size": 8, "align": 8, "fields": [{"name": "p", "type": "ptr", "offset": 0}]}]},
        {"name": "B", "size": 4, "align": 4, "fields": [
            {"name": "a", "type": "u32:5", "offset": 0}, {"name": "b", "type": "u32:27", "offset": 0, "bit": 5}]}])"));
    REQUIRE(membrane);
    REQUIRE(replay);
    REQUIRE(other);
    check_round_trip({membrane->layout, replay->layout, other->layout});
}

TEST_CASE("a dump written by hand needs no more than a spec") {
    const auto read =
        dump::parse("test.json", R"({"abi_check_dump": 1, "layouts": [{"origin": "zig", "target": "riscv64",
        "enums": [{"name": "E", "type": "u8", "values": [{"name": "A", "value": 1}]}],
        "records": [{"name": "R", "size": null, "align": null, "fields": [
            {"name": "second", "type": "E", "offset": 8}, {"name": "overlapping", "type": "u32", "offset": 1},
            {"name": "bits", "type": "u32:3", "offset": 4, "bit": 2}]}]}]})");
    for (const auto& problem : read.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(read);
    const Record& record = (*read)[0].records[0];
    CHECK_FALSE(record.size_bytes);
    REQUIRE(record.fields.size() == 3);
    CHECK(record.fields[0].name == "overlapping");
    CHECK(record.fields[1].storage_bits == 32U);
    CHECK(record.fields[2].type == Type{.kind = Kind::enumeration, .width_bits = 8, .name = "E"});
}

TEST_CASE("a dump with a fault is refused") {
    const auto with = [](const std::string& parts) {
        return R"({"abi_check_dump": 1, "layouts": [{"origin": "o", "target": "t", )" + parts + "}]}";
    };
    const std::string c = R"({"name": "C", "type": "u8", "value": 1})";
    const auto record = [](const std::string& fields) {
        return R"({"name": "R", "size": 4, "align": 4, "fields": [)" + fields + "]}";
    };
    for (const Refusal& row : {
             Refusal{"another version", R"({"abi_check_dump": 2, "layouts": []})", "/abi_check_dump", "one of 1", "2"},
             Refusal{"no layouts", R"({"abi_check_dump": 1})", "", "the key \"layouts\"", "no such key"},
             Refusal{"unknown key", with(R"("recods": [])"), "/layouts/0/recods", "only keys",
                     "did you mean \"records\"?"},
             Refusal{"record twice", with("\"records\": [" + record("") + "," + record("") + "]"),
                     "/layouts/0/records/1/name", "that differ", "\"R\" again"},
             Refusal{"constant twice", with("\"constants\": [" + c + "," + c + "]"), "/layouts/0/constants/1/name",
                     "that differ", "\"C\" again"},
             Refusal{"unknown type",
                     with("\"records\": [" + record(R"({"name": "a", "type": "Q", "offset": 0})") + "]"),
                     "/layouts/0/records/0/fields/0/type", "a record or an enum", "\"Q\""},
             Refusal{"value beyond its type", with(R"("constants": [{"name": "C", "type": "u8", "value": 256}])"),
                     "/layouts/0/constants/0/value", "u8 can hold", "0x100"},
             Refusal{"extents beyond all memory",
                     with("\"records\": [" + record(R"({"name": "a", "type": "x", "offset": 0, "exact_type": {
                         "kind": "boolean", "width_bits": 8, "extents": [1099511627776, 1099511627776]}})") +
                          "]"),
                     "/layouts/0/records/0/fields/0/exact_type", "a tebibyte", "2 extents"},
         }) {
        check_refusal(row, dump::parse("test.json", row.text));
    }
    CHECK(dump::read("absent.json").problems.at(0).found == "No such file or directory");
}

TEST_CASE("the same layouts give the same bytes, a line for each field") {
    const auto spec = read_spec("spec/replay.abi.json");
    REQUIRE(spec);
    const std::string text = write_dump(std::vector{spec->layout});
    CHECK(text.ends_with("}\n"));
    CHECK(text.starts_with("{\n \"abi_check_dump\": 1,\n \"layouts\": [\n"));
    CHECK(text == write_dump(std::vector{spec->layout}));
    CHECK(text.find("\n      {\"name\":\"index\",\"type\":\"u32\"") != std::string::npos);
}

}  // namespace
}  // namespace abi
