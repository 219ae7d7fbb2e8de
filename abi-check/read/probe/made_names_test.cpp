// Names that `abi-check gen` changed.
#include "read/probe/made_names.h"

#include <doctest/doctest.h>

#include "read/probe/probe_test.h"

namespace {

using namespace abi;
using namespace abi::probe;
using namespace abi::test;

}  // namespace

TEST_CASE("the comments of a generated file tell which names it changed") {
    const auto names = made_names_in(
        "// Made by `abi-check gen c` from s.abi.json. Do not edit: change the spec.\n"
        "// The spec calls int_ \"int\".\n    // The spec calls register_ \"register\".\n"
        "    # The spec calls `end` \"end\".\n    // The spec calls r#fn \"fn\".\n    // The spec calls \"x\n");
    CHECK(names.outer == std::vector<std::pair<std::string, std::string>>{{"int", "int_"}});
    CHECK(names.members == std::vector<std::pair<std::string, std::string>>{{"register", "register_"}});
    CHECK(made_names_in("    // The spec calls register_ \"register\".\n").members.empty());
}

TEST_CASE("what gen writes for a name that C cannot have is found, also through an include") {
    if (!present("clang-19")) return;
    const Folder folder;
    folder.write(
        "own.h",
        "// Made by `abi-check gen c` from s.abi.json. Do not edit: change the spec.\n"
        "// The spec calls int_ \"int\".\ntypedef struct int_ {\n"
        "    // The spec calls register_ \"register\".\n    unsigned register_;\n    unsigned other;\n} int_;\n");
    for (const auto& file : {folder.path + "/own.h", folder.write("use.c", "#include \"own.h\"\n")}) {
        auto request = request_for("c", folder, file, "x86_64-linux-gnu");
        request.records = {asked("int", {"register", "other"})};
        CHECK(text_of(probe::read(request), "int") == "8/4: register u32 @0, other u32 @4");
    }
}

TEST_CASE("a name that gen changed in one record keeps its meaning in another") {
    if (!present("nim") || !present("clang-19")) return;
    const Folder folder;
    const auto file =
        folder.write("own.nim",
                     "# Made by `abi-check gen nim` from s.abi.json. Do not edit: change the spec.\n"
                     "type\n  A* = object\n    fooBar*: uint32\n    # The spec calls foo_bar2 \"foo_bar\".\n"
                     "    foo_bar2*: uint16\n    rest*: uint16\n  B* = object\n    foo_bar*: uint8\n");
    auto request = request_for("nim", folder, file, "x86_64-linux-gnu");
    request.records = {asked("A", {"fooBar", "foo_bar", "rest"}), asked("B", {"foo_bar"})};
    const auto reading = probe::read(request);
    CHECK(text_of(reading, "A") == "8/4: fooBar u32 @0, foo_bar u16 @4, rest u16 @6");
    CHECK(text_of(reading, "B") == "1/1: foo_bar u8 @0");
}

TEST_CASE("the comments of a generated file tell which bits of an integer a bit-field has") {
    if (!present("rustc")) return;
    const Folder folder;
    const auto file = folder.write("own.rs", R"(// Made by `abi-check gen rust` from s.abi.json. Do not edit.
#[repr(C)]
pub struct Other {
    /// low (u32:5) is bits0 >> 27 & 0x1f
    pub bits0: u32,
}
#[repr(C)]
pub struct R {
    /// low (u32:5) is bits0 >> 0 & 0x1f
    /// high (u32:27) is bits0 >> 5 & 0x7ffffff
    pub bits0: u32,
    pub x: u32,
}
)");
    auto request = request_for("rust", folder, file, "x86_64-unknown-linux-gnu");
    request.records = {asked("R", {"low", "high", "x"})};
    auto& fields = request.records[0].fields;
    for (std::size_t i = 0; i < 2; ++i) fields[i].type = {.kind = Kind::unsigned_integer, .width_bits = 32};
    fields[0].bit_width = 5;
    fields[1].bit_width = 27;
    CHECK(text_of(probe::read(request), "R") == "8/4: low u32:5 @0.0, high u32:27 @0.5, x u32 @4");
}
