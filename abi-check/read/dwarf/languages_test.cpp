// Debug information of each language, as its own compiler writes it.
#include "model/words.h"
#include "read/dwarf/dwarf_test.h"
#include "test/zig_versions.h"

using namespace abi;
using namespace abi::dwarf;
using namespace abi::test;

namespace {

const std::string zig_source = R"(
pub const Kind = enum(u8) { exec, exit = 7 };
pub const CmdPacket = extern struct { kind: u32, _pad: u32 = 0, arg: u64, k: Kind, buf: [4]u8, p: ?*anyopaque, n: usize };
pub const Flags = packed struct(u32) { a: u3, b: u29 };
pub const Auto = struct { a: u8, b: u64, f: Flags, o: ?u32, u7f: u7, t: Inner };
pub const Inner = struct { x: u16, pub const Deep = extern struct { q: u8 }; };
pub const Chosen = if (@sizeOf(usize) == 8) extern struct { c: u32 } else extern struct { d: u8 };
export fn f(p: *CmdPacket, a: *Auto, d: *Inner.Deep) u64 { return p.arg + a.b + d.q + @as(u32, @bitCast(a.f)); }
export fn g(p: *Chosen) u32 { return p.c; }
)";

const std::string rust_source = R"(
#![crate_type = "lib"]
pub mod core_ {
    #[repr(C)] pub struct CmdPacket { pub kind: u32, pub _pad: u32, pub arg: u64, pub id: u128, pub b: [u8; 4],
        pub k: Kind, pub p: *const u8, pub n: usize, pub c: char, pub t: (u8, u16) }
    #[repr(u8)] #[derive(Clone, Copy)] pub enum Kind { Exec = 1, Exit = 200 }
    #[repr(C)] pub union U { pub a: u32, pub b: [u8; 8] }
    pub enum Payload { None, Some(u32), Pair { a: u8, b: u64 } }
    #[repr(C)] pub struct Gen<T> { pub v: T, pub at: std::sync::atomic::AtomicU32, pub ph: std::marker::PhantomData<T> }
    impl CmdPacket { pub fn local() -> u64 { #[repr(C)] pub struct Local { q: u8 }
        let l = std::hint::black_box(Local { q: 3 }); l.q as u64 } }
}
#[no_mangle] pub fn f(p: &core_::CmdPacket, u: &core_::U, y: &core_::Payload, g: &core_::Gen<u64>) -> u64 {
    p.arg + unsafe { u.a } as u64 + g.v + core_::CmdPacket::local()
        + match y { core_::Payload::Some(x) => *x as u64, _ => 0 }
}
)";

const std::string nim_source = R"(
type
  Kind = enum ka, kb = 7
  CmdPacket = object
    kind: uint32
    pad: uint32
    arg: uint64
    k: Kind
    buf: array[4, uint8]
    n: int
    p: pointer
    c: char
    d: int8
  Sub = object of RootObj
    x: int16
var g {.exportc.}: CmdPacket
var h {.exportc.}: Sub
proc f(p: ptr CmdPacket, s: ptr Sub): uint64 {.exportc.} = p.arg + uint64(s.x)
echo f(addr g, addr h)
)";

