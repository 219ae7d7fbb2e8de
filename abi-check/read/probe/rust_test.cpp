// Rust by its own compiler, for the targets whose standard library is installed.
#include <doctest/doctest.h>

#include "os/child.h"
#include "read/probe/probe_test.h"
#include "test/declare.h"

namespace {

using namespace abi;
using namespace abi::probe;
using namespace abi::test;

constexpr std::string_view source = R"(mod sub;
pub mod inl { pub struct Deep { pub a: u16, b: i8 } struct Own { a: u8 } }
#[repr(C)] struct CmdPacket { kind: u32, _pad: u32, arg: u64, id: u128 }
#[repr(C, packed)] struct Packed { a: u8, b: u32, grid: [[u16; 3]; 2] }
#[repr(C)] union Both { word: u32, bytes: [u8; 4] }
#[repr(u8)] enum Color { Red }
#[repr(C)] struct Holder<'a> {
    reference: &'a u32, packet: core::mem::ManuallyDrop<u8>, rows: [sub::Sub; 3], color: Color, flag: bool, real: f32,
    maybe: Option<&'a u8>, text: &'a str, owned: String, small: i8,
}
enum Payload { A(u8), B { x: u32 } }
const CMD_SYS_EXEC: u32 = 0x400;
const MINUS: i8 = -5;
pub const BIG: u128 = 0xfedcba98765432100000000000000001;
const REAL: f32 = 1.5;
)";

std::vector<Record> records() {
    auto holder = asked("crate::Holder", {"reference", "packet", "rows", "color", "flag", "real", "maybe", "text",
                                          "owned", "small", "nowhere"});
    holder.fields[2].type.name = "sub::Sub";
    holder.fields[2].type.extents = {3};
    return {asked("CmdPacket", {"kind", "_pad", "arg", "id"}),
            asked("channel::Packed", {"a", "b", "grid"}),
            asked("Both", {"word", "bytes"}),
            asked("sub::Sub", {"a"}),
            asked("inl::Deep", {"a", "b"}),
            asked("Payload", {"A"}),
            asked("inl::Own", {"a"}),
            asked("Nothing", {"a"}),
            holder};
}

}  // namespace

TEST_CASE("Rust: offsets, sizes and types of private records and fields are what rustc writes") {
    if (!present("rustc")) return;
    const Folder folder;
    folder.write("src/sub.rs", "#[repr(C)] pub struct Sub { a: u8 }\n");
    // A crate's root has inner attributes; a module has none. Both are asked the same way.
    for (const std::string top :
         {"", "//! A crate.\n#![no_std]\n#![allow(\n    dead_code)]\nextern crate std;\nuse std::string::String;\n"}) {
        const auto file = folder.write("src/channel.rs", top + std::string(source));
        auto request = request_for("rust", folder, file, "x86_64-linux-gnu");
        request.records = records();
        request.constants = {asked_constant("CMD_SYS_EXEC"), asked_constant("crate::MINUS"), asked_constant("BIG"),
                             asked_constant("REAL"), asked_constant("NOTHING")};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "CmdPacket") == "32/16: kind u32 @0, _pad u32 @4 (padding), arg u64 @8, id u128 @16");
        CHECK(text_of(reading, "channel::Packed") == "17/1 packed: a u8 @0, b u32 @1, grid u16[2][3] @5");
        CHECK(text_of(reading, "Both") == "4/4 union: word u32 @0, bytes u8[4] @0");
        CHECK(text_of(reading, "inl::Deep") == "4/2: a u16 @0, b i8 @2");
        CHECK(text_of(reading, "inl::Own") == "1/1: a u8 @0");
        CHECK(text_of(reading, "Payload") ==
              "8/4 blind: Rust promises no place for the tag and the fields of an `enum` without repr(C) or repr(u8)");
        CHECK(text_of(reading, "crate::Holder") ==
              "80/8: reference ptr @0, packet u8 @8, rows sub::Sub[3] @9, color Color @12, flag bool @13, "
              "real f32 @16, maybe ptr @24, text &str @32, owned alloc::string::String @48, small i8 @72");
        CHECK(find_record(reading.layout, "Nothing") == nullptr);
        CHECK(constants_of(reading) ==
              "CMD_SYS_EXEC: u32 = 0x400\ncrate::MINUS: i8 = -5\nBIG: u128 = 0xfedcba98765432100000000000000001\n");
    }
}

