// Rust by its own compiler, for the targets whose standard library is installed.
#include <doctest/doctest.h>

#include "os/child.h"
#include "read/probe/probe_test.h"

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
        CHECK(text_of(reading, "Payload") == "8/4 blind: the compiler knows, but does not say where it puts, A");
        CHECK(text_of(reading, "crate::Holder") ==
              "80/8: reference ptr @0, packet unknown @8, rows sub::Sub[3] @9, color unknown @12, flag bool @13, "
              "real f32 @16, maybe ptr @24, text unknown @32, owned unknown @48, small i8 @72");
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
    record.fields[1].type.extents = {2, 3};
    record.fields[2].type.is_signed = true;
    record.fields[4].type.extents = {5};  // what the source has counts
    auto request = request_for("rust", folder, file, "x86_64-linux-gnu");
    request.records = {record};
    for (const char* name : {"A", "mode::A", "mode::B", "mode::C", "sign::Less", "kind::FIRST", "LAST", "NONE"}) {
        request.constants.push_back(asked_constant(name));
    }
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "P") ==
          "56/4: m enumeration @0, two enumeration[2][3] @2, s enumeration @14, k u32 @16, more u32[4] @20, w unknown "
          "@36, "
          "h unknown @44, c unknown @48, n u8 @52");
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

TEST_CASE("Rust: an enumeration where a spec has its integer is an enumeration, and a function is none") {
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
    CHECK(text_of(reading, "P") == "16/8: code enumeration @0, two enumeration[2] @1, call unknown @8");
}