/// type, bind(c) :: ring; integer(4) :: grid(2, 3), around(-1:1); character(8) :: name; character :: mark; end type
const std::string fortran_debug_information = R"ir(
target triple = "x86_64-linux-gnu"
@g = global [48 x i8] zeroinitializer, !dbg !0
!llvm.dbg.cu = !{!2}
!llvm.module.flags = !{!13, !14}
!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(name: "g", scope: !2, file: !3, line: 1, type: !4, isDefinition: true)
!2 = distinct !DICompileUnit(language: DW_LANG_Fortran90, file: !3, emissionKind: FullDebug, globals: !{!0})
!3 = !DIFile(filename: "a.f90", directory: "/")
!4 = !DICompositeType(tag: DW_TAG_structure_type, name: "ring", file: !3, size: 384, elements: !{!5, !6, !7, !17})
!5 = !DIDerivedType(tag: DW_TAG_member, name: "grid", baseType: !9, size: 192, offset: 0)
!6 = !DIDerivedType(tag: DW_TAG_member, name: "around", baseType: !10, size: 96, offset: 192)
!7 = !DIDerivedType(tag: DW_TAG_member, name: "name", baseType: !11, size: 64, offset: 288)
!8 = !DIBasicType(name: "integer(kind=4)", size: 32, encoding: DW_ATE_signed)
!9 = !DICompositeType(tag: DW_TAG_array_type, baseType: !8, size: 192, elements: !{!12, !15})
!10 = !DICompositeType(tag: DW_TAG_array_type, baseType: !8, size: 96, elements: !{!16})
!11 = !DIStringType(name: "character(8)", size: 64)
!12 = !DISubrange(lowerBound: 1, upperBound: 2)
!13 = !{i32 2, !"Dwarf Version", i32 5}
!14 = !{i32 2, !"Debug Info Version", i32 3}
!15 = !DISubrange(lowerBound: 1, upperBound: 3)
!16 = !DISubrange(lowerBound: -1, upperBound: 1)
!17 = !DIDerivedType(tag: DW_TAG_member, name: "mark", baseType: !18, size: 8, offset: 352)
!18 = !DIStringType(name: "character(1)", size: 8)
)ir";

}  // namespace

TEST_CASE("Fortran: arrays begin at 1, their first index runs fastest, and texts of a fixed length are bytes") {
    if (!present("clang-19")) return;
    const Folder folder;
    folder.write("a.ll", fortran_debug_information);
    run(folder, "clang-19 -Wno-override-module -c a.ll -o a.o");
    const auto reading = dwarf::read(request_for(folder, {"a.o"}, {"ring"}));
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "ring") == "48: grid i32[3][2] @0, around i32[3] @24, name u8[8] @36, mark u8 @44");
}

TEST_CASE("Zig's types are found by their last component or their whole name, in objects for another machine") {
    if (!present("python3")) return;
    const Folder folder;
    folder.write("channel.zig", zig_source);
    if (!ran(folder, "python3 -m ziglang version")) {
        MESSAGE("not tested: the Python package ziglang is not installed");
        return;
    }
    run(folder, "python3 -m ziglang build-obj channel.zig -target riscv64-linux-none -femit-bin=a.o");
    auto request = request_for(folder, {"a.o"}, {"CmdPacket", "Auto", "channel.Flags", "channel.Inner.Deep", "Chosen"});
    request.target.triple = "riscv64-linux-gnu";
    const auto reading = dwarf::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "channel.CmdPacket") ==
          "40/8: kind u32 @0, _pad u32 @4 (padding), arg u64 @8, k channel.Kind @16, buf u8[4] @17, p ptr! @24, n u64! "
          "@32");
    CHECK(text_of(reading, "channel.Auto") ==
          "24/8: b u64 @0, f channel.Flags @8, o ?u32 @12, t channel.Inner @20, a u8 @22, u7f u7 @23");
    CHECK(text_of(reading, "channel.Inner.Deep") == "1/1: q u8 @0");
    CHECK(text_of(reading, "channel.Chosen") == "4/4: c u32 @0");
    CHECK(text_of_enum(reading, "channel.Kind") == "u8: exec = 0, exit = 7");
    SUBCASE("A packed struct is its integer, so its size is all that is known") {
        const auto* flags = find_record(reading.layout, "channel.Flags");
        REQUIRE(flags != nullptr);
        CHECK(flags->size_bytes == 4);
        CHECK(flags->fields.empty());
        CHECK(flags->fields_unknown.find("packed struct of Zig") != std::string::npos);
    }
}

