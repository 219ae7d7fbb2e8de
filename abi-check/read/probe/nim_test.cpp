// Nim through the C that it generates, by clang for each target.
#include <doctest/doctest.h>

#include "read/probe/probe_test.h"
#include "test/nim_versions.h"

namespace {

using namespace abi;
using namespace abi::probe;
using namespace abi::test;

constexpr std::string_view source = R"(import sub
const CMD_SYS_EXEC* = 0x400'u32
const minus = -5
const big = 0xfedcba9876543210'u64
const text = "abc"
type
  CmdPacket* = object
    kind: uint32
    pad_2: uint32
    `type`*: uint64
    id: array[16, uint8]
  Tight {.packed.} = object
    a: uint8
    b: uint32
  Color {.size: 2.} = enum red, green
  Both {.union.} = object
    word: uint32
    bytes: array[4, uint8]
  Bits = object
    low {.bitsize: 3.}: cuint
    high {.bitsize: 9.}: cint
  Holder = object
    color: Color
    address: pointer
    real: float32
    flag: bool
    grid: array[2, array[3, uint16]]
    inner: Tight
    rows: array[2, Sub]
)";

/// A request for that compiler of Nim.
Request request_by(const std::vector<std::string>& nim, const Folder& folder, const std::string& file,
                   const std::string& triple) {
    auto request = request_for("nim", folder, file, triple);
    request.compiler = nim;
    return request;
}

}  // namespace

TEST_CASE("Nim: the layout is the C compiler's layout of the generated C") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    folder.write("sub.nim", "type Sub* = object\n  a: uint16\n");
    const auto file = folder.write("channel.nim", std::string(source));
    for (const std::string triple : {"riscv64-linux-gnu", "x86_64-linux-gnu", "aarch64-linux-gnu",
                                     "armv7-linux-gnueabihf", "i686-linux-gnu", "riscv64-unknown-elf"}) {
        CAPTURE(triple);
        auto request = request_by(nim, folder, file, triple);
        auto holder = asked("channel.Holder", {"color", "address", "real", "flag", "grid", "inner", "rows", "nowhere"});
        holder.fields[4].type.extents = {2, 3};
        holder.fields[5].type.name = "Tight";
        request.records = {asked("CmdPacket", {"kind", "pad_2", "type", "id"}),
                           asked("Tight", {"a", "b"}),
                           holder,
                           asked("Both", {"word", "bytes"}),
                           asked("Bits", {"low", "high"}),
                           asked("Nothing", {"a"})};
        request.constants = {asked_constant("CMD_SYS_EXEC"), asked_constant("minus"), asked_constant("big"),
                             asked_constant("text"), asked_constant("nothing")};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        const bool is_32_bit = triple.starts_with("armv7") || triple.starts_with("i686");
        CHECK(text_of(reading, "CmdPacket") ==
              (triple.starts_with("i686") ? "32/4" : "32/8") +
                  std::string(": kind u32 @0, pad_2 u32 @4 (padding), type u64 @8, id u8[16] @16"));
        CHECK(text_of(reading, "Tight") == "5/1 packed: a u8 @0, b u32 @1");
        CHECK(text_of(reading, "Both") == "4/4 union: word u32 @0, bytes u8[4] @0");
        CHECK(text_of(reading, "Bits") == "4/4: low u32:3 @0.0, high i32:9 @0.3");
        CHECK(text_of(reading, "channel.Holder") ==
              (is_32_bit ? "36/4: color u16 @0, address ptr @4, real f32 @8, flag bool @12, grid u16[2][3] @14, inner "
                           "Tight @26, rows record[2] @32"
                         : "48/8: color u16 @0, address ptr @8, real f32 @16, flag bool @20, grid u16[2][3] @22, inner "
                           "Tight @34, rows record[2] @40"));
        CHECK(find_record(reading.layout, "Nothing") == nullptr);
        CHECK(constants_of(reading) == std::string("CMD_SYS_EXEC: u32 = 0x400\nminus: ") + (is_32_bit ? "i32" : "i64") +
                                           " = -5\nbig: u64 = 0xfedcba9876543210\n");
        CHECK(reading.units == std::vector<std::string>{"channel.nim"});
    }
}

TEST_CASE("Nim: a char has no sign, also where C's char is signed") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    const auto file = folder.write("a.nim", "type Text = object\n  c: char\n  d: int8\n  e: array[4, char]\n");
    for (const std::string triple : {"x86_64-linux-gnu", "aarch64-linux-gnu"}) {
        CAPTURE(triple);
        auto request = request_by(nim, folder, file, triple);
        request.records = {asked("Text", {"c", "d", "e"})};
        CHECK(text_of(probe::read(request), "Text") == "6/1: c u8 @0, d i8 @1, e u8[4] @2");
    }
}