TEST_CASE("Rust: a compiler without offset_of! is a problem with its version and the one that is needed") {
    const Folder folder;
    const auto file = folder.write("channel.rs", "#[repr(C)] struct P { a: u32 }\n");
    const auto problems_with = [&](const std::string& says) {
        const auto compiler = folder.write("bin/rustc",
                                           "#!/bin/sh\n[ \"$1\" = --version ] || { echo 'error: asked' >&2; "
                                           "exit 1; }\necho '" +
                                               says + "'\n");
        std::filesystem::permissions(compiler, std::filesystem::perms::owner_all);
        auto request = request_for("rust", folder, file, "x86_64-linux-gnu");
        request.compiler = {compiler};
        request.records = {asked("P", {"a"})};
        const auto reading = probe::read(request);
        CHECK(reading.layout.records.empty());
        return text_of(reading.problems);
    };
    for (const std::string version : {"1.63.0", "1.76.0-nightly"}) {
        CHECK(problems_with("rustc " + version + " (4b91a6ea7 2022-08-08) (built from a source tarball)") ==
              "channel.rs: error: expected rustc 1.77 or newer, the first with offset_of!, to ask, found rustc " +
                  version + "\n");
    }
    for (const std::string version : {"rustc 1.77.0 (aedd173a2 2024-03-17)", "rustc 1.100.0", "rustc 2.0.0", "other"}) {
        CHECK(problems_with(version) == "channel.rs: error: asked\n");
    }
}

TEST_CASE("Rust: a target whose standard library is missing is a problem with a remedy") {
    if (!present("rustc")) return;
    const Folder folder;
    auto request = request_for("rust", folder, folder.write("a.rs", "pub struct S { a: u8 }\n"), "s390x-linux-gnu");
    request.records = {asked("S", {"a"})};
    const auto reading = probe::read(request);
    if (reading.problems.empty()) {
        MESSAGE("not tested: the Rust target s390x-unknown-linux-gnu is installed");
        return;
    }
    CHECK(text_of(reading.problems) ==
          "a.rs: error: expected a Rust that has the target s390x-unknown-linux-gnu (rustup target add "
          "s390x-unknown-linux-gnu), found can't find crate for `std`\n");
}

TEST_CASE("Rust: a file that does not compile gives the compiler's first error with its place") {
    if (!present("rustc")) return;
    const Folder folder;
    for (const std::string top : {"\n", "//!\n"}) {
        const auto file = folder.write("a.rs", top + "pub struct S { a: Wrong }\n");
        auto request = request_for("rust", folder, file, "x86_64-linux-gnu");
        request.records = {asked("S", {"a"})};
        CHECK(text_of(probe::read(request).problems) ==
              "a.rs:2:19: error: cannot find type `Wrong` in this scope: not found in this scope\n");
    }
}

TEST_CASE("Rust: the compiler names further fields, and these are asked for, too") {
    if (!present("rustc")) return;
    const Folder folder;
    auto request = request_for("rust", folder, folder.write("a.rs", R"(
#[repr(C)] pub struct Packet { a: u8, more: u32, b: u64, last: [u16; 2] }
#[repr(C)] pub struct Tuple(u8, u32);
pub mod inner { #[repr(C)] pub struct Closed { pub a: u8, more: u32 } }
pub type Elsewhere = inner::Closed;
#[repr(C)] pub struct r#type { r#match: u32, r#fn: u8 }
)"),
                               "x86_64-linux-gnu");
    request.records = {asked("Packet", {"a", "b", "gone"}), asked("Tuple", {}), asked("inner::Closed", {"a"}),
                       asked("type", {"match"}), asked("Elsewhere", {"a"})};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "Packet") == "24/8: a u8 @0, more u32 @4, b u64 @8, last u16[2] @16");
    CHECK(text_of(reading, "Tuple") == "8/4: 0 u8 @0, 1 u32 @4");
    CHECK(text_of(reading, "inner::Closed") == "8/4: a u8 @0, more u32 @4");
    CHECK(text_of(reading, "Elsewhere") == "8/4 blind: the compiler knows fields that are private to their module");
    CHECK(text_of(reading, "type") == "8/4: match u32 @0, fn u8 @4");
}