TEST_CASE("Zig's own backend writes optional pointers, packed structs and arrays in its own way") {
    const Folder folder;
    folder.write("m.zig", R"(const std = @import("std");
pub const Flags = packed struct(u32) { a: u3, b: u29 };
pub const Five = packed struct(u5) { low: u5 };
pub const Mixed = packed struct(u64) { a: u3, b: u29, word: u16, on: bool, five: Five, rest: i10 };
pub const In = extern struct { x: u16 };
pub const S = extern struct {
    p: ?*const u8, q: [*c]u8, f: ?*const fn () void, g: [3]?*In, flags: Flags, grid: [2][3]u16, n: std.atomic.Value(u32), i: In,
};
pub const Auto = struct { s: []const u8, o: ?u32 };
export var s: S = undefined;
var auto: Auto = undefined;
export var mixed: Mixed = undefined;
export fn keep() u64 { return s.n.raw + auto.s.len + (auto.o orelse 0); }
)");
    for (const auto& zig : all_zigs()) {
        CAPTURE(zig.version);
        const bool has_own_backend = zig.version >= "0.15";
        run(folder, join(zig.command, " ") + " build-obj m.zig -target x86_64-linux-gnu -femit-bin=a.o");
        const auto reading = dwarf::read(request_for(folder, {"a.o"}, {"m.S", "m.Auto", "m.Mixed", "m.Five"}));
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "m.S") ==
              "72/8: p ptr! @0, q ptr! @8, f ptr! @16, g ptr[3]! @24, flags m.Flags @48, grid u16[2][3] @52, n u32 "
              "@64, i m.In @68");
        const auto automatic = text_of(reading, "m.Auto");
        CHECK(automatic.find("o ?u32 @") != std::string::npos);
        if (!has_own_backend) continue;
        CHECK(text_of(reading, "m.Mixed") ==
              "8: a u8:3 @0.0, b u32:29 @0.3, word u16 @4, on bool:1 @6.0, five m.Five:5 @6.1, rest i16:10 @6.6");
    }
}

TEST_CASE("Rust: an Option of a reference is a pointer, one of a number is not comparable") {
    if (!present("rustc")) return;
    const Folder folder;
    folder.write(
        "o.rs",
        "#[repr(C)] pub struct S { a: Option<&'static u32>, b: core::ptr::NonNull<u8>, c: Option<extern \"C\" fn()> }\n"
        "#[repr(C)] pub struct T { a: Option<u32> }\n"
        "#[no_mangle] pub fn look(_: &S, _: &T) {}\n");
    run(folder, "rustc --crate-type lib -g --emit=obj o.rs -o o.o");
    const auto reading = dwarf::read(request_for(folder, {"o.o"}, {"o::S", "o::T"}));
    CHECK(text_of(reading, "o::S") == "24/8: a ptr! @0, b ptr! @8, c ptr! @16");
    CHECK(text_of(reading, "o::T") == "8/4: a core::option::Option<u32> @0");
}

TEST_CASE("Rust: a struct of one integer without a name is that integer, and no other struct is") {
    if (!present("rustc")) return;
    const Folder folder;
    folder.write("n.rs",
                 "pub struct Kind(pub u32); pub struct Pair(u16, u16); pub struct Named { one: u32 }\n"
                 "#[repr(C)] pub struct S { a: Kind, b: Pair, c: Named }\n"
                 "#[no_mangle] pub fn look(_: &S) {}\n");
    run(folder, "rustc --crate-type lib -g --emit=obj n.rs -o n.o");
    const auto reading = dwarf::read(request_for(folder, {"n.o"}, {"n::S"}));
    CHECK(text_of(reading, "n::S") == "12/4: a u32 @0, b n::Pair @4, c n::Named @8");
}

