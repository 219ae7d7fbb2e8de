// Zig by its own compiler, through its reflection.
#include <doctest/doctest.h>

#include <algorithm>

#include "os/child.h"
#include "read/probe/probe_test.h"
#include "test/zig_versions.h"

namespace {

using namespace abi;
using namespace abi::probe;
using namespace abi::test;

bool zig_is_present() {
    if (llvm::sys::findProgramByName("zig")) return true;
    ChildRequest request;
    request.command = {"python3", "-m", "ziglang", "version"};
    const auto result = run_child(request);
    if (result.end == ChildResult::End::exited && result.status == 0) return true;
    MESSAGE("not tested: neither zig nor the Python package ziglang is installed");
    return false;
}

constexpr std::string_view channel = R"(const other = @import("other.zig");
pub const CMD_SYS_EXEC: u32 = 0x400;
pub const minus = -5;
pub const big: u128 = 0xfedcba9876543210_0000000000000001;
pub const CmdPacket = extern struct { kind: u32, _pad: u32, arg: u64, id: u128 };
pub const Drifted = packed struct { kind: u32, arg: u64, id: u128 };
pub const Bits = packed struct(u16) { low: u3, middle: i6, flag: bool, high: u6 };
pub const Color = enum(i8) { red = -1, green };
pub const Both = extern union { word: u32, bytes: [4]u8 };
pub const nested = struct {
    pub const Holder = extern struct {
        color: Color, pointer: ?*u8, real: f32, flag: bool, packet: CmdPacket, grid: [2][3]u16, both: Both, bits: Bits,
    };
};
pub const Tagged = union(enum) { a: u8, b: u32 };
pub const Moved = struct { a: u8, b: u32 };
pub const Elsewhere = other.Elsewhere;
const Hidden = extern struct { a: u8 };
)";

}  // namespace

TEST_CASE("Zig: a source that calls C's library is told to have -lc") {
    if (!zig_is_present()) return;
    const Folder folder;
    const auto file = folder.write("c.zig",
                                   "pub extern \"c\" fn now() u32;\n"
                                   "pub const P = extern struct { a: u32, comptime { _ = &now; } };\n");
    auto request = request_for("zig", folder, file, "x86_64-linux-gnu");
    request.records = {asked("P", {"a"})};
    CHECK(text_of(probe::read(request).problems).find("expected the flag -lc, because the source calls C's library") !=
          std::string::npos);
    request.flags = {"-lc"};
    CHECK(text_of(probe::read(request).problems) == "");
}

