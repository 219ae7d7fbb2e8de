// Which records have no promised layout, and which members a compiler cannot list.
#include <doctest/doctest.h>

#include "read/probe/probe_test.h"

namespace {

using namespace abi;
using namespace abi::test;

struct Case {
    std::string language;
    std::string file;
    std::string source;  // of a record R with the fields a and b
    std::string no_promise;
    std::string only_asked;
};

const std::string no_repr = "it has no `repr(C)`, `repr(transparent)` or `repr(C, packed)`";
const std::string no_extern = "it is a `struct` without `extern` or `packed`";
const std::string no_name = "C cannot list the members of a union or structure without a name";

const std::vector<Case> cases{
    {"rust", "a.rs", "pub struct R { a: u32, b: u8 }", no_repr, ""},
    {"rust", "a.rs", "#[repr(packed)] pub struct R { a: u32, b: u8 }", no_repr, ""},
    {"rust", "a.rs", "#[repr(align(8))] pub struct R { a: u32, b: u8 }", no_repr, ""},
    {"rust", "a.rs", "#[repr(C, packed)] pub struct R { a: u32, b: u8 }", "", ""},
    {"rust", "a.rs", "#[cfg_attr(all(), repr(C))] pub struct R { a: u32, b: u8 }", "", ""},
    {"rust", "a.rs", "macro_rules! m { ($n:ident) => { #[repr(C)] struct $n { a: char, b: u8 } } } m!(R);", "", ""},
    {"rust", "a.rs", "struct In { x: u8 } #[repr(C)] pub struct R { a: u32, b: In }",
     "it holds `In`, for which Rust promises none", ""},
    {"rust", "a.rs", "#[repr(C)] pub union R { a: u32, b: u8 }", "", "Rust cannot list the alternatives of a union"},
    {"zig", "a.zig", "pub const R = struct { a: u32, b: u8 };", no_extern, ""},
    {"zig", "a.zig", "pub const R = extern struct { a: u32, b: u8 };", "", ""},
    {"zig", "a.zig", "pub const R = packed struct(u64) { a: u32, b: u32 };", "", ""},
    {"zig", "a.zig", "pub const R = extern union { a: u32, b: u8 };", "", ""},
    {"c", "a.h", "struct R { int a : 3; int b : 5; };", "", ""},
    {"c", "a.h", "struct In { int x; }; struct R { struct In a; struct In b[2]; };", "", ""},
    {"c", "a.h", "struct R { int a; union { int b; float f; }; };", "", no_name},
    {"c", "a.h", "struct R { struct { int a; int b; }; };", "", no_name},
    {"c", "a.h", "union R { int a; int b; };", "", "C cannot list the alternatives of a union"},
    {"c", "a.h", "struct R { union { int a; int b; }; };", "", "C cannot list the members of a union without a name"},
    {"cpp", "a.hpp", "struct R { int a; int b; };", "", ""},
    {"cpp", "a.hpp", "class R { int a : 3; int b : 5; };", "", ""},
    {"cpp", "a.hpp", "struct R { int a; union { int b; float f; }; };", "",
     "C++ cannot list the members of a union without a name"},
    {"nim", "a.nim", "type R {.union.} = object\n  a: uint32\n  b: uint8\n", "", ""},
};

}  // namespace

TEST_CASE("A probe reports which records have no promised layout, and which members it cannot list") {
    for (const auto& one : cases) {
        CAPTURE(one.source);
        const Folder folder;
        auto request = request_for(one.language, folder, folder.write(one.file, one.source), "x86_64-linux-gnu");
        request.records = {asked("R", {"a", "b"})};
        const auto reading = probe::read(request);
        if (text_of(reading.problems).find("no such program") != std::string::npos) continue;
        const auto* record = find_record(reading.layout, "R");
        CHECK(text_of(reading.problems).empty());
        REQUIRE(record != nullptr);
        CHECK(record->no_promise == one.no_promise);
        CHECK(record->only_asked == one.only_asked);
    }
}