TEST_CASE("Rust: what wraps one number is that number, and a type with more in it is not") {
    if (!present("rustc")) return;
    const Folder folder;
    folder.write("w.rs", R"(
use std::{cell::*, marker::*, mem::*, num::*, ptr::NonNull, sync::atomic::*};
pub struct Reg<T> { value: UnsafeCell<T>, with: PhantomData<u64> }
pub struct Pair<T> { a: T, b: u8 }
#[repr(u8)] #[derive(Clone, Copy)] pub enum Kind { A = 1, B }
#[repr(C)] pub struct S {
    a: NonZeroU32, b: Option<NonZeroU32>, c: Cell<i16>, d: MaybeUninit<[u8; 2]>, e: ManuallyDrop<u64>,
    f: Wrapping<i32>, g: Saturating<u32>, h: Option<NonNull<u8>>, i: AtomicBool, j: AtomicI8, k: Reg<u16>,
    l: [Reg<u32>; 2], m: Pair<u8>, n: Cell<Kind>, o: PhantomData<u64>, p: Option<u16>,
}
#[no_mangle] pub fn look(_: &S) {}
)");
    run(folder, "rustc --crate-type lib -g --emit=obj w.rs -o w.o");
    const auto reading = dwarf::read(request_for(folder, {"w.o"}, {"w::S"}));
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "w::S") ==
          "64/8: a u32 @0, b u32 @4, c i16 @8, d u8[2] @10, e u64 @16, f i32 @24, g u32 @28, h ptr! @32, i bool @40, "
          "j i8 @41, k u16 @42, l u32[2] @44, m w::Pair<u8> @52, n w::Kind @54, p core::option::Option<u16> @56");
}

TEST_CASE("Rust: what bindgen declares for bit-fields is raw memory, and what only aligns them is nothing") {
    if (!present("rustc")) return;
    const Folder folder;
    folder.write("b.rs", R"(
#[repr(C)] pub struct __BindgenBitfieldUnit<Storage> { storage: Storage }
#[repr(C)] pub struct __IncompleteArrayField<T>(std::marker::PhantomData<T>, [T; 0]);
#[repr(C)] pub struct S {
    a: u8, _bitfield_align_1: [u8; 0], _bitfield_1: __BindgenBitfieldUnit<[u8; 2]>, b: u8,
    _bitfield_align_2: [u32; 0], _bitfield_2: __BindgenBitfieldUnit<[u8; 1]>, __bindgen_padding_0: [u8; 3],
    tail: __IncompleteArrayField<u16>,
}
#[no_mangle] pub fn look(_: &S) {}
)");
    run(folder, "rustc --crate-type lib -g --emit=obj b.rs -o b.o");
    const auto reading = dwarf::read(request_for(folder, {"b.o"}, {"b::S"}));
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "b::S") ==
          "8/4: a u8 @0, _bitfield_1 bytes[2] @1, b u8 @3, _bitfield_2 bytes[1] @4, __bindgen_padding_0 u8[3] @5 "
          "(padding), tail u16[0] @8");
}

TEST_CASE("Rust's types are named by crate and modules, in objects and in rlibs") {
    if (!present("rustc")) return;
    const Folder folder;
    folder.write("proto.rs", rust_source);
    run(folder, "rustc -g --crate-type rlib proto.rs -o libproto.rlib && rustc -g --emit=obj proto.rs -o proto.o");
    for (const std::string file : {"libproto.rlib", "proto.o"}) {
        CAPTURE(file);
        const auto reading =
            dwarf::read(request_for(folder, {file}, {"proto::core_::CmdPacket", "U", "Payload", "Gen<u64>", "Local"}));
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "proto::core_::CmdPacket") ==
              "64/16: kind u32 @0, _pad u32 @4 (padding), arg u64 @8, id u128 @16, b u8[4] @32, k proto::core_::Kind "
              "@36, "
              "p ptr! @40, n u64! @48, c u32 @56, t (u8, u16) @60");
        CHECK(text_of_enum(reading, "proto::core_::Kind") == "u8: Exec = 1, Exit = 0xc8");
        CHECK(text_of(reading, "proto::core_::U") == "8/4 union: a u32 @0, b u8[8] @0");
        CHECK(text_of(reading, "proto::core_::Gen<u64>") == "16/8: v u64 @0, at u32 @8");
        CHECK(text_of(reading, "proto::core_::Payload") == "16/8: tag u8 @0, pair.a u8 @1, some u32 @4, pair.b u64 @8");
        // `{impl#0}` is not part of a name.
        CHECK(text_of(reading, "proto::core_::local::Local") == "1/1: q u8 @0");
    }
}