TEST_CASE("Rust: two files that declare one name differently are two definitions; paths may hold quotes") {
    if (!present("rustc")) return;
    const Folder folder;
    auto request =
        request_for("rust", folder, folder.write("it's \"a\" b/a.rs", "pub struct S { a: u32 }\n"), "x86_64-linux-gnu");
    request.files.push_back(folder.write("b.rs", "//! Root.\npub struct S { a: u16 }\n"));
    request.records = {asked("S", {"a"})};
    const auto reading = probe::read(request);
    CHECK(text_of(reading, "S") == "4/4: a u32 @0");
    REQUIRE(reading.other_definitions.size() == 1);
    CHECK(reading.other_definitions[0].place.file == "b.rs");
}

TEST_CASE("Rust: an enumeration is its integer, whether it is an enum or a struct of one number") {
    if (!present("rustc")) return;
    const Folder folder;
    const auto file = folder.write("modes.rs", R"(
#[repr(u16)] #[derive(Clone, Copy)] pub enum mode { A = 1, B = 2 }
#[repr(i8)] pub enum sign { Less = -1, More = 1 }
#[repr(transparent)] #[derive(Clone, Copy)] pub struct kind(pub u32);
impl kind { pub const FIRST: kind = kind(7); }
pub const LAST: kind = kind(9);
pub struct wide(u32, u32);
pub mod inner { #[repr(transparent)] pub struct hidden(u32); }
#[repr(C)] pub struct P {
    m: mode, two: [[mode; 3]; 2], s: sign, k: kind, more: [kind; 4], w: wide, h: inner::hidden, c: char, n: u8,
}
)");
    auto record = asked("P", {"m", "two", "s", "k", "more", "w", "h", "c", "n"});
    for (auto& field : record.fields) field.type.kind = Kind::enumeration;
    // What the source has counts.
    record.fields[1].type.extents = {3, 2};
    record.fields[2].type.is_signed = true;
    record.fields[4].type.extents = {5};
    auto request = request_for("rust", folder, file, "x86_64-linux-gnu");
    request.records = {record};
    for (const char* name : {"A", "mode::A", "mode::B", "mode::C", "sign::Less", "kind::FIRST", "LAST", "NONE"}) {
        request.constants.push_back(asked_constant(name));
    }
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "P") ==
          "56/4: m mode @0, two mode[2][3] @2, s sign @14, k u32 @16, more u32[4] @20, w wide @36, h u32 @44, c char "
          "@48, "
          "n u8 @52");
    CHECK(reading.layout.records.front().fields[0].type.width_bits == 16);
    CHECK(reading.layout.records.front().fields[2].type.is_signed);
    CHECK(constants_of(reading) ==
          "mode::A: u16 = 1\nmode::B: u16 = 2\nsign::Less: i8 = -1\nkind::FIRST: u32 = 7\nLAST: u32 = 9\n");
}

TEST_CASE("Rust: a tail without a length is flexible, and it is unknown which bits of an integer a bit-field has") {
    if (!present("rustc")) return;
    const Folder folder;
    const auto file = folder.write("bits.rs", R"(
#[repr(C)] pub struct Tail { len: u32, data: [u8; 0] }
#[repr(C)] pub struct Middle { none: [u8; 0], len: u32 }
#[repr(C)] pub struct Bits { bits0: u32, x: u32 }
)");
    auto bits = asked("Bits", {"a", "b", "x"});
    bits.fields[0].bit_width = 5;
    bits.fields[1].bit_width = 27;
    bits.fields[1].offset_bits = 5;
    auto request = request_for("rust", folder, file, "x86_64-linux-gnu");
    request.records = {asked("Tail", {"len", "data"}), asked("Middle", {"none", "len"}), bits};
    const auto reading = probe::read(request);
    CHECK(text_of(reading, "Tail") == "4/4: len u32 @0, data u8[] @4");
    CHECK(text_of(reading, "Middle") == "4/4: none u8[0] @0, len u32 @0");
    CHECK(text_of(reading, "Bits") ==
          "8/4 blind: the compiler sees integers where the bit-fields a, b are expected, so their bits are unknown");
    // Bits that lie nowhere are missing.
    request.records[2].fields[1].offset_bits = 64;
    CHECK(text_of(probe::read(request), "Bits") == "8/4: bits0 u32 @0, x u32 @4");
}

