#include "codec/fields.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "test/declare.h"

namespace {

using abi::ByteOrder;
using abi::Bytes;
using abi::Field;
using abi::FieldValue;
using abi::Integer;
using abi::Kind;
using abi::Layout;
using abi::Record;
using abi::Type;
namespace test = abi::test;

constexpr std::uint64_t all_ones = ~std::uint64_t{0};

Integer value_at(const std::vector<FieldValue>& values, std::string_view path) {
    const auto found = std::ranges::find(values, path, &FieldValue::path);
    REQUIRE(found != values.end());
    return found->value;
}

Bytes hex(std::string_view text) {
    return *abi::parse_hex(text);
}

Field bit_field(std::string name, Type type, std::uint64_t offset_bits, unsigned width) {
    Field field = test::field(std::move(name), std::move(type), 0);
    field.offset_bits = offset_bits;
    field.bit_width = width;
    return field;
}

Type of_record(std::string name, std::vector<std::uint64_t> extents = {}) {
    Type type;
    type.kind = Kind::record;
    type.name = std::move(name);
    type.extents = std::move(extents);
    return type;
}

/// A mask of all bits that fields of a record cover.
Bytes covered(const std::vector<FieldValue>& values, std::size_t size, ByteOrder order) {
    Bytes mask(size, 0);
    for (const auto& value : values) {
        for (auto bit = value.offset_bits; bit < value.offset_bits + value.width_bits; ++bit) {
            const auto in_byte = order == ByteOrder::little ? bit % 8 : 7 - bit % 8;
            mask[bit / 8] = static_cast<std::uint8_t>(mask[bit / 8] | 1U << in_byte);
        }
    }
    return mask;
}

/// A record of random fields: scalars of every kind and any width, arrays, bit-fields at any bit, holes.
Record random_record(std::mt19937& random) {
    const auto below = [&](std::uint64_t limit) { return random() % limit; };
    const Kind kinds[] = {Kind::unsigned_integer, Kind::signed_integer, Kind::floating,
                          Kind::boolean,          Kind::byte,           Kind::pointer};
    Record record = test::record("Random", 0, 1, {});
    std::uint64_t at_bits = 0;
    const auto count = 1 + below(12);
    for (std::uint64_t n = 0; n < count; ++n) {
        at_bits += below(3) == 0 ? below(24) : 0;
        const auto name = "f" + std::to_string(n);
        if (below(3) == 0) {
            const auto width = 1 + below(128);
            record.fields.push_back(
                bit_field(name, test::scalar(kinds[below(2)], 128), at_bits, static_cast<unsigned>(width)));
            at_bits += width;
            continue;
        }
        at_bits = (at_bits + 7) / 8 * 8;
        Type type = test::scalar(kinds[below(6)], std::uint64_t{8} << below(5));
        for (auto extents = below(3); extents != 0; --extents) type.extents.push_back(below(4));
        record.fields.push_back(test::field(name, type, at_bits / 8));
        at_bits += size_bits(type);
    }
    record.size_bytes = (at_bits + 7) / 8 + below(3);
    return record;
}

}  // namespace

TEST_CASE("A CmdPacket is decoded from its 32 bytes") {
    const auto bytes = hex("00040000 00000000 88776655 44332211 0100000000000000 efcdab8967452301");
    const auto values = decode({}, test::cmd_packet(), bytes, ByteOrder::little);
    REQUIRE(values);
    REQUIRE(values->size() == 4);
    CHECK((*values)[0] == FieldValue{"kind", {0x400}, 0, 32});
    CHECK((*values)[1] == FieldValue{"_pad", {0}, 32, 32});
    CHECK((*values)[2] == FieldValue{"arg", {0x1122334455667788}, 64, 64});
    CHECK((*values)[3] == FieldValue{"id", {1, 0x0123456789abcdef}, 128, 128});
}