TEST_CASE("Zig: the compiler's reflection finds every field of every kind of struct") {
    if (!zig_is_present()) return;
    const Folder folder;
    folder.write("src/other.zig", "pub const Elsewhere = extern struct { a: u16 };\n");
    const auto file = folder.write("src/channel.zig", std::string(channel));
    for (const std::string triple :
         {"riscv64-linux-gnu", "x86_64-linux-gnu", "aarch64-linux-gnu", "riscv64-unknown-elf", "armv7-linux-gnueabihf",
          "i686-linux-gnu", "s390x-linux-gnu"}) {
        CAPTURE(triple);
        const bool is_big = triple.starts_with("s390x");
        const bool is_32_bit = triple.starts_with("armv7") || triple.starts_with("i686");
        auto request = request_for("zig", folder, file, triple);
        request.records = {asked("CmdPacket", {}), asked("channel.Drifted", {}),       asked("Bits", {}),
                           asked("Both", {}),      asked("channel.nested.Holder", {}), asked("Tagged", {}),
                           asked("Elsewhere", {}), asked("nowhere.Nothing", {}),       asked("Moved", {})};
        request.constants = {asked_constant("CMD_SYS_EXEC"), asked_constant("minus"), asked_constant("channel.big"),
                             asked_constant("nothing")};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "CmdPacket") == "32/16: kind u32 @0, _pad u32 @4 (padding), arg u64 @8, id u128 @16");
        CHECK(text_of(reading, "channel.Drifted") == (is_big
                                                          ? "32/8: id u128 @0, arg u64 @16, kind u32 @24"
                                                          : (triple.starts_with("armv7") ? "32/8" : "32/16") +
                                                                std::string(": kind u32 @0, arg u64 @4, id u128 @12")));
        CHECK(text_of(reading, "Bits") ==
              (is_big ? "2/2: high u6:6 @0.0, flag bool:1 @0.6, middle i6:6 @0.7, low u3:3 @1.5"
                      : "2/2: low u3:3 @0.0, middle i6:6 @0.3, flag bool:1 @1.1, high u6:6 @1.2"));
        CHECK(text_of(reading, "Both") == "4/4 union: word u32 @0, bytes u8[4] @0");
        const std::string holder =
            is_32_bit
                ? "80/16: color channel.Color @0, pointer ptr @4, real f32 @8, flag bool @12, packet CmdPacket @16, "
                  "grid u16[2][3] @48, both Both @60, bits Bits @64"
                : "96/16: color channel.Color @0, pointer ptr @8, real f32 @16, flag bool @20, packet CmdPacket @32, "
                  "grid u16[2][3] @64, both Both @76, bits Bits @80";
        CHECK(text_of(reading, "channel.nested.Holder") == holder);
        CHECK(text_of(reading, "Tagged") == "8/4 union blind: the compiler does not say where it puts its fields");
        CHECK(text_of(reading, "Elsewhere") == "2/2: a u16 @0");
        CHECK(text_of(reading, "Moved") == "8/4: b u32 @0, a u8 @4");
        CHECK(find_record(reading.layout, "nowhere.Nothing") == nullptr);
        CHECK(constants_of(reading) ==
              "CMD_SYS_EXEC: u32 = 0x400\nminus: i0 = -5\nchannel.big: u128 = 0xfedcba98765432100000000000000001\n");
        CHECK(reading.layout.byte_order == (is_big ? ByteOrder::big : ByteOrder::little));
        CHECK(reading.units == std::vector<std::string>{"src/channel.zig"});
    }
}

TEST_CASE("Zig: a union without members is no record, and hides no other") {
    const Folder folder;
    const auto file = folder.write("u.zig", R"(
pub const Bos = struct {
    pub const Object = union(enum) {};
    pub const Header = extern struct { length: u8, kind: u8 };
};
pub const R = extern struct { a: u32 };
)");
    auto compilers = all_zigs();
    if (zig_is_present()) compilers.push_back({"on PATH", {}});
    for (const auto& zig : compilers) {
        CAPTURE(zig.version);
        auto request = request_for("zig", folder, file, "x86_64-linux-gnu");
        request.compiler = zig.command;
        request.records = {asked("R", {}), asked("Bos.Object", {}), asked("Bos.Header", {})};
        const auto answer = probe::read(request);
        CHECK(text_of(answer, "R") == "4/4: a u32 @0");
        CHECK(text_of(answer, "Bos.Header") == "2/1: length u8 @0, kind u8 @1");
        CHECK(find_record(answer.layout, "Bos.Object") == nullptr);
    }
}

TEST_CASE("Zig: a record that is not public is a problem that tells to make it public") {
    if (!zig_is_present()) return;
    const Folder folder;
    folder.write("other.zig", "pub const Elsewhere = extern struct { a: u16 };\n");
    auto request = request_for("zig", folder, folder.write("channel.zig", std::string(channel)), "riscv64-linux-gnu");
    request.records = {asked("Hidden", {}), asked("Bits", {})};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) ==
          "channel.zig:18: error: expected `pub const Hidden`, so that the probe can see it, found `const Hidden`\n");
    CHECK(find_record(reading.layout, "Bits") != nullptr);
}

TEST_CASE("Zig: a file that does not compile gives the compiler's first error with its place") {
    if (!zig_is_present()) return;
    const Folder folder;
    auto request = request_for("zig", folder, folder.write("a.zig", "\npub const S = extern struct { a: wrong };\n"),
                               "riscv64-linux-gnu");
    request.records = {asked("S", {})};
    CHECK(text_of(probe::read(request).problems) == "a.zig:2:34: error: use of undeclared identifier 'wrong'\n");
}

