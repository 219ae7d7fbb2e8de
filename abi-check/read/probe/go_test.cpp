// Go by its own compiler, for each target; nothing that is built for a target is run.
#include <doctest/doctest.h>

#include "model/words.h"
#include "read/probe/probe_test.h"

namespace {

using namespace abi;
using namespace abi::probe;
using namespace abi::test;

constexpr std::string_view module_file = "module example.com/wire\n\ngo 1.18\n";

constexpr std::string_view source = R"(package wire

import "unsafe"

type Kind uint32

const (
	KindNull Kind = iota
	KindExec Kind = 0x400
)
const Limit = 1 << 40
const minus int16 = -5
const text = "abc"
const word = unsafe.Sizeof(uintptr(0))

type mac [6]byte
type Header struct{ Length uint32 }
type ring[T any] struct {
	head uint32
	slot [2]T
}
type packet struct {
	Header
	kind Kind
	_    [2]uint16
	_    struct{}
	addr mac
	flag bool
	_    byte
	grid [2][3]int16
	in   [2]Header
	pair struct{ x, y int8 }
	next *packet
	raw  unsafe.Pointer
	u    uintptr
	n    int
	f    float32
	_    [8 - word]byte
	tail [0]uint32
}
type large struct {
	a uint8
	b uint64
}
type parts struct {
	s string
	b []byte
	e error
	f func()
	m map[string]int
	c chan int
	z complex64
}
)";

Request go_request(const Folder& folder, const std::string& triple) {
    folder.write("go.mod", std::string(module_file));
    return request_for("go", folder, folder.write("wire.go", std::string(source)), triple);
}

}  // namespace

TEST_CASE("Go: private records, blank fields and nested records have the compiler's layout on each target") {
    if (!present("go")) return;
    const Folder folder;
    for (const std::string triple : {"x86_64-linux-gnu", "i686-linux-gnu"}) {
        CAPTURE(triple);
        auto request = go_request(folder, triple);
        request.records = {asked("packet", {}), asked("wire.large", {}), asked("ring[uint64]", {}), asked("gone", {})};
        request.constants = {asked_constant("Limit"), asked_constant("minus"), asked_constant("text"),
                             asked_constant("word"), asked_constant("KindExec")};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        const bool is_32_bit = triple.starts_with("i686");
        const std::string begin =
            "Header Header @0, kind u32 @4, (unnamed) u16[2] @8 (padding), addr bytes[6] @12, flag bool @18, (unnamed "
            "2) "
            "u8 @19 (padding), grid i16[2][3] @20, in Header[2] @32, pair packet.pair @40, ";
        const std::string ends[] = {"next ptr @48, raw ptr @56, u u64 @64, n i64 @72, f f32 @80, tail u32[] @84",
                                    "next ptr @44, raw ptr @48, u u32 @52, n i32 @56, f f32 @60, (unnamed 3) bytes[4] "
                                    "@64 (padding), tail u32[] @68"};
        CHECK(text_of(reading, "packet") == (is_32_bit ? "72/4: " : "88/8: ") + begin + ends[is_32_bit ? 1 : 0]);
        const auto& fields = find_record(reading.layout, "packet")->fields;
        CHECK(std::ranges::find(fields, "u", &Field::name)->type.spelling == "uintptr");
        CHECK(text_of(reading, "packet.pair") == "2/1: x i8 @0, y i8 @1");
        CHECK(text_of(reading, "Header") == "4/4: Length u32 @0");
        CHECK(text_of(reading, "wire.large") == (is_32_bit ? "12/4: a u8 @0, b u64 @4" : "16/8: a u8 @0, b u64 @8"));
        CHECK(text_of(reading, "ring[uint64]") ==
              (is_32_bit ? "20/4: head u32 @0, slot u64[2] @4" : "24/8: head u32 @0, slot u64[2] @8"));
        CHECK(find_record(reading.layout, "gone") == nullptr);
        const std::string width = is_32_bit ? "u32 = 4\n" : "u64 = 8\n";
        CHECK(constants_of(reading) ==
              "Limit: u0 = 0x10000000000\nminus: i16 = -5\nword: " + width + "KindExec: u32 = 0x400\n");
        CHECK(to_string(find_record(reading.layout, "packet")->fields[1].place) == "wire.go:24:2");
    }
}

TEST_CASE("Go: a named integer is an enumeration if it is asked for and has constants") {
    if (!present("go")) return;
    const Folder folder;
    auto request = go_request(folder, "s390x-linux-gnu");
    request.records = {asked("packet", {})};
    request.enums = {Enum{.name = "Kind", .type = {}, .enumerators = {}, .doc = "", .place = {}},
                     Enum{.name = "mac", .type = {}, .enumerators = {}, .doc = "", .place = {}}};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    REQUIRE(reading.layout.enums.size() == 1);
    const auto& kind = reading.layout.enums.front();
    CHECK(to_string(kind.type) == "u32");
    CHECK(join(kind.enumerators, " ", &Enumerator::name) == "KindNull KindExec");
    CHECK(to_string(kind.enumerators[1].value) == "0x400");
    CHECK(to_string(find_record(reading.layout, "packet")->fields[1].type) == "Kind");
    CHECK(reading.layout.byte_order == ByteOrder::big);
    CHECK(reading.layout.facts[Fact::architecture] == "s390x");
    CHECK(reading.layout.facts[Fact::pointer_bits] == "64");
    CHECK(reading.layout.facts[Fact::u64_align] == "8");
}