TEST_CASE("Nim: the layout follows the flags for the C compiler, and the compiler that the target names for C") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    auto request =
        request_by(nim, folder, folder.write("a.nim", "type S = object\n  a: uint8\n  b: uint64\n"), "i686-linux-gnu");
    request.records = {asked("S", {"a", "b"})};
    CHECK(text_of(probe::read(request), "S") == "12/4: a u8 @0, b u64 @4");
    request.flags = {"--passC:-fpack-struct=2"};
    CHECK(text_of(probe::read(request), "S") == "10/2 packed: a u8 @0, b u64 @2");
    request.flags = {};
    request.target.compilers["c"] = {"", {"clang-19"}, {"-malign-double"}};
    CHECK(text_of(probe::read(request), "S") == "16/8: a u8 @0, b u64 @8");
    request.target.compilers["nim"].target = "i386-solaris";
    CHECK(text_of(probe::read(request).problems) == "");
    request.target.compilers["nim"].target = "amd65-linux";
    CHECK(text_of(probe::read(request).problems).find("amd65") != std::string::npos);
}

TEST_CASE("Nim: a file that does not compile gives the compiler's first error with its place") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    auto request = request_by(nim, folder, folder.write("a.nim", "type S = object\n  a: Wrong\n"), "riscv64-linux-gnu");
    request.records = {asked("S", {"a"})};
    CHECK(text_of(probe::read(request).problems) == "a.nim:2: error: undeclared identifier: 'Wrong'\n");
}

TEST_CASE("Nim: a spec's name that begins with _ is found without it, because Nim allows no such name") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    const auto file = folder.write("k.nim", "type P = object\n  kind: uint32\n  pad: uint32\n  arg: uint64\n");
    for (const auto& [fields, name] :
         {std::pair{std::vector<std::string>{"kind", "_pad", "arg"}, std::string("_pad")},
          std::pair{std::vector<std::string>{"kind", "_pad", "arg", "pad"}, std::string("pad")}}) {
        auto request = request_by(nim, folder, file, "x86_64-linux-gnu");
        request.records = {asked("P", fields)};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "P") == "16/8: kind u32 @0, " + name + " u32 @4 (padding), arg u64 @8");
    }
}

TEST_CASE("Nim: names with underscores that Nim cannot have are found without them") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    const auto file = folder.write("n.nim", "type N* = object\n  x*: uint32\n  a_b*: uint16\n  a_1*: uint16\n");
    auto request = request_by(nim, folder, file, "x86_64-linux-gnu");
    request.records = {asked("__N_", {"x_", "a__b", "a_1"})};
    CHECK(text_of(probe::read(request), "__N_") == "8/4: x_ u32 @0, a__b u16 @4, a_1 u16 @6");
}

TEST_CASE("Nim: the fields of a member whose name a generator made up are fields of the record around it") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    const auto file = folder.write("u.nim", R"(type
  Inner {.union.} = object
    word: uint32
    half: uint16
  R* = object
    op: uint32
    anon0: Inner
    rest: uint64
)");
    auto request = request_by(nim, folder, file, "x86_64-linux-gnu");
    request.records = {asked("R", {"op", "word", "rest"})};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "R") == "16/8: op u32 @0, word u32 @4, half u16 @4, rest u64 @8");
    CHECK(find_record(reading.layout, "R")->only_asked == "");
}

TEST_CASE("Nim: a processor that Nim does not know is a problem") {
    const Folder folder;
    const auto request = request_for("nim", folder, folder.write("a.nim", ""), "s390x-linux-gnu");
    CHECK(text_of(probe::read(request).problems) ==
          "a.nim: error: expected a processor that Nim knows (\"nim\": \"CPU-OS\" of the "
          "target names it), found s390x-linux-gnu\n");
}

TEST_CASE("Nim: keywords of Nim and C may be names, other text may not, and more fields are found") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    auto request = request_by(nim, folder, folder.write("it's \"a\".nim", R"(type
  `object`* = object
    `int`: uint8
    more: uint32
    `end`: uint64
)"),
                              "riscv64-linux-gnu");
    request.records = {asked("object", {"int", "end"}), asked("_", {"a"}), asked("__x", {"a"}), asked("x_", {"a"})};
    request.constants = {asked_constant("_"), asked_constant("a__b")};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "object") == "16/8: int u8 @0, more u32 @4, end u64 @8");
}

TEST_CASE("Nim: it is unknown which bits of an integer a bit-field has") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    const auto file = folder.write("bits.nim", "type R* = object\n  bits0: uint32\n  x: uint32\n");
    auto request = request_by(nim, folder, file, "x86_64-linux-gnu");
    request.records = {asked("R", {"a", "b", "x"})};
    request.records[0].fields[0].bit_width = 5;
    request.records[0].fields[1].bit_width = 27;
    request.records[0].fields[1].offset_bits = 5;
    CHECK(text_of(probe::read(request), "R") ==
          "8/4 blind: the compiler sees integers where the bit-fields a, b are expected, so their bits are unknown");
}

