// Units are written as bytes and read back unchanged; other bytes are refused.
#include "read/clang/unit_bytes.h"

#include <doctest/doctest.h>

#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::clang_reader;

namespace {

Place place(unsigned line, const std::string& file = "src/a.h") {
    return {.file = file, .line = line, .column = 3, .end_line = line + 1, .end_column = 900};
}

/// Every part of every value is something else than its default.
std::vector<Unit> two_units() {
    Type type{.kind = Kind::enumeration,
              .width_bits = 300,
              .name = "Op",
              .extents = {3, 1ULL << 40U},
              .flexible_tail = true,
              .is_signed = true,
              .host_sized = true,
              .spelling = "enum Op"};
    Field field{.name = "kind",
                .type = type,
                .offset_bits = 64,
                .bit_width = 3,
                .storage_bits = 32,
                .role = Role::reserved,
                .doc = "why",
                .place = place(4)};
    Record record{.name = "core::S", .kind = RecordKind::union_, .size_bytes = 1ULL << 63U, .align_bytes = 16};
    record.fields = {field, Field{.name = "", .place = place(5, "b.h")}, field};
    record.packed = true;
    record.fields_unknown = "clang does not know";
    record.doc = "a record";
    record.place = place(1);
    const Integer big{.low = ~0ULL, .high = 1, .negative = true};
    Enum one{.name = "Op", .type = type, .fixed_width = false, .enumerators = {}, .doc = "d", .place = place(8)};
    one.enumerators = {{.name = "exec", .value = big, .doc = "e", .place = place(9)}};
    Constant constant{.name = "N", .type = type, .value = big, .doc = "c", .place = place(10)};
    Unit good{.layout = UnitLayout{.byte_order = ByteOrder::big,
                                   .records = {record, Record{.name = "only declared"}},
                                   .enums = {one},
                                   .constants = {constant}},
              .problem = {}};
    Unit bad{.layout = std::nullopt, .problem = {.place = place(2), .pointer = "/a", .expected = "x", .found = "y"}};
    return {good, bad};
}

}  // namespace

TEST_CASE("Units are read back with every part that was written") {
    const auto bytes = bytes_of(two_units());
    const auto back = units_of(bytes);
    REQUIRE(back.has_value());
    // Bytes say all there is, so two units with the same bytes are the same.
    CHECK(bytes_of(*back) == bytes);
    REQUIRE(back->size() == 2);
    REQUIRE((*back)[0].layout.has_value());
    const auto& layout = *(*back)[0].layout;
    CHECK(layout.byte_order == ByteOrder::big);
    REQUIRE(layout.records.size() == 2);
    const auto& record = layout.records[0];
    CHECK(record.name == "core::S");
    CHECK(record.size_bytes == 1ULL << 63U);
    CHECK(record.fields_unknown == "clang does not know");
    REQUIRE(record.fields.size() == 3);
    CHECK(record.fields[2].type == two_units()[0].layout->records[0].fields[2].type);
    CHECK(record.fields[0].type.spelling == "enum Op");
    CHECK(record.fields[0].type.is_signed);
    CHECK(record.fields[0].bit_width == 3U);
    CHECK(record.fields[0].place == place(4));
    CHECK(record.fields[1].place == place(5, "b.h"));
    CHECK(record.fields[2].place == place(4));
    CHECK_FALSE(layout.records[1].size_bytes.has_value());
    CHECK(layout.enums[0].enumerators[0].value == Integer{.low = ~0ULL, .high = 1, .negative = true});
    CHECK(layout.constants[0].name == "N");
    CHECK_FALSE((*back)[1].layout.has_value());
    CHECK(to_string((*back)[1].problem) == to_string(two_units()[1].problem));
    CHECK(units_of(bytes_of({}))->empty());
}

TEST_CASE("Truncated and extended bytes are refused; changed bytes are refused or give units of limited size") {
    const auto bytes = bytes_of(two_units());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        CAPTURE(size);
        CHECK_FALSE(units_of(bytes.substr(0, size)).has_value());
    }
    CHECK_FALSE(units_of(bytes + '\0').has_value());
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        for (const char other : {'\0', '\x01', '\x7f', '\xff'}) {
            auto changed = bytes;
            changed[at] = other;
            const auto units = units_of(changed);
            if (units) CHECK(bytes_of(*units).size() <= 2 * bytes.size());
        }
    }
    CHECK_FALSE(units_of("\xff\xff\xff\xff\xff\xff\xff\xff\x7f").has_value());
}