TEST_CASE("Go: parts of Go's own have a size and no kind; a map and a channel are addresses") {
    if (!present("go")) return;
    const Folder folder;
    auto request = go_request(folder, "x86_64-linux-gnu");
    request.records = {asked("parts", {})};
    const auto reading = probe::read(request);
    const auto* record = find_record(reading.layout, "parts");
    REQUIRE(record != nullptr);
    CHECK(join(record->fields, " ", [](const Field& field) {
              return field.name + ":" + std::string(to_string(field.type.kind)) + std::to_string(field.type.width_bits);
          }) == "s:unknown128 b:unknown192 e:unknown128 f:unknown64 m:pointer64 c:pointer64 z:unknown64");
}

TEST_CASE("Go: a file may stand alone, a folder may be a package, and tags are flags") {
    if (!present("go")) return;
    const Folder folder;
    const auto file = folder.write("one.go", "package main\n\ntype P struct{ A uint16 }\n\nfunc main() {}\n");
    auto request = request_for("go", folder, file, "aarch64-linux-gnu");
    request.records = {asked("P", {})};
    CHECK(text_of(probe::read(request), "P") == "2/2: A u16 @0");
    folder.write("m/go.mod", std::string(module_file));
    folder.write("m/a.go", "package m\n\ntype A struct{ B }\n");
    folder.write("m/b.go", "//go:build !wide\n\npackage m\n\ntype B struct{ x uint8 }\n");
    folder.write("m/c.go", "//go:build wide\n\npackage m\n\ntype B struct{ x uint64 }\n");
    request.files = {folder.path + "/m"};
    request.records = {asked("A", {}), asked("B", {})};
    CHECK(text_of(probe::read(request), "B") == "1/1: x u8 @0");
    request.flags = {"-tags=wide"};
    CHECK(text_of(probe::read(request), "A") == "8/8: B B @0");
    request.files = {folder.path + "/m/b.go"};
    CHECK(
        text_of(probe::read(request).problems) ==
        "m/b.go:1:1: error: go leaves out this file on linux/arm64: its name or its build constraints say so (tags are "
        "flags of the layer: -tags=…)\n");
}

TEST_CASE("Go: what cannot be asked is one sentence") {
    const Folder folder;
    auto request = go_request(folder, "riscv64-unknown-elf");
    request.records = {asked("packet", {})};
    CHECK(text_of(probe::read(request).problems) ==
          "wire.go: error: expected a system that Go knows (\"go\": \"GOOS/GOARCH\" of the target names it), found "
          "riscv64-unknown-elf\n");
    request.target.triple = "x86_64-linux-gnu";
    request.compiler = {"no-such-go"};
    CHECK(text_of(probe::read(request).problems) ==
          "wire.go: error: expected the Go compiler (no-such-go), found no such program on PATH: install it, or name "
          "another as the layer's compiler\n");
    request.compiler = {};
    if (!present("go")) return;
    folder.write("wire.go", "package wire\n\ntype packet struct{ A Wrong }\n");
    CHECK(text_of(probe::read(request).problems) == "wire.go:3:23: error: undefined: Wrong\n");
    folder.write("wire.go", "package wire\n\nimport _ \"example.org/gone\"\n");
    CHECK(text_of(probe::read(request).problems) ==
          "wire.go:3:8: error: no required module provides package example.org/gone; to add it: go get "
          "example.org/gone\n");
    folder.write("go.mod", "mod\n");
    CHECK(text_of(probe::read(request).problems).find("unknown directive: mod") != std::string::npos);
}

TEST_CASE("Go: what the C compiler of cgo misses is named, and not the first line that it prints") {
    if (!present("go") || !present("gcc")) return;
    const Folder folder;
    folder.write("go.mod", std::string(module_file));
    folder.write("outer.h", "#include \"inner.h\"\n");
    folder.write("inner.h", "#include <not/there.h>\n");
    const auto file = folder.write("c.go", "package wire\n\n// #include \"outer.h\"\nimport \"C\"\n");
    // The environment may name another compiler for cgo. The words that follow the name of the file are its own.
    const auto found = text_of(probe::read(request_for("go", folder, file, "")).problems);
    CAPTURE(found);
    CHECK(found.starts_with("inner.h:1:10: error: "));
    CHECK(found.find("not/there.h") != std::string::npos);
}

TEST_CASE("Go: types of C are seen by cgo, and without it the file is named") {
    if (!present("go") || !present("gcc")) return;
    const Folder folder;
    folder.write("go.mod", std::string(module_file));
    folder.write("packet.h", R"(union both { unsigned w; unsigned char b[8]; };
struct packet { unsigned char type; unsigned low : 3, high : 29; union both u; unsigned short name[2]; };
struct plain { unsigned char range; unsigned long long last; };
)");
    const auto file = folder.write("c.go", R"(package wire

// #include "packet.h"
import "C"

type Packet C.struct_packet

var u C.union_both
var p C.struct_plain
)");
    auto request = request_for("go", folder, file, "");
    request.records = {asked("Packet", {}), asked("both", {}), asked("plain", {}), asked("C.struct_packet", {"low"})};
    request.records[3].fields[0].bit_width = 3;
    request.records[3].fields[0].offset_bits = 32;
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "plain") == "16/8: range u8 @0, last u64 @8");
    CHECK(text_of(reading, "both") == "8/1 union blind: cgo writes a union as bytes");
    // Bytes have the alignment 1 in Go, so the union has no part in the alignment of the record.
    CHECK(text_of(reading, "C.struct_packet") == "20/2 blind: cgo leaves out bit-fields, such as low");
    request.target.triple = "s390x-linux-gnu";
    CHECK(text_of(probe::read(request).problems).find("because cgo is off for linux/s390x") != std::string::npos);
}