TEST_CASE("A CmdPacket of a big-endian writer has the bytes of each field reversed") {
    const auto bytes = hex("00000400 00000000 11223344 55667788 0123456789abcdef 0000000000000001");
    const auto values = decode({}, test::cmd_packet(), bytes, ByteOrder::big);
    REQUIRE(values);
    CHECK(value_at(*values, "kind") == Integer{0x400});
    CHECK(value_at(*values, "arg") == Integer{0x1122334455667788});
    CHECK(value_at(*values, "id") == Integer{1, 0x0123456789abcdef});
}

TEST_CASE("Named values are encoded, and fields that are not named are zero") {
    const std::vector<FieldValue> values{{"arg", {0x1122334455667788}}, {"kind", {0x400}}};
    const auto little = encode({}, test::cmd_packet(), values, ByteOrder::little);
    REQUIRE(little);
    CHECK(*little == hex("00040000 00000000 88776655 44332211 0000000000000000 0000000000000000"));
    const auto big = encode({}, test::cmd_packet(), values, ByteOrder::big);
    REQUIRE(big);
    CHECK(*big == hex("00000400 00000000 11223344 55667788 0000000000000000 0000000000000000"));
}

TEST_CASE("Signed values keep their sign at every width") {
    const Record record = test::record(
        "S", 25, 1,
        {test::field("a", test::i(8), 0), test::field("b", test::i(64), 1), test::field("c", test::i(128), 9)});
    const auto bytes = hex("80 feffffffffffffff 00000000000000000000000000000080");
    const auto values = decode({}, record, bytes, ByteOrder::little);
    REQUIRE(values);
    CHECK(value_at(*values, "a") == Integer{128, 0, true});
    CHECK(value_at(*values, "b") == Integer{2, 0, true});
    CHECK(value_at(*values, "c") == Integer{0, 1ULL << 63U, true});
    const auto again = encode({}, record, *values, ByteOrder::little);
    REQUIRE(again);
    CHECK(*again == hex("80 feffffffffffffff 00000000000000000000000000000080"));
}

TEST_CASE("An enumeration is signed if its integer type is signed") {
    Layout layout;
    abi::Enum sign;
    sign.name = "Sign";
    sign.type = test::i(16);
    layout.enums.push_back(sign);
    Type type = test::scalar(Kind::enumeration, 16);
    type.name = "Sign";
    const Record record = test::record("E", 2, 2, {test::field("sign", type, 0)});
    const auto values = decode(layout, record, hex("ffff"), ByteOrder::little);
    REQUIRE(values);
    CHECK(value_at(*values, "sign") == Integer{1, 0, true});
}

TEST_CASE("The value of a float is its bits") {
    const float number = 1.5F;
    Bytes bytes(sizeof number);
    std::memcpy(bytes.data(), &number, sizeof number);
    const Record record = test::record("F", 4, 4, {test::field("x", test::scalar(Kind::floating, 32), 0)});
    CHECK(value_at(*decode({}, record, bytes, ByteOrder::little), "x") == Integer{0x3fc00000});
}

TEST_CASE("Arrays, nested records and unions give one value per scalar, by path") {
    Layout layout;
    layout.records.push_back(test::record(
        "Pair", 4, 2, {test::field("x", test::u(16), 0), test::field("y", test::scalar(Kind::byte, 8, {2}), 2)}));
    Record either =
        test::record("Either", 4, 4, {test::field("word", test::u(32), 0), test::field("pair", of_record("Pair"), 0)});
    either.kind = abi::RecordKind::union_;
    layout.records.push_back(either);
    Type tail = test::scalar(Kind::unsigned_integer, 8);
    tail.flexible_tail = true;
    const Record record = test::record("Outer", 16, 4,
                                       {test::field("grid", test::scalar(Kind::unsigned_integer, 8, {2, 2}), 0),
                                        test::field("pairs", of_record("Pair", {2}), 4),
                                        test::field("", of_record("Either"), 12), test::field("tail", tail, 16)});
    const auto bytes = hex("00010203 0405 0607 0809 0a0b 0c0d0e0f");
    const auto values = decode(layout, record, bytes, ByteOrder::little);
    REQUIRE(values);
    std::string paths;
    for (const auto& value : *values) paths += value.path + "=" + to_string(value.value) + " ";
    CHECK(paths ==
          "grid[0][0]=0 grid[0][1]=1 grid[1][0]=2 grid[1][1]=3 pairs[0].x=0x504 pairs[0].y[0]=6 pairs[0].y[1]=7 "
          "pairs[1].x=0x908 pairs[1].y[0]=0xa pairs[1].y[1]=0xb word=0xf0e0d0c pair.x=0xd0c pair.y[0]=0xe "
          "pair.y[1]=0xf ");
    const auto again = encode(layout, record, *values, ByteOrder::little);
    REQUIRE(again);
    CHECK(*again == bytes);
}