TEST_CASE("Nim's objects have the names of the Nim source, not those of the generated C") {
    if (!present("nim")) return;
    const Folder folder;
    folder.write("pack.nim", nim_source);
    run(folder, "nim c --debugger:native --nimcache:cache --hints:off -o:pack pack.nim");
    const auto reading = dwarf::read(request_for(folder, {"pack"}, {"CmdPacket", "Sub"}));
    CHECK(text_of(reading.problems) == "");
    CHECK(
        text_of(reading, "CmdPacket") ==
        "48: kind u32 @0, pad u32 @4 (padding), arg u64 @8, k u8 @16, buf u8[4] @17, n i64! @24, p ptr! @32, c u8 @40, "
        "d i8 @41");
    CHECK(text_of(reading, "Sub") == "16: Sup RootObj @0, x i16 @8");
    CHECK(text_of(reading, "RootObj") == "8: m_type ptr! @0");
}

TEST_CASE("Nim: the branches of a case object are members that share bytes, also where C names them") {
    if (!present("nim")) return;
    const Folder folder;
    folder.write("pack.nim", R"(
type
  Kind = enum kA, kB, kC
  Packet = object
    size: uint32
    case kind: Kind
    of kA:
      x: uint32
      y: uint64
    of kB: z: uint16
    else:
      case deep: bool
      of true: a: uint8
      of false: b: uint64
var p: Packet
p.size = 3
echo p.size
)");
    run(folder, "nim c --debugger:native --nimcache:cache --hints:off -o:pack pack.nim");
    // A branch of that name in C is a member.
    folder.write("a.c", "struct S { unsigned n; union { struct { int x; } _kind_1; }; } s;\n");
    run(folder, "clang-19 -g -c a.c -o a.o");
    CHECK(text_of(dwarf::read(request_for(folder, {"pack"}, {"Packet"})), "Packet") ==
          "24: size u32 @0, kind u8 @4, x u32 @8, z u16 @8, deep bool @8, y u64 @16, a u8 @16, b u64 @16");
    CHECK(text_of(dwarf::read(request_for(folder, {"a.o"}, {"S"})), "S") == "8: n u32 @0, _kind_1 S::_kind_1 @4");
}

TEST_CASE("Go: a struct has the greatest alignment of its fields, by the rules of Go's compiler for each machine") {
    if (!present("go")) {
        MESSAGE("not tested: no go here");
        return;
    }
    const Folder folder;
    folder.write("go.mod", "module p\n\ngo 1.19\n");
    folder.write("main.go", R"(package main
import "sync/atomic"
type Plain struct { A uint32; _ int32; B int64; C [3]uint8 }
type Complex struct { A uint8; C complex128 }
type Atomic struct { A uint32; V atomic.Int64 }
type Empty struct { _ [0]uint64 }
type Holder struct { A uint8; E Empty; B uint8 }
type Blank struct { A uint8; _ [0]uint32; _ uint16; _ [2][0]uint8; _ struct{}; _ uint8 }
type Grids struct { A uint8; G [2][0]int8; H [3][0][4]int16; B uint8 }
type Words struct { S string; F func(); M map[int]int; I error; P *uint8 }
var a Plain
var b Complex
var c Atomic
var d Holder
var e Words
var f Blank
var g Grids
func main() { println(a.B, real(b.C), c.V.Load(), d.B, e.S, f.A, g.A) }
)");
    const auto text = [&](const std::string& machine, const std::string& name) {
        return text_of(dwarf::read(request_for(folder, {machine}, {name})), name);
    };
    for (const std::string machine : {"amd64", "arm", "386"}) {
        CAPTURE(machine);
        run(folder, "env CGO_ENABLED=0 GOARCH=" + machine + " go build -o " + machine + " .");
        const bool is_wide = machine == "amd64";
        CHECK(text(machine, "main.Plain") ==
              (is_wide ? "24/8: A u32 @0, (unnamed) i32 @4 (padding), B i64 @8, C u8[3] @16"
                       : "20/4: A u32 @0, (unnamed) i32 @4 (padding), B i64 @8, C u8[3] @16"));
        CHECK(text(machine, "main.Complex").starts_with(is_wide ? "24/8: " : "20/4: "));
        CHECK(text(machine, "main.Atomic").starts_with("16/8: "));
        CHECK(text(machine, "main.Holder").starts_with(is_wide ? "16/8: " : "8/4: "));
        // Blank fields without bytes are left out, and do not count.
        CHECK(text(machine, "main.Blank") == "8/4: A u8 @0, (unnamed) u16 @4 (padding), (unnamed 2) u8 @6 (padding)");
        // Only the first extent of an array can be open.
        CHECK(text(machine, "main.Grids") == "4/2: A u8 @0, G i8[2][0] @1, H i16[3][0][4] @2, B u8 @2");
        CHECK(text(machine, "main.Words").starts_with(is_wide ? "56/8: " : "28/4: "));
    }
}