TEST_CASE("Zig: a compiler that is absent is a problem with a remedy") {
    const Folder folder;
    auto request = request_for("zig", folder, folder.write("a.zig", ""), "riscv64-linux-gnu");
    request.compiler = {"abi-check-no-such-zig"};
    CHECK(text_of(probe::read(request).problems) ==
          "a.zig: error: expected the Zig compiler (abi-check-no-such-zig), found no such program on PATH: install it, "
          "or "
          "name another as the layer's compiler\n");
}

TEST_CASE("Zig: files that import each other are asked one by one") {
    if (!zig_is_present()) return;
    const Folder folder;
    const auto other = folder.write("other.zig", "pub const Elsewhere = extern struct { a: u16 };\n");
    auto request = request_for("zig", folder, folder.write("channel.zig", std::string(channel)), "riscv64-linux-gnu");
    request.files.push_back(other);
    request.records = {asked("other.Elsewhere", {}), asked("channel.Elsewhere", {})};
    const auto reading = probe::read(request);
    CHECK(text_of(reading, "other.Elsewhere") == "2/2: a u16 @0");
    CHECK(text_of(reading, "channel.Elsewhere") == "2/2: a u16 @0");
    CHECK(reading.units == std::vector<std::string>{"channel.zig", "other.zig"});
}

TEST_CASE("Zig: a file may import files above its folder, and modules that the flags name") {
    if (!zig_is_present()) return;
    const Folder folder;
    folder.write("src/top.zig", "pub const Top = extern struct { a: u16 };\n");
    const auto hal = folder.write("hal/hal.zig", "pub const Word = extern struct { a: u8 };\n");
    const auto file = folder.write("src/deep/channel.zig", R"(const top = @import("../top.zig");
const hal = @import("hal");
pub const S = extern struct { word: hal.Word, top: top.Top, own: Own };
pub const Own = enum(u8) { one };
)");
    auto request = request_for("zig", folder, file, "riscv64-linux-gnu");
    request.records = {asked("S", {})};
    request.flags = {"-OReleaseSmall", "-Mhal=" + hal};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    auto above = folder.path + "/src/top";
    std::ranges::replace(above, '/', '.');
    CHECK(text_of(reading, "S") == "6/2: word hal.Word @0, top " + above.substr(1) + ".Top @2, own channel.Own @4");
}

TEST_CASE("Zig: keywords of Zig may be names, other text may not") {
    if (!zig_is_present()) return;
    const Folder folder;
    const auto file =
        folder.write("it's \"a\" b/mo.zig", R"(pub const @"struct" = extern struct { @"error": u8, @"a b": u32 };
pub var counter: u32 = 7;
pub const Color = enum(u8) { red = 3 };
pub const small: i8 = 5;
pub const text = "abc";
pub fn call() void {}
pub const outer = struct { pub const inner = struct { pub const deep: u16 = 9; }; };
)");
    auto request = request_for("zig", folder, file, "riscv64-linux-gnu");
    request.records = {asked("struct", {}), asked("x\"); @compileError(\"", {}), asked("a b", {}), asked("counter", {}),
                       asked("text", {})};
    for (const auto* name : {"counter", "Color.red", "small", "text", "call", "struct", "outer.inner.deep", "a\";"}) {
        request.constants.push_back(asked_constant(name));
    }
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "struct") == "8/4: error u8 @0, a b u32 @4");
    CHECK(reading.layout.records.size() == 1);
    CHECK(constants_of(reading) == "Color.red: u8 = 3\nsmall: i8 = 5\nouter.inner.deep: u16 = 9\n");
}

