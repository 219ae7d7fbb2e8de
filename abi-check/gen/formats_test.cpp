// Formats for programs that show bytes. abi-check/test/formats/ asks these programs what they read.
#include "gen/formats.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "gen/orders.h"
#include "test/declare.h"

namespace abi {
namespace {

using namespace abi::test;

std::string written(std::string_view format, const Layout& spec) {
    const auto row = std::ranges::find(languages(), format, &Language::name);
    REQUIRE(row != languages().end());
    REQUIRE(row->is_format);
    return row->write({spec, "x", "", {}});
}

std::string written(std::string_view format, Record record) {
    Layout spec;
    spec.records = {std::move(record)};
    return written(format, spec);
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

Field bits(const std::string& name, Type type, std::uint64_t offset_bits, unsigned width) {
    Field made = field(name, std::move(type), 0);
    made.offset_bits = offset_bits;
    made.bit_width = width;
    return made;
}

Type inside(const std::string& record, std::uint64_t bytes) {
    return {.kind = Kind::record, .width_bits = bytes * 8, .name = record};
}

TEST_CASE("a file begins with the first record that no other holds") {
    Layout spec;
    CHECK(gen::main_record(spec) == nullptr);
    spec.records = {record("Inner", 4, 4, {field("a", u(32), 0)}),
                    record("Outer", 4, 4, {field("in", inside("Inner", 4), 0)}),
                    record("Other", 4, 4, {field("a", u(32), 0)})};
    REQUIRE(gen::main_record(spec) != nullptr);
    CHECK(gen::main_record(spec)->name == "Outer");
    CHECK(has(written("imhex", spec), "\nOuter record @ 0x00;\n"));
    CHECK(has(written("kaitai", spec), "  - id: record\n    type: outer\n"));
    CHECK(has(written("wireshark", spec), "local filter, title, main = \"abi_x\", \"x\", \"Outer\"\n"));
}

TEST_CASE("a spec without records is a whole file in each format") {
    const Layout spec;
    for (const auto& one : languages()) {
        if (!one.is_format) continue;
        CAPTURE(std::string(one.name));
        CHECK(has(written(one.name, spec), "Made by `abi-check gen"));
    }
    CHECK(!has(written("kaitai", spec), "seq:"));
}

TEST_CASE("a format that reads bytes needs a byte order, and text does not") {
    Layout spec;
    spec.byte_order = ByteOrder::native;
    spec.records = {record("R", 4, 4, {field("a", u(32), 0)})};
    for (const char* name : {"wireshark", "imhex", "kaitai"}) {
        CAPTURE(std::string(name));
        const auto problems = refuse_orders(spec, name);
        REQUIRE(problems.size() == 1);
        CHECK(problems.front().found == "native byte order");
    }
    CHECK(refuse_orders(spec, "text").empty());
    spec.byte_order = ByteOrder::little;
    CHECK(refuse_orders(spec, "kaitai").empty());
    spec.records[0].fields[0].byte_order = ByteOrder::native;
    REQUIRE(refuse_orders(spec, "kaitai").size() == 1);
    CHECK(refuse_orders(spec, "kaitai").front().found == "R in native byte order");
}

TEST_CASE("a format accepts a bit-field whose byte order differs from the spec's") {
    Layout spec;
    spec.records = {record("R", 1, 1, {bits("a", u(8), 0, 3), bits("b", u(8), 3, 5)})};
    for (auto& one : spec.records[0].fields) one.byte_order = ByteOrder::big;
    CHECK(!refuse_orders(spec, "c").empty());
    CHECK(refuse_orders(spec, "imhex").empty());
    CHECK(has(written("imhex", spec), "    be R_bits0 bits0;\n"));
    CHECK(has(written("kaitai", spec), "type: b3be\n"));
    CHECK(has(written("wireshark", spec), "width = 3, order = \"big\", is_bits = true"));
}

TEST_CASE("names that a format has itself are mapped, and the spec's names stay in it") {
    const Record words = record(
        "padding", 16, 4,
        {field("str", u(32), 0), field("le", u(32), 4), field("fooBar", u(32), 8), field("_foo_bar", u(32), 12)});
    const std::string pattern = written("imhex", words);
    CHECK(has(pattern, "// The spec calls padding_ \"padding\".\n"));
    CHECK(has(pattern, "struct padding_ {\n"));
    CHECK(has(pattern, "    u32 le_;\n"));
    const std::string kaitai = written("kaitai", words);
    CHECK(has(kaitai, "      - id: str_\n        -orig-id: \"str\"\n"));
    CHECK(has(kaitai, "      - id: foo_bar\n        -orig-id: \"fooBar\"\n"));
    CHECK(has(kaitai, "      - id: foo_bar2\n        -orig-id: \"_foo_bar\"\n"));
    CHECK(has(written("wireshark", words), "{ name = \"le\", type = \"u32\", at = 32"));
}

TEST_CASE("documentation cannot end a text of the format") {
    Record one = record("R", 4, 4, {field("a", u(32), 0)});
    one.doc = "quote \" back\\slash\n]] and a line\twith a tab";
    one.fields[0].doc = one.doc;
    CHECK(has(written("wireshark", one), "doc = \"quote \\\" back\\\\slash ]] and a line\\009with a tab\""));
    CHECK(has(written("kaitai", one), "doc: \"quote \\\" back\\\\slash\\n]] and a line\\x09with a tab\""));
    CHECK(has(written("imhex", one), "// ]] and a line with a tab\nstruct R {"));
}

TEST_CASE("Kaitai has a number of 128 bits as two halves, and larger values as comments") {
    Layout spec;
    spec.records = {record("R", 32, 16, {field("id", u(128), 0), field("far", u(128), 16)})};
    spec.records[0].fields[1].byte_order = ByteOrder::big;
    spec.constants = {{.name = "MOST", .type = u(64), .value = {.low = ~std::uint64_t{0}}},
                      {.name = "LEAST", .type = u(64), .value = {.low = std::uint64_t{1} << 63, .negative = true}}};
    const std::string text = written("kaitai", spec);
    CHECK(has(text, "        type: abi_u128_le\n"));
    CHECK(has(text, "  abi_u128_be:\n    seq:\n      - id: high\n        type: u8be\n"));
    CHECK(has(text, "# MOST is 0xffffffffffffffff, which Kaitai cannot write"));
    CHECK(has(text, "value: \"-9223372036854775808\"\n"));
}

TEST_CASE("fields that share bytes are placed, and the next field begins behind them") {
    Record one = record("R", 8, 4, {field("whole", u(32), 0), field("part", u(16), 2), field("next", u(32), 4)});
    one.fields[1].overlaps = true;
    CHECK(has(written("imhex", one), "    u16 part @ addressof(this) + 2;\n    padding[4];\n    u32 next;\n"));
    const std::string kaitai = written("kaitai", one);
    CHECK(has(kaitai, "      - id: bytes_0\n        size: 4\n"));
    CHECK(has(kaitai, "      part:\n        -orig-id: \"part\"\n        pos: 2\n        type: u2\n"));
}

TEST_CASE("an array without a length goes on to the end of the data, in whole rows") {
    Field tail = field("data", u(16), 4);
    tail.type.flexible_tail = true;
    tail.type.extents = {2};
    const Record one = record("R", 4, 4, {field("a", u(32), 0), tail});
    CHECK(has(written("imhex", one), "    u16 data[(addressof($) + sizeof($) - addressof(this) - 4) / 4 * 2];"));
    CHECK(has(written("kaitai", one), "repeat-expr: (_io.size - _io.pos) / 4 * 2\n"));
    CHECK(has(written("wireshark", one), "extents = { false, 2 }"));
    CHECK(has(written("text", one), "data[][2];"));
}

TEST_CASE("text tells of bytes that no field declares, and where a line of the cache begins") {
    const std::string text = written(
        "text", record("R", 128, 8,
                       {field("a", u(8), 0), field("b", u(64), 8), field("c", bytes(48), 16), field("d", u(64), 72)}));
    CHECK(has(text, "\t/* XXX 7 bytes hole that no field declares */\n"));
    CHECK(has(text, "\t/* --- cacheline 1 boundary (64 bytes) was 8 bytes ago --- */\n"));
    CHECK(has(text, "\t/* XXX 48 bytes of padding that no field declares */\n"));
    CHECK(has(text, "\t/* size: 128, align: 8, cachelines: 2, members: 4 */\n\t/* holes: 63 bytes */\n};\n"));
}

TEST_CASE("a record that exists on some targets, or grows, says so in each format") {
    Record one = record("R", 4, 4, {field("a", u(32), 0)});
    one.targets = {"x86_64", "i686"};
    one.grows_at_end = true;
    for (const char* name : {"wireshark", "imhex", "kaitai", "text"}) {
        CAPTURE(std::string(name));
        const std::string text = written(name, one);
        CHECK(has(text, "Exists on x86_64, i686 only."));
        CHECK(has(text, "Grows at its end: newer writers may append fields."));
    }
}

}  // namespace
}  // namespace abi