TEST_CASE("Ada: arrays by enumeration, ranges, variants and generic instances are read, and what varies is unknown") {
    if (!present("gnatmake-12") && !present("gnatmake")) {
        MESSAGE("not tested: no GNAT here");
        return;
    }
    const Folder folder;
    folder.write("rec.ads", R"(with Interfaces; use Interfaces;
package Rec is
   type Kind is (Exec, Stop, Halt);
   for Kind use (Exec => 1, Stop => 4, Halt => 9);
   type By_Kind is array (Kind) of Unsigned_8;
   type Grid is array (0 .. 1, 1 .. 3) of Unsigned_16;
   type Flags is array (0 .. 7) of Boolean with Pack;
   type U is record
      K : Kind; C : Character; W : Wide_Character; Y : By_Kind; F : Flags; G : Grid; T : String (1 .. 4);
   end record with Convention => C;
   type Bits is record L : Integer range 0 .. 7; R : Integer range -16 .. 15; end record;
   for Bits use record L at 0 range 0 .. 2; R at 0 range 3 .. 7; end record;
   type Either (Which : Boolean := False) is record
      case Which is when False => A : Unsigned_32; when True => B : Float; end case;
   end record with Unchecked_Union;
   type Choice (Which : Kind) is record
      case Which is when Exec => A : Unsigned_64; when others => B : Unsigned_8; end case;
   end record;
   type Text (N : Natural) is record L : String (1 .. N); end record;
   generic type E is private; package Gen is type Ring is record Head : Unsigned_32; Item : E; end record; end Gen;
   package Ring8 is new Gen (Unsigned_8);
   X : U; Y : Bits; Z : Either; V : Choice (Exec); R : Ring8.Ring; T : Text (5);
end Rec;
)");
    run(folder, "gcc-12 -g -c rec.ads -o rec.o || gcc -g -c rec.ads -o rec.o");
    const auto reading = dwarf::read(request_for(folder, {"rec.o"}));
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "rec__u") ==
          "24: k rec__kind @0, c u8 @1, w u16 @2, y u8[3] @4, f rec__flags @7, g u16[2][3] @8, t u8[4] @20");
    CHECK(text_of(reading, "rec__bits") == "1: l u8:3 @0.0, r i8:5 @0.3");
    CHECK(text_of(reading, "rec__either") == "4 union: a u32 @0, b f32 @0");
    CHECK(text_of(reading, "rec__choice") == "16: which rec__kind @0, a u64 @8, b u8 @8");
    CHECK(text_of(reading, "rec__text") == "? blind: its size depends on the values in it");
    CHECK(text_of(reading, "rec__ring8__ring") == "8: head u32 @0, item u8 @4");
    CHECK(text_of_enum(reading, "rec__kind") == "u8: rec__exec = 1, rec__stop = 4, rec__halt = 9");
}

