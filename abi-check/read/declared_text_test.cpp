#include "read/declared_text.h"

#include <doctest/doctest.h>

#include <string>

using namespace abi;

namespace {

std::string text_of(const TextPlace& place) {
    return std::to_string(place.line) + ":" + std::to_string(place.column);
}

/// The places of a type, or of a member of each type of this name; "-" is a type without such a member.
std::string found(const DeclaredText& text, std::string_view name, std::string_view member = "") {
    std::string all;
    for (const auto& type : text.types("", name)) {
        const auto word = member.empty() ? std::optional(type.word) : text.member(type.word, member);
        all += (all.empty() ? "" : " ") + (word ? text_of(text.place(*word)) : "-");
    }
    return all;
}

std::string constant(const DeclaredText& text, std::string_view name) {
    std::string all;
    for (const auto& one : text.constants("", name)) all += (all.empty() ? "" : " ") + text_of(text.place(one.word));
    return all;
}

}  // namespace

TEST_CASE("Go: types and constants are found alone and in a group, fields where their line declares them") {
    const DeclaredText text(
        "package p\n\ntype Packet struct {\n\tkind, flags uint32\n\t_ [4]byte\n\tHeader\n\targ uint64 // kind\n"
        "\tKind Kind `json:\"flags\"`\n}\n"
        "type (\n\tShort uint16\n\tRing[T any] struct {\n\t\thead T\n\t}\n\tOther struct{ a int }\n)\n"
        "type Same = Packet\nconst One = 1\nconst (\n\tTwo, Three = 2, 3\n)\n",
        "go");
    CHECK(found(text, "Packet") == "3:6");
    CHECK(found(text, "Short") == "11:2");
    CHECK(found(text, "Ring", "head") == "13:3");
    CHECK(found(text, "Other", "a") == "15:16");
    CHECK(found(text, "Packet", "kind") == "4:2");
    CHECK(found(text, "Packet", "flags") == "4:8");
    CHECK(found(text, "Packet", "Header") == "6:2");
    CHECK(found(text, "Packet", "arg") == "7:2");
    CHECK(found(text, "Packet", "Kind") == "8:2");
    CHECK(found(text, "Packet", "head") == "-");
    CHECK(found(text, "Same").empty());
    CHECK(constant(text, "One") == "18:7");
    CHECK(constant(text, "Three") == "20:7");
}

TEST_CASE("Rust: a type is found behind its visibility and attributes; two of one name are two") {
    const DeclaredText text(
        "#[repr(C)] pub struct Packet {\n    pub kind: u32, // arg: u8\n    #[cfg(x)] pub(crate) arg: [u8; kind],\n}\n"
        "pub(crate) union Both<T> { a: u8 }\nmod m { }\nmod n {\n    struct Packet;\n}\n"
        "#[repr(u32)] enum Kind { None = 0,\n Run, Wait { run: u8 } }\npub const Run: u32 = 4;\n",
        "rust");
    CHECK(found(text, "Packet") == "1:23 8:12");
    CHECK(found(text, "Both") == "5:18");
    CHECK(found(text, "Packet", "kind") == "2:9 -");
    CHECK(found(text, "Packet", "arg") == "3:26 -");
    CHECK(found(text, "Kind", "Run") == "11:2");
    CHECK(found(text, "Missing").empty());
    CHECK(constant(text, "Run") == "12:11");
    CHECK(text.types("n", "Packet")[1].is_in_scope);
    CHECK_FALSE(text.types("m", "Packet")[1].is_in_scope);
    CHECK(text.types("", "Packet")[0].is_at_file_level);
    CHECK_FALSE(text.types("", "Packet")[1].is_at_file_level);
}

TEST_CASE("Zig: a field is told from a parameter and from a name in a function; an alias is no definition") {
    const DeclaredText text(
        "const wire = @import(\"wire.zig\");\npub const Same = wire.Packet;\n"
        "pub const Packet = extern struct {\n    kind: u32 = 0, // arg: u8\n    arg: u64,\n"
        "    pub fn set(self: *Packet, kind: u32) void {\n        self.kind = kind;\n    }\n};\n"
        "pub const Kind = enum(u32) { none = 0, run, _ };\nconst limit: u32 = 4;\n",
        "zig");
    CHECK(found(text, "Packet") == "3:11");
    CHECK(found(text, "Packet", "kind") == "4:5");
    CHECK(found(text, "Packet", "arg") == "5:5");
    CHECK(found(text, "Kind", "run") == "10:40");
    CHECK(constant(text, "limit") == "11:7");
    CHECK(text.types("", "Packet")[0].is_definition);
    CHECK_FALSE(text.types("", "Same")[0].is_definition);
}

TEST_CASE("Nim: types, fields and values are found by their section and their indentation") {
    const DeclaredText text(
        "## kind: a comment\ntype\n  Kind* {.size: 4.} = enum\n    None = 0, Run\n    Wait = 7\n"
        "  Packet* {.packed.} = object\n    kind*: Kind # arg: a comment\n    arg*, id: uint64\n"
        "  Other = object\n    kind: uint8\ntype Short = object\n  a: uint8\n"
        "const Limit* = 4\nconst\n  One: uint32 = 1\nwhen defined(x):\n  # One = 2\n  type\n    In* {.bycopy.} = "
        "object\n      a* {.align: 8.}: int\n  One = 2\nproc kind(Packet: int) = discard\n",
        "nim");
    CHECK(found(text, "Packet") == "6:3");
    CHECK(found(text, "Packet", "kind") == "7:5");
    CHECK(found(text, "Packet", "id") == "8:11");
    CHECK(found(text, "Kind", "Run") == "4:15");
    CHECK(found(text, "Kind", "Wait") == "5:5");
    CHECK(found(text, "Other", "arg") == "-");
    CHECK(found(text, "Short", "a") == "12:3");
    CHECK(constant(text, "Limit") == "13:7");
    CHECK(constant(text, "One") == "15:3");
    CHECK(found(text, "In", "a") == "20:7");
}

TEST_CASE("a text that ends in the middle of a declaration has what is before its end") {
    for (const char* language : {"go", "nim", "rust", "zig"}) {
        CAPTURE(language);
        for (const char* text :
             {"", "}", "const", "type P", "struct P {", "const P = struct { a:", "type\n  P = object\n    a"})
            CHECK_NOTHROW(found(DeclaredText(text, language), "P", "a"));
    }
}
