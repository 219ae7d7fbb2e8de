#include "model/evolution.h"

#include <doctest/doctest.h>

#include "model/words.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Field since(std::string version, Field field) {
    field.since = std::move(version);
    return field;
}

/// A bit-field of a word at offset 0.
Field bits(std::string name, unsigned first, unsigned count, Role role = Role::data) {
    Field made = field(std::move(name), u(32), 0, role);
    made.offset_bits = first;
    made.bit_width = count;
    return made;
}

/// "a 0+32, (reserved) 32+96; 16 bytes": each field with its first bit and its bits. Padding stands in parentheses.
std::string shape(const Record& record) {
    const auto text = [](const Field& one) {
        const std::string name = one.role == Role::padding ? "(" + one.name + ")" : one.name;
        return name + " " + std::to_string(one.offset_bits) + "+" + std::to_string(size_bits(one));
    };
    return join(record.fields, ", ", text) + "; " + std::to_string(*record.size_bytes) + " bytes";
}

}  // namespace

TEST_CASE("versions are compared number by number") {
    CHECK(is_newer("6.10", "6.9"));
    CHECK_FALSE(is_newer("6.9", "6.10"));
    CHECK(is_newer("2.1", "2"));
    CHECK(is_newer("10", "9.9"));
    CHECK(is_newer("1", ""));
    CHECK_FALSE(is_newer("", "1"));
    CHECK_FALSE(is_newer("2", "2"));
    CHECK_FALSE(is_newer("02", "2"));
    CHECK(is_newer("99999999999999999999999", "99999999999999999999998"));
}

TEST_CASE("a version is numbers with dots between them") {
    for (const auto* text : {"2", "6.1", "10.0.2"}) CHECK(is_version(text));
    for (const auto* text : {"", "v2", "2.", ".2", "2..1", "2-rc1", " 2"}) CHECK_FALSE(is_version(text));
}

TEST_CASE("a newer field was reserved before, together with the reserved bytes beside it") {
    const Record now = record("R", 20, 4,
                              {field("a", u(32), 0), since("2", field("b", u(32), 4)), since("3", field("c", u(32), 8)),
                               field("reserved", bytes(4), 12, Role::reserved), field("end", u(32), 16)});
    CHECK(shape(at_version(now, "1")) == "a 0+32, (reserved) 32+96, end 128+32; 20 bytes");
    CHECK(shape(at_version(now, "2")) == "a 0+32, b 32+32, (reserved) 64+64, end 128+32; 20 bytes");
    CHECK(shape(at_version(now, "3")) == shape(now));
    CHECK(shape(at_version(now, "1", {"c"})) ==
          "a 0+32, (reserved) 32+32, c 64+32, reserved 96+32, end 128+32; 20 bytes");
    CHECK(versions_of(now) == std::vector<std::string>{"2", "3"});
}

TEST_CASE("reserved bits are carved up like reserved bytes") {
    const Record now =
        record("R", 4, 4, {bits("used", 0, 3), since("2", bits("fresh", 3, 1)), bits("rsv", 4, 28, Role::reserved)});
    CHECK(shape(at_version(now, "1")) == "used 0+3, (rsv) 3+29; 4 bytes");
    const Record whole = record("R", 4, 4, {since("2", bits("fresh", 0, 1)), bits("rsv", 1, 31, Role::reserved)});
    CHECK(at_version(whole, "1").fields.at(0).type == bytes(4));
}

TEST_CASE("a record that grows was shorter, but never shorter than its first version") {
    Record now = record("R", 24, 8,
                        {field("a", u(32), 0), since("2", field("b", u(32), 4)), since("2", field("c", u(64), 8)),
                         since("3", field("d", u(64), 16))});
    now.grows_at_end = true;
    CHECK(shape(at_version(now, "1")) == "a 0+32, (reserved) 32+32; 8 bytes");
    CHECK(shape(at_version(now, "2")) == "a 0+32, b 32+32, c 64+64; 16 bytes");
    CHECK(at_version(now, "2").min_size_bytes == 16);
    now.min_size_bytes = 16;
    CHECK(shape(at_version(now, "1")) == "a 0+32, (reserved) 32+96; 16 bytes");
}

TEST_CASE("a record of newer fields only did not exist") {
    const Record now = record("R", 4, 4, {since("2", field("a", u(32), 0))});
    CHECK_FALSE(exists_at(now, "1"));
    CHECK(exists_at(now, "2"));
    CHECK(exists_at(now, ""));
}
