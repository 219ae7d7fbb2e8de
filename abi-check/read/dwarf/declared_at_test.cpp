#include "read/dwarf/declared_at.h"

#include <doctest/doctest.h>

#include <string>

namespace abi::dwarf {
namespace {

std::string found(std::string_view text, bool is_rust, std::string_view name, std::string_view field = "") {
    std::string all;
    for (const auto& type : declarations_of(text, is_rust, name)) {
        const auto place = field.empty() ? type.place : field_in(text, type, is_rust, field);
        all += (all.empty() ? "" : " ") + std::to_string(place.line) + ":" + std::to_string(place.column);
    }
    return all;
}

TEST_CASE("Go: a type is found alone and in a group, and its fields by the line that declares them") {
    const std::string text =
        "package p\n\ntype Packet struct {\n\tkind, flags uint32\n\t_ [4]byte\n\tHeader\n\targ uint64 // kind\n}\n"
        "type (\n\tShort uint16\n\tRing[T any] struct {\n\t\thead T\n\t}\n\tOther struct{ a int }\n)\n"
        "type Same = Packet\n";
    CHECK(found(text, false, "Packet") == "3:6");
    CHECK(found(text, false, "Other") == "14:2");
    CHECK(found(text, false, "Packet", "kind") == "4:2");
    CHECK(found(text, false, "Packet", "flags") == "4:8");
    CHECK(found(text, false, "Packet", "Header") == "6:2");
    CHECK(found(text, false, "Packet", "arg") == "7:2");
    CHECK(found(text, false, "Packet", "head") == "0:0");
    CHECK(found(text, false, "Same").empty());
}

TEST_CASE("Rust: a type is found behind its visibility and attributes; two of one name are two") {
    const std::string text =
        "#[repr(C)] pub struct Packet {\n    pub kind: u32,\n    pub(crate) arg: u64,\n}\n"
        "pub(crate) union Both<T> { a: u8 }\nmod m { }\nmod n {\n    struct Packet;\n}\n";
    CHECK(found(text, true, "Packet") == "1:23 8:12");
    CHECK(found(text, true, "Both") == "5:18");
    CHECK(found(text, true, "Packet", "arg") == "3:16 0:0");
    CHECK(found(text, true, "Missing").empty());
}

}  // namespace
}  // namespace abi::dwarf
