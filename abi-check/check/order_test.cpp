#include "check/order.h"

#include <doctest/doctest.h>

using namespace abi;

namespace {

Field bits(std::string name, std::uint64_t offset_bits, unsigned width, unsigned unit = 32) {
    return {.name = std::move(name),
            .type = {.kind = Kind::unsigned_integer, .width_bits = unit},
            .offset_bits = offset_bits,
            .bit_width = width};
}

Field number(std::string name, std::uint64_t offset_bits, unsigned width) {
    return {.name = std::move(name),
            .type = {.kind = Kind::unsigned_integer, .width_bits = width},
            .offset_bits = offset_bits};
}

Record record_of(std::vector<Field> fields, std::uint64_t size_bytes = 4) {
    return {.name = "R", .size_bytes = size_bytes, .align_bytes = 4, .fields = std::move(fields)};
}

/// "a 28, b 0": the first bit of each field, in the order of the spec.
std::string seen_by(ByteOrder spec, const Record& expected, const Record& actual, ByteOrder own) {
    const Record seen = in_order_of({spec, own}, expected, actual);
    std::string text;
    for (const auto& meant : expected.fields) {
        for (const auto& field : seen.fields) {
            if (field.name == meant.name) text += field.name + " " + std::to_string(field.offset_bits) + " ";
        }
    }
    return text;
}

}  // namespace

TEST_CASE("The first bit-field of a big-endian machine has the high bits of its word") {
    const auto spec = record_of({bits("type", 0, 4), bits("error", 4, 1), bits("rest", 5, 27)});
    CHECK(seen_by(ByteOrder::little, spec, spec, ByteOrder::big) == "type 28 error 27 rest 0 ");
    CHECK(seen_by(ByteOrder::big, spec, spec, ByteOrder::little) == "type 28 error 27 rest 0 ");
    CHECK(seen_by(ByteOrder::little, spec, spec, ByteOrder::little) == "type 0 error 4 rest 5 ");
}

TEST_CASE("A declaration that is turned round for big-endian machines conforms") {
    const auto spec = record_of({bits("type", 0, 4), bits("rest", 4, 28)});
    const auto turned = record_of({bits("rest", 0, 28), bits("type", 28, 4)});
    CHECK(seen_by(ByteOrder::little, spec, turned, ByteOrder::big) == "type 0 rest 4 ");
}

TEST_CASE("A word ends where another field begins") {
    const auto spec = record_of({number("x", 0, 8), bits("f", 8, 4), bits("rest", 12, 20)});
    const auto turned = record_of({number("x", 0, 8), bits("rest", 8, 20), bits("f", 28, 4)});
    CHECK(seen_by(ByteOrder::little, spec, turned, ByteOrder::big) == "x 0 f 8 rest 12 ");
    CHECK(seen_by(ByteOrder::little, spec, spec, ByteOrder::big) == "x 0 f 28 rest 8 ");
}

TEST_CASE("Bit-fields of a packed record have the word behind the field before them") {
    auto spec = record_of({number("x", 0, 8), bits("f", 8, 4), bits("rest", 12, 28)}, 5);
    spec.packed = true;
    auto turned = record_of({number("x", 0, 8), bits("rest", 8, 28), bits("f", 36, 4)}, 5);
    turned.packed = true;
    CHECK(seen_by(ByteOrder::little, spec, turned, ByteOrder::big) == "x 0 f 8 rest 12 ");
}

TEST_CASE("A bit-field that states its order uses the bits of its bytes") {
    auto actual = record_of({bits("low", 0, 4), bits("byte", 8, 8), bits("half", 16, 16)});
    for (auto& field : actual.fields) field.byte_order = ByteOrder::big;
    const auto spec = record_of({bits("low", 0, 4), bits("byte", 8, 8), bits("half", 16, 16)});
    CHECK(seen_by(ByteOrder::little, spec, actual, ByteOrder::little) == "low 4 byte 8 half 16 ");
    CHECK(seen_by(ByteOrder::big, spec, actual, ByteOrder::little) == "low 0 byte 8 half 16 ");
}

TEST_CASE("A stated order is a difference only for what has more than one byte") {
    auto actual = record_of({number("a", 0, 16), number("b", 16, 8), bits("c", 24, 4, 8)});
    for (auto& field : actual.fields) field.byte_order = ByteOrder::big;
    const auto spec = record_of({number("a", 0, 16), number("b", 16, 8), bits("c", 24, 4, 8)});
    const auto seen = in_order_of({}, spec, actual);
    std::string text;
    for (const auto& one : compare_records(spec, seen)) {
        text += one.field + " " + std::string(row_of(one.rule).id) + " " + one.expected + ", " + one.actual + "\n";
    }
    CHECK(text ==
          "a abi-byte-order little-endian, big-endian\n"
          "c abi-bit-order offset 3, bit 0, offset 3, bit 4\n");
}

TEST_CASE("A record that states the spec's order on a machine of the other one has it") {
    auto actual = record_of({number("a", 0, 32)});
    actual.fields[0].byte_order = ByteOrder::little;
    const auto spec = record_of({number("a", 0, 32)});
    CHECK(compare_records(spec, in_order_of({.own = ByteOrder::big}, spec, actual)).empty());
}