TEST_CASE("Pascal: ranges, variants and packed bits are read; a short string is unknown") {
    if (!present("fpc")) {
        MESSAGE("not tested: no Free Pascal here");
        return;
    }
    const Folder folder;
    folder.write("pas.pas", R"(unit pas;
{$packrecords c}
interface
type
  TKind = (kExec, kStop, kHalt);
  TPacket = record
    k: TKind; s: 5..200; v: array[1..4] of Word; y: array[TKind] of Byte; c: array['a'..'d'] of Byte; w: WideChar;
    b: LongBool; p: Pointer;
  end;
  TVariant = record
    tag: LongInt;
    case Integer of 0: (a: QWord); 1: (b: Byte; c: Word);
  end;
  TBits = bitpacked record a: 0..7; b: 0..31; end;
  THold = record f: bitpacked array[0..7] of Boolean; u: Byte; end;
  TText = record n: string[7]; end;
var P: TPacket; V: TVariant; B: TBits; H: THold; T: TText;
implementation
end.
)");
    run(folder, "fpc -gw3 -Cn pas.pas");
    const auto reading = dwarf::read(request_for(folder, {"pas.o"}));
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "TPACKET") ==
          "40: k TKind @0, s u8 @4, v u16[4] @6, y u8[3] @14, c u8[4] @17, w u16 @22, b bool @24, p ptr! @32");
    CHECK(text_of(reading, "TVARIANT") == "16: tag i32 @0, a u64 @8, b u8 @8, c u16 @10");
    CHECK(text_of(reading, "TBITS") == "1: a u8:3 @0.0, b u8:5 @0.3");
    CHECK(text_of(reading, "THOLD").starts_with("2: f "));
    CHECK(find_record(reading.layout, "THOLD")->fields.at(0).type.kind == Kind::unknown);
    CHECK(text_of(reading, "TTEXT") == "8 blind: the size of n is not known");
}

TEST_CASE("D: arrays, characters and templates are read; `real` is no number of IEEE 754 on x86") {
    if (!present("gdc-12") && !present("ldc2")) {
        MESSAGE("not tested: no compiler of D here");
        return;
    }
    const Folder folder;
    folder.write("m.d", R"(module m;
enum Kind : ubyte { exec = 1, stop = 4 }
struct Inner(T) { T x; }
struct P { Kind k; wchar w; dchar d; bool b; ubyte[3][2] g; int[] s; real r; Inner!uint i; }
union U { uint a; float b; }
extern(C) uint fn(P* a, U* b) { return a.g[0][0] + b.a; }
)");
    for (const std::string compiler : {"gdc-12 -g -c m.d -o m.o", "ldc2 -g -c m.d -of=m.o"}) {
        CAPTURE(compiler);
        if (!present(compiler.substr(0, compiler.find(' ')))) continue;
        run(folder, compiler);
        const auto reading = dwarf::read(request_for(folder, {"m.o"}, {"m::P", "m::U"}));
        auto text = text_of(reading, "m::P");
        text.erase(0, text.find(':') + 2);  // ldc states the alignment
        CHECK(text.find("k m::Kind @0, w u16 @2, d u32 @4, b bool @8, g u8[2][3] @9, s int[] @16, r real @32, ") == 0);
        const auto* record = find_record(reading.layout, "m::P");
        REQUIRE(record != nullptr);
        const auto real = std::ranges::find(record->fields, std::string("r"), &Field::name);
        if (find_record(reading.layout, "int[]") != nullptr)
            CHECK(text_of(reading, "int[]").find("length u64") != std::string::npos);
        CHECK(real->type.kind == Kind::unknown);
        CHECK(text_of(reading, "m::U").ends_with(": a u32 @0, b f32 @0"));
    }
}