TEST_CASE("Members of an anonymous member belong to the record around it, at any depth") {
    Layout layout;
    Record either = test::record("Either", 4, 4, {test::field("word", test::u(32), 0)});
    layout.records.push_back(either);
    layout.records.push_back(test::record("Holder", 4, 4, {test::field("", of_record("Either"), 0)}));
    const Record record = test::record("Outer", 4, 4, {test::field("held", of_record("Holder"), 0)});
    const auto values = decode(layout, record, hex("01000000"), ByteOrder::little);
    REQUIRE(values);
    REQUIRE(values->size() == 1);
    CHECK((*values)[0].path == "held.word");
}

TEST_CASE("Bit-fields agree with those of this machine's compiler") {
    struct Host {
        std::uint32_t a : 3;
        std::int32_t b : 7;
        std::uint32_t c : 13;
        std::uint64_t d : 40;
    };
    static_assert(sizeof(Host) == 8);
    Host host{};
    host.a = 5;
    host.b = -3;
    host.c = 0x1abc;
    host.d = 0x12'3456'789a;
    Bytes bytes(sizeof host);
    std::memcpy(bytes.data(), &host, sizeof host);
    const Record record = test::record("Host", 8, 8,
                                       {bit_field("a", test::u(32), 0, 3), bit_field("b", test::i(32), 3, 7),
                                        bit_field("c", test::u(32), 10, 13), bit_field("d", test::u(64), 23, 40)});
    const auto values = decode({}, record, bytes, ByteOrder::little);
    REQUIRE(values);
    CHECK(value_at(*values, "a") == Integer{5});
    CHECK(value_at(*values, "b") == Integer{3, 0, true});
    CHECK(value_at(*values, "c") == Integer{0x1abc});
    CHECK(value_at(*values, "d") == Integer{0x12'3456'789a});
}

TEST_CASE("In big-endian, bit-fields begin at the most significant bit") {
    // RFC 791: version in the high, header length in the low half of the first byte, as big-endian compilers place
    // `unsigned version : 4, ihl : 4; ... unsigned flags : 3, fragment : 13`.
    const Record record =
        test::record("Ip", 8, 1,
                     {bit_field("version", test::u(8), 0, 4), bit_field("ihl", test::u(8), 4, 4),
                      bit_field("flags", test::u(16), 48, 3), bit_field("fragment", test::u(16), 51, 13)});
    const auto values = decode({}, record, hex("45000054 1234 4123"), ByteOrder::big);
    REQUIRE(values);
    CHECK(value_at(*values, "version") == Integer{4});
    CHECK(value_at(*values, "ihl") == Integer{5});
    CHECK(value_at(*values, "flags") == Integer{2});
    CHECK(value_at(*values, "fragment") == Integer{0x123});
}

TEST_CASE("Random records: decoding and encoding gives the same bytes, in both byte orders") {
    std::mt19937 random(20240229);
    for (int round = 0; round < 2000; ++round) {
        const Record record = random_record(random);
        Bytes bytes(*record.size_bytes);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
        for (const auto order : {ByteOrder::little, ByteOrder::big}) {
            CAPTURE(round);
            const auto values = decode({}, record, bytes, order);
            REQUIRE(values);
            const auto again = encode({}, record, *values, order);
            REQUIRE(again);
            const Bytes mask = covered(*values, bytes.size(), order);
            Bytes expected = bytes;
            for (std::size_t i = 0; i < bytes.size(); ++i) expected[i] &= mask[i];
            CHECK(*again == expected);
        }
    }
}

