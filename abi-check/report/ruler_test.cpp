#include "report/ruler.h"

#include <doctest/doctest.h>

#include "report/sample.h"
#include "report/terminal.h"

using namespace abi;
using sample::field;
using sample::record;

namespace {

std::string ruler(const Record& expected, const Record& actual) {
    return byte_ruler({"spec", &expected}, {"hal", &actual}, {});
}

}  // namespace

TEST_CASE("the ruler draws the bytes of both sides, one above the other") {
    const auto found =
        record("CmdPacket", 32, 8, {field("kind", "u32", 0), field("arg", "u64", 8), field("id", "bytes[16]", 16)});
    CHECK(ruler(sample::cmd_packet(),
                record("CmdPacket", 24, 4,
                       {field("kind", "u32", 0), field("arg", "u32", 4), field("id", "bytes[16]", 8)})) ==
          "    byte  0       4       8               16              24              32\n"
          "    spec  |kind   |_pad   |arg            |id                             |\n"
          "    hal   |kind   |arg    |id                             |\n");
    // Padding that the compiler inserts has no name.
    CHECK(ruler(sample::cmd_packet(), found) ==
          "    byte  0       4       8               16                              32\n"
          "    spec  |kind   |_pad   |arg            |id                             |\n"
          "    hal   |kind   |.......|arg            |id                             |\n");
}

TEST_CASE("a record without a difference in its bytes has no ruler, nor has one that cannot be drawn") {
    const auto packet = sample::cmd_packet();
    CHECK(ruler(packet, packet).empty());
    auto unseen = sample::drifted_cmd_packet();
    unseen.fields_unknown = "not in the debug information";
    CHECK(ruler(packet, unseen).empty());
    auto either = sample::drifted_cmd_packet();
    either.kind = RecordKind::union_;
    CHECK(ruler(packet, either).empty());
    CHECK(byte_ruler({"spec", nullptr}, {"hal", &packet}, {}).empty());
}

TEST_CASE("a long record is drawn from the word before the first difference, within the page") {
    std::vector<Field> above;
    std::vector<Field> below;
    for (std::uint64_t i = 0; i < 100; ++i) {
        above.push_back(field("w" + std::to_string(i), "u64", 8 * i));
        if (i < 50) below.push_back(above.back());
        if (i > 50) below.push_back(field("w" + std::to_string(i), "u64", 8 * (i - 1)));
    }
    const auto text = ruler(record("Long", 800, 8, above), record("Long", 792, 8, below));
    CHECK(text ==
          "    byte  392             400             408             416             424\n"
          "    spec  |w49            |w50            |w51            |w52            >\n"
          "    hal   |w49            |w51            |w52            |w53            >\n");
}

TEST_CASE("a cause further down is drawn where it is, and the numbers stay on the page") {
    std::vector<Field> above;
    std::vector<Field> below;
    for (std::uint64_t i = 0; i < 100; ++i) {
        above.push_back(field("w" + std::to_string(i), "u64", 80000000000 + 8 * i));
        below.push_back(field("w" + std::to_string(i), "u32", 80000000000 + 8 * i));
    }
    const auto expected = record("Long", 80000000800, 8, above);
    const auto actual = record("Long", 80000000800, 8, below);
    CHECK(byte_ruler({"spec", &expected}, {"hal", &actual}, {}, 80000000480) ==
          "    byte  80000000472     80000000480     80000000488     80000000496\n"
          "    spec  |w59            |w60            |w61            |w62            >\n"
          "    hal   |w59    |.......|w60    |.......|w61    |.......|w62    |.......>\n");
}

TEST_CASE("bit-fields of one byte are one run, and a label is cut") {
    auto low = field("low", "u8", 0);
    low.bit_width = 3;
    auto high = field("high", "u8", 0);
    high.offset_bits = 3;
    high.bit_width = 5;
    const auto expected = record("Bits", 2, 1, {low, high, field("after", "u8", 1)});
    const auto actual = record("Bits", 3, 1, {low, high, field("more", "u8", 1), field("after", "u8", 2)});
    const auto text = byte_ruler({"spec", &expected}, {"a layer with a long name", &actual}, {});
    CHECK(text ==
          "    byte      0       1       2       3\n"
          "    spec      |low,hig|after  |\n"
          "    a layer   |low,hig|more   |after  |\n");
}

TEST_CASE("wide characters and combining marks keep the bytes of both sides aligned") {
    const auto id = field("id", "bytes[8]", 12);
    const auto expected =
        record("R", 20, 4, {field("長さ", "u32", 0), field("x", "u32", 4), field("état", "u32", 8), id});
    const auto found =
        record("R", 20, 4, {field("長さの値", "u32", 0), field("e\u0301tat", "u32", 4), field("x", "u32", 8), id});
    CHECK(ruler(expected, found) ==
          "    byte  0       4       8       12              20\n"
          "    spec  |長さ   |x      |état   |id             |\n"
          "    hal   |長さの |e\u0301tat   |x      |id             |\n");
}

TEST_CASE("rulers of records that are equal are drawn, too, and a long one continues below") {
    const auto packet = sample::cmd_packet();
    const std::vector<RulerLine> same{{"spec", &packet}, {"hal", &packet}};
    CHECK(byte_rulers(same) ==
          "    byte  0       4       8               16                              32\n"
          "    spec  |kind   |_pad   |arg            |id                             |\n"
          "    hal   |kind   |_pad   |arg            |id                             |\n");
    const auto expected =
        record("Long", 40, 8, {field("a", "u64", 0), field("b", "bytes[24]", 8), field("c", "u64", 32)});
    const auto actual = record("Long", 32, 8, {field("a", "u64", 0), field("b", "bytes[24]", 8)});
    const std::vector<RulerLine> both{{"spec", &expected}, {"hal", &actual}};
    CHECK(byte_rulers(both) ==
          "    byte  0                               8                               16\n"
          "    spec  |a                              |b                              >\n"
          "    hal   |a                              |b                              >\n"
          "    byte  16                                                              32\n"
          "    spec  <b                                                              >\n"
          "    hal   <b                                                              |\n"
          "    byte  32                              40\n"
          "    spec  |c                              |\n");
    CHECK(byte_rulers(both, 2).ends_with("          … 8 bytes more\n"));
    auto either = packet;
    either.kind = RecordKind::union_;
    CHECK(byte_rulers(std::vector<RulerLine>{{"spec", &packet}, {"hal", &either}}).empty());
}