TEST_CASE("Nim: a header beside the module is found, and its fields by their names in C") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    folder.write("stamp.h", "struct stamp { unsigned id; unsigned _pad; unsigned long long t; };\n");
    const auto file = folder.write("stamp.nim", R"(type
  stamp* {.importc: "struct stamp", header: "stamp.h", completeStruct.} = object
    id*: uint32
    pad {.importc: "_pad".}: uint32
    t*: uint64
)");
    auto request = request_by(nim, folder, file, "x86_64-linux-gnu");
    request.records = {asked("stamp", {"id", "_pad", "t"})};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "stamp") == "16/8: id u32 @0, _pad u32 @4 (padding), t u64 @8");
}

TEST_CASE("Nim: the branches of a case object share bytes, and a tail may be an UncheckedArray") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    const auto file = folder.write("v.nim", R"(type
  Kind {.size: 4.} = enum kA, kB, kC, kD
  Message = object
    id: uint32
    case kind_2: Kind
    of kA:
      a: uint64
    of kB, kC:
      b: uint8
      c: uint16
    else: discard
    tail: uint16
  Deep = object
    case `type`: Kind
    of kA: x: float32
    of kB:
      y: array[3, uint8]
      case sub: bool
      of true: z: uint8
      of false:
        w: uint16
        `int`: uint8
    of kC, kD: nil
  Tight {.packed.} = object
    case kind: Kind
    of kA:
      p: uint8
      q: uint32
    else: discard
  Tail = object
    count: uint32
    data: UncheckedArray[uint16]
)");
    auto request = request_by(nim, folder, file, "x86_64-linux-gnu");
    request.records = {asked("Message", {"id", "kind_2", "a", "b", "c", "tail"}),
                       asked("Deep", {"type", "x", "y", "sub", "z", "w", "int"}), asked("Tight", {"kind", "p", "q"}),
                       asked("Tail", {"count", "data"})};
    for (const bool knows_fields : {true, false}) {
        if (!knows_fields) {
            for (auto& record : request.records) record.fields.clear();
        }
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "Message") ==
              "24/8: id u32 @0, kind_2 i32 @4, a u64 @8, b u8 @8, c u16 @10, tail u16 @16");
        CHECK(text_of(reading, "Deep") ==
              "12/4: type i32 @0, x f32 @4, y u8[3] @4, sub bool @7, z u8 @8, w u16 @8, int u8 @10");
        CHECK(text_of(reading, "Tight") == "9/1 packed: kind i32 @0, p u8 @4, q u32 @5");
        CHECK(text_of(reading, "Tail") == "4/4: count u32 @0, data u16[] @4");
        for (const auto& record : reading.layout.records) CHECK(record.only_asked == "");
    }
}

TEST_CASE("Nim: a type is found in a module of its name, and where two modules declare it, by its module") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    folder.write("stamp.nim",
                 "type\n  stamp* = object\n    t*: uint64\n  Both* = object\n    a*: uint8\n"
                 "  Kind* {.size: 2.} = enum first\n");
    folder.write("other.nim", "type\n  Both* = object\n    a*: uint16\n  Kind* {.size: 1.} = enum first\n");
    auto request = request_by(nim, folder, folder.write("use.nim", "import stamp, other\n"), "x86_64-linux-gnu");
    request.records = {asked("stamp", {"t"}), asked("stamp.Both", {"a"}), asked("other.Both", {"a"}),
                       asked("Both", {"a"})};
    for (const char* name : {"stamp.Kind", "other.Kind"}) request.enums.emplace_back().name = name;
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "stamp") == "8/8: t u64 @0");
    CHECK(text_of(reading, "stamp.Both") == "1/1: a u8 @0");
    CHECK(text_of(reading, "other.Both") == "2/2: a u16 @0");
    CHECK(find_record(reading.layout, "Both") == nullptr);
    REQUIRE(reading.layout.enums.size() == 2);
    CHECK(reading.layout.enums[0].type.width_bits == 16);
    CHECK(reading.layout.enums[1].type.width_bits == 8);
}

TEST_CASE("Nim: a module may call itself by its name, and a nested record has the name that the module gives it") {
    const auto nim = each_nim();
    if (nim.empty()) return;
    const Folder folder;
    const auto file = folder.write("wire.nim",
                                   "type\n  Data = object\n    a: uint32\n  Outer = object\n    data: "
                                   "wire.Data\n    rows: array[2, wire.Data]\n");
    auto request = request_by(nim, folder, file, "x86_64-linux-gnu");
    request.records = {asked("Outer", {"data", "rows"}), asked("Data", {"a"})};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "Outer") == "12/4: data Data @0, rows record[2] @4");
}