TEST_CASE("Rust: what bindgen declares for bit-fields is raw memory, and what only aligns them is nothing") {
    if (!present("rustc")) return;
    const Folder folder;
    const auto file = folder.write("bindgen.rs", R"(
#[repr(C)] pub struct __BindgenBitfieldUnit<Storage> { storage: Storage }
#[repr(C)] pub struct Old<Storage, Align> { storage: Storage, align: [Align; 0] }
#[repr(C)] pub struct P {
    a: u8, _bitfield_align_1: [u8; 0], _bitfield_1: __BindgenBitfieldUnit<[u8; 2]>, b: u8,
    _bitfield_align_2: [u32; 0], _bitfield_2: __BindgenBitfieldUnit<[u8; 1]>, __bindgen_padding_0: [u8; 3],
    _bitfield_3: Old<[u8; 4], u32>,
}
)");
    auto record = asked("P", {"a", "mode", "mask"});
    for (auto& field : record.fields) field.type = scalar(Kind::unsigned_integer, 8);
    record.fields[1].bit_width = 3;
    record.fields[1].offset_bits = 8;
    record.fields[2].bit_width = 13;
    record.fields[2].offset_bits = 11;
    auto request = request_for("rust", folder, file, "x86_64-linux-gnu");
    request.records = {record};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "P") ==
          "12/4: a u8 @0, _bitfield_1 bytes[2] @1, b u8 @3, _bitfield_2 bytes[1] @4, __bindgen_padding_0 u8[3] @5 "
          "(padding), _bitfield_3 bytes[4] @8");
}

TEST_CASE("Rust: a union of one field is a union, and a structure of one field is a structure") {
    if (!present("rustc")) return;
    const Folder folder;
    const auto file = folder.write("one.rs", R"(
#[repr(C)] pub union U { a: u32 }
#[repr(C)] pub struct S { a: u32 }
#[repr(C, packed)] pub struct T(u32);
)");
    for (const auto kind : {RecordKind::structure, RecordKind::union_}) {
        auto request = request_for("rust", folder, file, "x86_64-linux-gnu");
        request.records = {asked("U", {"a"}), asked("S", {"a"}), asked("T", {"0"})};
        for (auto& record : request.records) record.kind = kind;
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "U") == "4/4 union: a u32 @0");
        CHECK(text_of(reading, "S") == "4/4: a u32 @0");
        CHECK(find_record(reading.layout, "T")->kind == RecordKind::structure);
    }
}

TEST_CASE("Rust: an enumeration where a spec has its integer is an enumeration, and a function is a pointer") {
    if (!present("rustc")) return;
    const Folder folder;
    const auto file = folder.write("codes.rs", R"(
#[repr(u8)] pub enum Code { A = 1, B = 2 }
pub type Long = extern "C" fn(u8, u8, u8, u8, u8, u8, u8);
#[repr(C)] pub struct P { code: Code, two: [Code; 2], call: Long }
)");
    auto request = request_for("rust", folder, file, "x86_64-linux-gnu");
    request.records = {asked("P", {"code", "two", "call"})};
    for (auto& field : request.records[0].fields) field.type.kind = Kind::unsigned_integer;
    request.records[0].fields[1].type.extents = {2};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "P") == "16/8: code Code @0, two Code[2] @1, call ptr @8");
}

TEST_CASE("Rust: an enumeration with fields and a promised layout is a tag and a union") {
    if (!present("rustc")) return;
    const Folder folder;
    const auto file = folder.write("shapes.rs", R"(
#[repr(C)] pub struct Point { pub x: u16, pub y: u16 }
#[repr(C)] pub enum Shape { Circle { radius: f32, r#type: u8 }, Dot(u64), LineTo(u8, [Point; 2]), None }
#[repr(u8)] pub enum Byte { A(u32), B { x: u8, y: i16 }, C }
#[repr(C, i16)] pub enum Both { A(u32) = -1, #[cfg(any())] Gone(u64), B(u8) }
pub mod inner { #[repr(C)] pub struct Message { pub shape: super::Shape, pub seq: u32 } }
)");
    auto request = request_for("rust", folder, file, "x86_64-linux-gnu");
    request.records = {asked("Shape", {"tag", "circle"}), asked("Byte", {}), asked("Both", {}),
                       asked("inner::Message", {})};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "Shape") ==
          "24/8: tag i32 @0, circle.radius f32 @8, dot u64 @8, line_to._0 u8 @8, line_to._1 Point[2] @10, circle.type "
          "u8 @12");
    CHECK(find_record(reading.layout, "Shape")->only_asked == "");
    CHECK(text_of(reading, "Byte") == "8/4: tag u8 @0, b.x u8 @1, b.y i16 @2, a u32 @4");
    CHECK(text_of(reading, "Both") == "8/4: tag i16 @0, a u32 @4, b u8 @4");
    CHECK(find_record(reading.layout, "Both")->fields[0].type.is_signed);
    CHECK(text_of(reading, "inner::Message") == "32/8: shape Shape @0, seq u32 @24");
}