TEST_CASE("Random scalars: reversed bytes give the same value in the other byte order") {
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        const std::uint64_t size = 1U << random() % 5;
        const auto kind = random() % 2 == 0 ? Kind::unsigned_integer : Kind::signed_integer;
        const Record record = test::record("R", size, 1, {test::field("x", test::scalar(kind, size * 8), 0)});
        Bytes bytes(size);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
        const auto little = decode({}, record, bytes, ByteOrder::little);
        std::ranges::reverse(bytes);
        const auto big = decode({}, record, bytes, ByteOrder::big);
        CHECK(*little == *big);
    }
}

TEST_CASE("The smallest and the largest value of a field fit, the next one does not") {
    const Record record = test::record("R", 34, 1,
                                       {test::field("u", test::u(8), 0), test::field("i", test::i(8), 1),
                                        test::field("wide", test::u(128), 2), test::field("deep", test::i(128), 18)});
    struct Row {
        const char* path;
        Integer value;
        bool fits;
    };
    const Row rows[] = {
        {"u", {255}, true},
        {"u", {256}, false},
        {"u", {1, 0, true}, false},
        {"i", {127}, true},
        {"i", {128}, false},
        {"i", {128, 0, true}, true},
        {"i", {129, 0, true}, false},
        {"wide", {all_ones, all_ones}, true},
        {"wide", {1, 0, true}, false},
        {"deep", {all_ones, all_ones >> 1U}, true},
        {"deep", {0, 1ULL << 63U}, false},
        {"deep", {0, 1ULL << 63U, true}, true},
        {"deep", {1, 1ULL << 63U, true}, false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.path);
        CAPTURE(to_string(row.value));
        CHECK(static_cast<bool>(encode({}, record, {{row.path, row.value}}, ByteOrder::little)) == row.fits);
    }
    const auto refused = encode({}, record, {{"u", {256}}}, ByteOrder::little);
    CHECK(to_string(refused.problems[0]) == "error: expected u to be an unsigned integer of 8 bits, found 0x100");
}

TEST_CASE("Each value without a field is a problem that names the path") {
    const auto refused = encode({}, test::cmd_packet(), {{"args", {1}}, {"kind", {1}}, {"", {2}}}, ByteOrder::little);
    REQUIRE(refused.problems.size() == 2);
    CHECK(to_string(refused.problems[0]) == "error: expected a field of CmdPacket, found 'args'");
}

TEST_CASE("Too few bytes are refused, further bytes are ignored") {
    const auto refused = decode({}, test::cmd_packet(), Bytes(31), ByteOrder::little);
    REQUIRE_FALSE(refused);
    CHECK(to_string(refused.problems[0]) == "error: expected 32 bytes of CmdPacket, found 31");
    CHECK(decode({}, test::cmd_packet(), Bytes(33), ByteOrder::little));
}

