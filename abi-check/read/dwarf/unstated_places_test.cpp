// Go, Rust and Zig state no place of a type; the sources that their line tables name have it.
#include "read/dwarf/dwarf_test.h"

using namespace abi;
using namespace abi::test;

namespace {

/// "file:line:col field@file:line:col …" of a record.
std::string places_of(const Reading& reading, const std::string& name) {
    const auto* record = find_record(reading.layout, name);
    if (record == nullptr) return "no " + name;
    auto text = to_string(record->place);
    for (const auto& field : record->fields) text += " " + field.name + "@" + to_string(field.place);
    return text;
}

}  // namespace

TEST_CASE("Rust: a record and its fields have the places of their declaration, of two namesakes those in its module") {
    if (!present("rustc")) return;
    const Folder folder;
    folder.write(
        "lib.rs",
        "mod wire;\n#[repr(C)] pub struct Packet {\n    pub kind: u32,\n    pub(crate) arg: u64,\n}\n"
        "mod a { #[repr(C)]\n pub struct Twice { x: u8 } }\nmod b { #[repr(C)]\n pub struct Twice { x: u16 } }\n"
        "#[no_mangle] pub fn f(p: &Packet, a: &a::Twice, b: &b::Twice) -> u64 { p.arg + wire::g(p.kind) }\n");
    folder.write("wire.rs",
                 "#[repr(C)]\npub struct Header { pub length: u32 }\n"
                 "#[inline(never)] pub fn g(n: u32) -> u64 { let h = Header { length: n }; look(&h) }\n"
                 "#[inline(never)] fn look(h: &Header) -> u64 { h.length as u64 }\n");
    run(folder, "rustc --crate-type lib --crate-name m -g --emit=obj lib.rs -o m.o");
    const auto reading = dwarf::read(request_for(folder, {"m.o"}, {"m::Packet", "m::wire::Header", "m::a::Twice"}));
    CHECK(places_of(reading, "m::Packet") == "lib.rs:2:23 kind@lib.rs:3:9 arg@lib.rs:4:16");
    CHECK(places_of(reading, "m::wire::Header") == "wire.rs:2:12 length@wire.rs:2:25");
    CHECK(places_of(reading, "m::a::Twice") == "lib.rs:7:13 x@lib.rs:7:21");
    folder.write("lib.rs", "");
    const auto later = dwarf::read(request_for(folder, {"m.o"}, {"m::Packet"}));
    CHECK(places_of(later, "m::Packet") == "m.o kind@m.o arg@m.o");
}

TEST_CASE("Go: blank fields are padding, and a record has the place in the sources of its package") {
    if (!present("go")) return;
    const Folder folder;
    folder.write("go.mod", "module example.com/m\n\ngo 1.18\n");
    folder.write(
        "wire/wire.go",
        "package wire\n\ntype (\n\tPacket struct {\n\t\tA, B uint16\n\t\t_    [4]byte\n\t\tC    uint64\n\t\t_    "
        "uint8\n\t}\n)\n\n//go:noinline\nfunc (p *Packet) Sum() uint64 { return p.C + uint64(p.A) }\n");
    folder.write("main.go",
                 "package main\n\nimport \"example.com/m/wire\"\n\nvar p wire.Packet\n\nfunc main() { println(p.Sum()) "
                 "}\n");
    run(folder, "GOOS=linux GOARCH=amd64 go build -o program .");
    const auto reading = dwarf::read(request_for(folder, {"program"}, {"example.com/m/wire.Packet"}));
    CHECK(text_of(reading, "example.com/m/wire.Packet") ==
          "24/8: A u16 @0, B u16 @2, (unnamed) u8[4] @4 (padding), C u64 @8, (unnamed 2) u8 @16 (padding)");
    CHECK(
        places_of(reading, "example.com/m/wire.Packet") ==
        "wire/wire.go:4:2 A@wire/wire.go:5:3 B@wire/wire.go:5:6 (unnamed)@wire/wire.go:4:2 C@wire/wire.go:7:3 (unnamed "
        "2)@wire/wire.go:4:2");
}

TEST_CASE("Zig: a record and its fields have the places in the file whose name their scope states") {
    const Folder folder;
    if (!ran(folder, "python3 -m ziglang version")) {
        MESSAGE("not tested: the Python package ziglang is not installed");
        return;
    }
    folder.write("wire.zig", "pub const Packet = extern struct {\n    kind: u32,\n    arg: u64,\n};\n");
    folder.write("m.zig",
                 "const wire = @import(\"wire.zig\");\n"
                 "export fn f(p: *wire.Packet) u64 {\n    return p.arg;\n}\n");
    run(folder, "python3 -m ziglang build-obj m.zig -target riscv64-linux-none -femit-bin=m.o");
    const auto reading = dwarf::read(request_for(folder, {"m.o"}, {"wire.Packet"}));
    CHECK(places_of(reading, "wire.Packet") == "wire.zig:1:11 kind@wire.zig:2:5 arg@wire.zig:3:5");
}