namespace {

Field named(std::string name, std::uint64_t offset_bits, std::string spelling, std::string typedefs = "") {
    Field field = number(std::move(name), offset_bits, 32);
    field.type.spelling = std::move(spelling);
    field.type.typedefs = std::move(typedefs);
    return field;
}

Field ordered(Field field, ByteOrder order) {
    field.byte_order = order;
    return field;
}

std::string differences(const Orders& orders, const Record& expected, const Record& actual) {
    std::string text;
    for (const auto& one : compare_records(expected, in_order_of(orders, expected, actual))) {
        text += one.field + " " + std::string(row_of(one.rule).id) + " " + one.expected + ", " + one.actual + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("The name of a type states the order of a field, on machines of both orders") {
    const auto big = record_of({ordered(named("a", 0, "u32be"), ByteOrder::big)});
    for (const auto own : {ByteOrder::little, ByteOrder::big}) {
        CHECK(differences({.own = own}, big, record_of({named("a", 0, "__be32")})).empty());
        CHECK(differences({.own = own}, big, record_of({named("a", 0, "addr_t", "__be32 __u32")})).empty());
        CHECK(differences({.own = own}, big, record_of({named("a", 0, "__le32")})) ==
              "a abi-byte-order big-endian, little-endian\n");
    }
}

TEST_CASE("A field that states no order has that of the machine") {
    const auto big = record_of({ordered(named("a", 0, "u32be"), ByteOrder::big)});
    CHECK(differences({}, big, record_of({named("a", 0, "uint32_t")})) ==
          "a abi-byte-order big-endian, little-endian\n");
    CHECK(differences({.own = ByteOrder::big}, big, record_of({named("a", 0, "uint32_t")})).empty());
    const auto little = record_of({ordered(named("a", 0, "u32le"), ByteOrder::little)});
    CHECK(differences({.spec = ByteOrder::big}, little, record_of({named("a", 0, "uint32_t")})).empty());
}

TEST_CASE("In a record that names the order of one field, each field without a name differs") {
    const auto spec = record_of({named("a", 0, "u32"), named("b", 32, "u32")}, 8);
    const Orders big{.spec = ByteOrder::big};
    CHECK(differences(big, spec, record_of({named("a", 0, "uint32_t"), named("b", 32, "uint32_t")}, 8)).empty());
    CHECK(differences(big, spec, record_of({named("a", 0, "__be32"), named("b", 32, "uint32_t")}, 8)) ==
          "b abi-byte-order big-endian, little-endian\n");
}

TEST_CASE("A structure or an array of bytes whose name states an order is a number") {
    const auto spec = record_of({ordered(named("a", 0, "u32be"), ByteOrder::big)});
    auto actual = record_of({named("a", 0, "U32<BigEndian>")});
    actual.fields[0].type.kind = Kind::record;
    actual.fields[0].type.name = "U32<BigEndian>";
    CHECK(differences({}, spec, actual).empty());
    actual.fields[0].type = {.kind = Kind::unsigned_integer, .width_bits = 8, .extents = {4}, .spelling = "be32"};
    CHECK(differences({}, spec, actual).empty());
    actual.fields[0].type.spelling = "mac32";
    CHECK(differences({}, spec, actual).find("abi-kind") != std::string::npos);
}

TEST_CASE("a field means the spec's field of its name, also behind scopes, else the first one at its offset") {
    const auto spec = record_of({number("size", 0, 32), number("b::size", 32, 32), number("c", 64, 64)}, 16);
    const MeantFields meanings(spec);
    const auto meant = [&](const char* name, std::uint64_t at_bytes) {
        const Field* found = meanings.of(number(name, at_bytes * 8, 32));
        return found != nullptr ? found->name : "none";
    };
    CHECK(meant("c", 4) == "c");
    CHECK(meant("b::size", 12) == "size");
    CHECK(meant("a::c", 4) == "c");
    CHECK(meant("other", 4) == "b::size");
    CHECK(meant("other", 12) == "none");
}

TEST_CASE("If the spec states the order of a record, its bit-fields are those of the bytes in memory") {
    // TCP's header: doff is the high half of byte 0 on the wire.
    auto spec = record_of({bits("doff", 0, 4, 16), bits("res", 4, 4, 16), bits("flags", 8, 8, 16)}, 2);
    for (auto& field : spec.fields) field.byte_order = ByteOrder::big;
    const auto turned = record_of({bits("res", 0, 4, 16), bits("doff", 4, 4, 16), bits("flags", 8, 8, 16)}, 2);
    CHECK(differences({}, spec, turned).empty());
    CHECK(
        differences({}, spec, record_of({bits("doff", 0, 4, 16), bits("res", 4, 4, 16), bits("flags", 8, 8, 16)}, 2)) ==
        "doff abi-bit-order offset 0, bit 0, offset 0, bit 4\n"
        "res abi-bit-order offset 0, bit 4, offset 0, bit 0\n");
}