TEST_CASE("A record with an invalid layout is a problem, not a crash") {
    Layout layout;
    layout.records.push_back(test::record("Self", 8, 8, {test::field("self", of_record("Self", {1}), 0)}));
    Record wide = test::record("Wide", 8, 8, {});
    wide.kind = abi::RecordKind::union_;
    for (const char* name : {"a", "b", "c"}) wide.fields.push_back(test::field(name, of_record("Wide"), 0));
    layout.records.push_back(wide);
    layout.records.push_back(test::record("Empty", 0, 1, {}));
    Record unsized_ = test::record("Unsized", 0, 1, {});
    unsized_.size_bytes.reset();

    const Record records[] = {
        *find_record(layout, "Self"),
        *find_record(layout, "Wide"),
        unsized_,
        test::record("Past", 4, 4, {test::field("x", test::u(64), 0)}),
        test::record("Far", 4, 4, {test::field("x", test::u(8), 1ULL << 60U)}),
        test::record("Unknown", 4, 4, {test::field("x", of_record("Nobody"), 0)}),
        test::record("NoWidth", 4, 4, {test::field("x", Type{}, 0)}),
        test::record("TooWide", 64, 4, {test::field("x", test::u(256), 0)}),
        test::record("Many", 1ULL << 31U, 1, {test::field("x", test::bytes(1ULL << 31U), 0)}),
        test::record("Nothings", 4, 1, {test::field("x", of_record("Empty", {1ULL << 40U, 1ULL << 40U}), 0)}),
        test::record("Huge", all_ones, 1, {}),
    };
    for (const auto& record : records) {
        CAPTURE(record.name);
        const auto refused = decode(layout, record, Bytes(64), ByteOrder::little);
        CHECK_FALSE(refused);
        CHECK(refused.problems.size() == 1);
    }
}

namespace {

struct BitsCase {
    const char* name;
    std::vector<std::uint8_t> bytes;
    std::uint64_t at_bits;
    std::uint32_t width_bits;
    std::uint64_t little;
    std::uint64_t big;
};

const std::vector<std::uint8_t> nine{0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0x5A};

}  // namespace

TEST_CASE("Bits count from the lowest bit of a byte in little-endian order, from the highest in big-endian order") {
    const std::vector<BitsCase> cases{
        {"whole bytes", {0xB4, 0x6D}, 0, 16, 0x6DB4, 0xB46D},
        {"the second byte", {0xB4, 0x6D}, 8, 8, 0x6D, 0x6D},
        {"one bit", {0xB4, 0x6D}, 2, 1, 1, 1},
        {"a part of a byte", {0xB4, 0x6D}, 0, 3, 4, 5},
        {"across two bytes", {0xB4, 0x6D}, 3, 7, 0x36, 0x51},
        {"eight whole bytes", nine, 0, 64, 0xEFCDAB8967452301, 0x0123456789ABCDEF},
        {"64 bits in nine bytes", nine, 4, 64, 0xAEFCDAB896745230, 0x123456789ABCDEF5},
    };
    for (const auto& one : cases) {
        CAPTURE(one.name);
        CHECK(abi::load_bits(one.bytes, one.at_bits, one.width_bits, abi::ByteOrder::little) == one.little);
        CHECK(abi::load_bits(one.bytes, one.at_bits, one.width_bits, abi::ByteOrder::big) == one.big);
    }
}

TEST_CASE("A field or a record that states its byte order has that one") {
    Layout layout;
    Record inner = test::record("Inner", 4, 4, {test::field("a", test::scalar(Kind::unsigned_integer, 32), 0)});
    inner.byte_order = ByteOrder::big;
    Record outer = test::record("Outer", 16, 4,
                                {test::field("plain", test::scalar(Kind::unsigned_integer, 32), 0),
                                 test::field("stated", test::scalar(Kind::unsigned_integer, 32), 4),
                                 test::field("inner", of_record("Inner"), 8),
                                 test::field("native", test::scalar(Kind::unsigned_integer, 32), 12)});
    outer.fields[1].byte_order = ByteOrder::big;
    outer.fields[3].byte_order = ByteOrder::native;
    layout.records = {inner, outer};
    const auto bytes = hex("01000000 00000002 00000003 04000000");
    const auto values = decode(layout, outer, bytes, ByteOrder::little);
    REQUIRE(values);
    CHECK(value_at(*values, "plain") == Integer{1});
    CHECK(value_at(*values, "stated") == Integer{2});
    CHECK(value_at(*values, "inner.a") == Integer{3});
    CHECK(value_at(*values, "native") == Integer{4});
    CHECK(*encode(layout, outer, *values, ByteOrder::little) == bytes);
    const auto swapped = decode(layout, outer, hex("00000001 00000002 00000003 00000004"), ByteOrder::big);
    REQUIRE(swapped);
    CHECK(*swapped == *values);
}