TEST_CASE("Rust: a type that holds one number is that number, with any name of its fields, private or not") {
    if (!present("rustc")) return;
    const Folder folder;
    const auto file = folder.write("inside.rs", R"(
use core::{cell::*, marker::*, mem::*, num::*, ptr::NonNull, sync::atomic::*};
pub mod hidden {
    pub struct Reg<T> { value: core::cell::UnsafeCell<T>, with: core::marker::PhantomData<u64> }
    #[derive(Clone, Copy)] struct Own { bits: i16 }
    pub struct Deep { inner: Own, align: [u8; 0] }
    pub struct BE; pub struct U32<O>([u8; 4], core::marker::PhantomData<O>);
    pub struct Pair { a: u8, b: u8 }
    #[derive(Clone, Copy)] pub struct Padding<T: Copy>(core::mem::MaybeUninit<T>);
    pub struct Other<T>(u32, core::marker::PhantomData<T>);
    pub struct Truth(bool);
    pub struct On(core::sync::atomic::AtomicBool);
    pub struct Tail<T>(core::marker::PhantomData<T>, [T; 0]);
    #[repr(u16)] pub enum Kind { A, B }
}
use hidden::*;
pub type Callback = Option<unsafe extern "C" fn(*mut u8, &u32, usize, usize, usize, usize, usize, usize) -> i32>;
#[repr(C)] pub struct P {
    a: NonZero<u32>, b: Option<NonZeroU32>, c: Reg<f32>, d: [[Reg<u16>; 2]; 3], e: Deep, f: MaybeUninit<[u8; 2]>,
    g: Saturating<i64>, h: AtomicUsize, i: AtomicPtr<u8>, j: Callback, k: Option<NonNull<u8>>, l: U32<BE>, m: Pair,
    n: Truth, o: Option<bool>, p: AtomicBool, q: On, r: PhantomData<u64>, s: (), t: Cell<Kind>, u: ManuallyDrop<i8>,
    v: Reg<*const u32>, w: PhantomPinned, y: Padding<[u8; 12]>, z: Other<[u8; 4]>, x: Tail<u32>,
}
)");
    auto request = request_for("rust", folder, file, "x86_64-linux-gnu");
    request.records = {asked("P", {})};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "P") ==
          "112/8: a u32 @0, b u32 @4, c f32 @8, d u16[3][2] @12, e Deep @24, f u8[2] @26, g i64 @32, h u64 @40, i ptr "
          "@48, "
          "j ptr @56, k ptr @64, l hidden::U32<hidden::BE> @72, m Pair @76, n bool @78, o core::option::Option<bool> "
          "@79, "
          "p bool @80, q u8 @81, t core::cell::Cell<hidden::Kind> @82, u i8 @84, v ptr @88, y u8[12] @96, z u32 @108, "
          "x u32[] @112");
    const auto kind_of = [&](std::string_view name) {
        const auto& fields = find_record(reading.layout, "P")->fields;
        return std::ranges::find(fields, name, &Field::name)->type.kind;
    };
    for (const auto* name : {"l", "o"}) CHECK(kind_of(name) == Kind::unknown);
    CHECK(kind_of("t") == Kind::enumeration);
    // The u8 of an AtomicBool does not contradict a truth value.
    request.records = {asked("P", {"q"})};
    request.records[0].fields[0].type.kind = Kind::boolean;
    const auto again = probe::read(request);
    const auto& fields = find_record(again.layout, "P")->fields;
    CHECK(std::ranges::find(fields, "q", &Field::name)->type.kind == Kind::unknown);
}