TEST_CASE("Zig: a file that does not compile does not affect another; one name with two layouts has two definitions") {
    if (!zig_is_present()) return;
    const Folder folder;
    auto request = request_for("zig", folder, folder.write("a.zig", "pub const S = extern struct { a: u32 };\n"),
                               "s390x-linux-gnu");
    request.files.push_back(folder.write("b.zig", "pub const S = extern struct { a: u16 };\n"));
    request.files.push_back(folder.write("c.zig", "pub const T = extern struct { a: wrong };\n"));
    request.records = {asked("S", {}), asked("T", {})};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "c.zig:1:34: error: use of undeclared identifier 'wrong'\n");
    CHECK(text_of(reading, "S") == "4/4: a u32 @0");
    REQUIRE(reading.other_definitions.size() == 1);
    CHECK(reading.other_definitions[0].place.file == "b.zig");
    CHECK(reading.layout.byte_order == ByteOrder::big);
}

TEST_CASE("Zig: ten thousand fields are one answer") {
    if (!zig_is_present()) return;
    const Folder folder;
    std::string text = "pub const Wide = extern struct {\n";
    for (int i = 0; i < 10'000; ++i) text += "f" + std::to_string(i) + ": u32,\n";
    auto request = request_for("zig", folder, folder.write("a.zig", text + "};\n"), "riscv64-linux-gnu");
    request.records = {asked("Wide", {})};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    REQUIRE(find_record(reading.layout, "Wide") != nullptr);
    REQUIRE(find_record(reading.layout, "Wide")->fields.size() == 10'000);
    CHECK(text_of(find_record(reading.layout, "Wide")->fields.back()) == "f9999 u32 @39996");
}

TEST_CASE("Zig: a packed struct that was not asked for gives bit-fields, and a tail without a length is flexible") {
    if (!zig_is_present()) return;
    const Folder folder;
    const auto file = folder.write("bits.zig", R"(
pub const Flags = packed struct(u8) { low: u3, high: u5 };
pub const R = extern struct { bits0: packed struct(u32) { a: u5, b: i27 }, flags: Flags, data: [0]u8 };
)");
    auto request = request_for("zig", folder, file, "x86_64-linux-gnu");
    request.records = {asked("R", {})};
    CHECK(text_of(probe::read(request), "R") ==
          "8/4: a u5:5 @0.0, b i27:27 @0.5, low u3:3 @4.0, high u5:5 @4.3, data u8[] @5");
    request.records.push_back(asked("Flags", {}));
    CHECK(text_of(probe::read(request), "R") == "8/4: a u5:5 @0.0, b i27:27 @0.5, flags Flags @4, data u8[] @5");
    // There the lowest bits lie in the last byte.
    request.target.triple = "s390x-linux-gnu";
    CHECK(text_of(probe::read(request), "R") == "8/4: b i27:27 @0.0, a u5:5 @3.3, flags Flags @4, data u8[] @5");
}

TEST_CASE("Zig: the function that translate-c writes for an array without a length is that array") {
    const Folder folder;
    // As `zig translate-c` writes it; FlexibleArrayType is a part of its library in some versions only.
    const auto file = folder.write("c.zig", R"(
fn FlexibleArrayType(comptime Self: type, comptime Element: type) type {
    _ = Self;
    return [*c]Element;
}
pub const struct_entry = extern struct { first: u32, second: u16 };
pub const struct_table = extern struct {
    count: u32,
    flag: u16,
    pub fn entries(self: anytype) FlexibleArrayType(@TypeOf(self), struct_entry) {
        const Intermediate = FlexibleArrayType(@TypeOf(self), u8);
        const ReturnType = FlexibleArrayType(@TypeOf(self), struct_entry);
        return @as(ReturnType, @ptrCast(@alignCast(@as(Intermediate, @ptrCast(self)) + 8)));
    }
    pub fn other(self: anytype) u32 {
        return self.count;
    }
};
pub const table = struct_table;
)");
    auto compilers = all_zigs();
    if (zig_is_present()) compilers.push_back({"on PATH", {}});
    for (const auto& zig : compilers) {
        CAPTURE(zig.version);
        auto request = request_for("zig", folder, file, "x86_64-linux-gnu");
        request.compiler = zig.command;
        request.records = {asked("table", {"entries", "other", "absent"})};
        for (auto& field : request.records[0].fields) field.type.flexible_tail = true;
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "table") == "8/4: count u32 @0, flag u16 @4, entries c.struct_entry[] @8");
    }
}
