#include "read/probe/zig_version.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "read/probe/probe_test.h"
#include "test/zig_versions.h"

using namespace abi;
using namespace abi::probe;
using namespace abi::test;

TEST_CASE("A version of Zig that the probe does not know is named with those that it knows") {
    const auto said = [](const std::string& printed) {
        const auto problem = unknown_version({.language = "zig", .compiler = {}, .flags = {}, .files = {}}, printed);
        return problem ? to_string(*problem) : "";
    };
    CHECK(said("0.11.0\n") == "error: expected a version of Zig from 0.13 to 0.17, found Zig 0.11.0");
    CHECK(said("0.18.0-dev.12+abc\n") ==
          "error: expected a version of Zig from 0.13 to 0.17, found Zig 0.18.0-dev.12+abc");
    CHECK(said("1.0.0\n") == "error: expected a version of Zig from 0.13 to 0.17, found Zig 1.0.0");
    for (const char* known : {"0.13.0", "0.14.1\n", "0.17.1\n", "zig: not found", ""}) CHECK(said(known).empty());
}

TEST_CASE("Zig: a source without an answer is no failure of the compiler") {
    const Folder folder;
    for (const auto& zig : all_zigs()) {
        CAPTURE(zig.version);
        auto request =
            request_for("zig", folder, folder.write("n.zig", "pub const a = @This();\n"), "x86_64-linux-gnu");
        request.compiler = zig.command;
        request.constants = {asked_constant("a")};
        CHECK(text_of(probe::read(request).problems) == "");
    }
}

TEST_CASE("Zig: every version has the same answers, also beside functions that are exported and on any machine") {
    const Folder folder;
    const auto file = folder.write("m.zig", R"(const std = @import("std");
pub const Flags = packed struct(u32) { a: u3, b: u29 };
pub const Mode = enum(c_int) { off, on = 7, _ };
pub const S = extern struct {
    n: std.atomic.Value(u32), pair: [2]std.atomic.Value(u8), mode: Mode, flags: packed struct(u16) { x: u3, y: u13 },
    one: ?*const anyopaque, many: [*c]u8, call: ?*const fn () void, arg: extern union { a: u8, b: u16 }, tail: [0]u8,
};
pub const limit: u16 = 9;
var counter: u32 = 1;
export fn touch(by: u32) u32 { counter +%= by; return counter; }
)");
    for (const auto& zig : all_zigs()) {
        for (const std::string triple :
             {"x86_64-linux-gnu", "aarch64-macos", "x86_64-windows-gnu", "wasm32-freestanding"}) {
            CAPTURE(zig.version);
            CAPTURE(triple);
            auto request = request_for("zig", folder, file, triple);
            request.compiler = zig.command;
            request.records = {asked("S", {}), asked("Flags", {})};
            request.constants = {asked_constant("limit")};
            const auto reading = probe::read(request);
            CHECK(text_of(reading.problems) == "");
            const std::string begin = "n u32 @0, pair u8[2] @4, mode m.Mode @8, x u3:3 @12.0, y u13:13 @12.3, ";
            CHECK(text_of(reading, "S") ==
                  (triple.starts_with("wasm32")
                       ? "32/4: " + begin + "one ptr @16, many ptr @20, call ptr @24, arg m.S.arg @28, tail u8[] @30"
                       : "48/8: " + begin + "one ptr @16, many ptr @24, call ptr @32, arg m.S.arg @40, tail u8[] @42"));
            CHECK(text_of(reading, "m.S.arg") == "2/2 union: a u8 @0, b u16 @0");
            CHECK(constants_of(reading) == "limit: u16 = 9\n");
        }
    }
}
