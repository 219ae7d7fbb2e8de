// C by its own compilers. The numbers are those of each machine's procedure call standard.
#include <doctest/doctest.h>

#include "read/probe/probe_test.h"

namespace {

using namespace abi;
using namespace abi::probe;
using namespace abi::test;

struct Compiler {
    std::vector<std::string> words;
    std::string triple;
    bool is_gcc = false;
    bool is_32_bit = false;
    bool is_big = false;
};
const std::vector<Compiler> compilers{
    {{"clang-19"}, "riscv64-linux-gnu"},
    {{"clang-19"}, "x86_64-linux-gnu"},
    {{"clang-19"}, "aarch64-linux-gnu"},
    {{"clang-19"}, "armv7-linux-gnueabihf", false, true},
    {{"clang-19"}, "i686-linux-gnu", false, true},
    {{"clang-19"}, "s390x-linux-gnu", false, false, true},
    {{"clang-19"}, "riscv32-linux-gnu", false, true},
    {{"clang-19"}, "riscv64-unknown-elf"},
    {{"gcc"}, "x86_64-linux-gnu", true},
    {{"riscv64-linux-gnu-gcc"}, "riscv64-linux-gnu", true},
    {{"aarch64-linux-gnu-gcc"}, "aarch64-linux-gnu", true},
    {{"arm-linux-gnueabihf-gcc"}, "armv7-linux-gnueabihf", true, true},
    {{"i686-linux-gnu-gcc"}, "i686-linux-gnu", true, true},
};

constexpr std::string_view header = R"(
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32; typedef unsigned long long u64;
typedef struct { u32 kind; u32 _pad; u64 arg; u8 id[16]; } CmdPacket;
struct Inner { u8 a; u32 b; };
typedef union { u32 word; u8 bytes[4]; float real; } Both;
struct All {
    u8 first; volatile signed char second; u16 grid[3][2]; const struct Inner inner; struct Inner row[2];
    _Bool flag; float real; u32 (*call)(int); _Atomic int counter; struct { int deep; } no_name; Both both;
    u8 tail[];
};
struct Packed { u8 a; u32 b; } __attribute__((packed));
struct Bits { u32 low : 3; int middle : 6; u32 : 3; u32 high : 20; _Bool flag : 1; u8 after; };
#define CMD_SYS_EXEC 0x400
#define MINUS (-5)
#define BIG 0xfedcba9876543210ULL
#define TEXT "no number"
enum { RED = 3 };
static const u32 variable = 7;
)";

/// Calls ask(compiler, request) with each compiler that is here; the request is about that file.
template <typename Ask>
void on_each_compiler(const Folder& folder, const std::string& file, const Ask& ask) {
    for (const auto& compiler : compilers) {
        if (!present(compiler.words.front())) continue;
        CAPTURE(compiler.words.front());
        CAPTURE(compiler.triple);
        auto request = request_for("c", folder, file, compiler.triple);
        request.compiler = compiler.words;
        ask(compiler, std::move(request));
    }
}

}  // namespace

TEST_CASE("C: sizes, alignments, offsets and types are what the target's compiler writes") {
    const Folder folder;
    const auto file = folder.write("h.h", std::string(header));
    on_each_compiler(folder, file, [](const Compiler& compiler, Request request) {
        request.flags = {"-ffreestanding"};
        auto all = asked("All", {"first", "second", "grid", "inner", "row", "flag", "real", "call", "counter",
                                 "no_name.deep", "both", "tail", "nowhere"});
        all.fields[3].type.name = "Inner";
        all.fields[4].type.name = "Inner";
        all.fields[10].type.name = "Inner";
        request.records = {asked("CmdPacket", {"kind", "_pad", "arg", "id"}),
                           asked("Inner", {"a", "b"}),
                           asked("Both", {"word", "bytes", "real"}),
                           all,
                           asked("Packed", {"a", "b"}),
                           asked("Missing", {"a"}),
                           asked("All::no_name", {"deep"})};
        request.constants = {asked_constant("CMD_SYS_EXEC"), asked_constant("MINUS"), asked_constant("BIG"),
                             asked_constant("TEXT"),         asked_constant("RED"),   asked_constant("variable"),
                             asked_constant("NOWHERE")};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        // i386 psABI 2.1.1: a long long is aligned to 4 within a structure.
        const std::string aligned = compiler.triple.starts_with("i686") ? "32/4" : "32/8";
        CHECK(text_of(reading, "CmdPacket") ==
              aligned + ": kind u32 @0, _pad u32 @4 (padding), arg u64 @8, id u8[16] @16");
        CHECK(text_of(reading, "Inner") == "8/4: a u8 @0, b u32 @4");
        CHECK(text_of(reading, "Both") == "4/4 union: word u32 @0, bytes u8[4] @0, real f32 @0");
        const std::string end =
            compiler.is_32_bit ? "call ptr @48, counter i32 @52, no_name.deep i32 @56, both record @60, tail u8[] @64"
                               : "call ptr @48, counter i32 @56, no_name.deep i32 @60, both record @64, tail u8[] @68";
        CHECK(text_of(reading, "All") ==
              (compiler.is_32_bit ? "64/4: " : "72/8: ") +
                  ("first u8 @0, second i8 @1, grid u16[3][2] @2, inner Inner @16, row Inner[2] @24, flag bool @40, "
                   "real f32 @44, " +
                   end));
        CHECK(text_of(reading, "Packed") == "5/1 packed: a u8 @0, b u32 @1");
        CHECK(text_of(reading, "All::no_name") == "4/4: deep i32 @0");
        CHECK(find_record(reading.layout, "Missing") == nullptr);
        CHECK(constants_of(reading) ==
              "CMD_SYS_EXEC: i32 = 0x400\nMINUS: i32 = -5\nBIG: u64 = 0xfedcba9876543210\nRED: i32 = 3\n"
              "variable: u32 = 7\n");
        CHECK(reading.layout.byte_order == (compiler.is_big ? ByteOrder::big : ByteOrder::little));
        CHECK(reading.layout.target == compiler.triple);
        CHECK(reading.units == std::vector<std::string>{"h.h"});
    });
}

TEST_CASE("C: bit-fields are where the compiler puts set bits") {
    const Folder folder;
    const auto file = folder.write("h.h", std::string(header));
    on_each_compiler(folder, file, [](const Compiler& compiler, Request request) {
        request.records = {asked("Bits", {"low", "middle", "high", "flag", "after"})};
        const auto reading = probe::read(request);
        const std::string word = compiler.is_gcc ? "unknown" : "u32";
        CHECK(text_of(reading, "Bits") == "8/4: low " + word + ":3 @0.0, middle " +
                                              (compiler.is_gcc ? "unknown" : "i32") + ":6 @0.3, high " + word +
                                              ":20 @1.4, flag bool:1 @4.0, after u8 @5");
    });
}

TEST_CASE("C: types aligned above their size, arrays without elements and types without a name are read") {
    const Folder folder;
    const auto file =
        folder.write("h.h",
                     "typedef char wide __attribute__((aligned(4)));\n"
                     "struct __attribute__((packed)) S { wide a; int none[0]; };\n"
                     "union __attribute__((packed)) U { struct { struct { char deep; } b; } a[3][1][4]; };\n");
    on_each_compiler(folder, file, [](const Compiler&, Request request) {
        auto owner = asked("U", {"a"});
        owner.kind = RecordKind::union_;
        request.records = {asked("U::a::b", {"deep"}), asked("U::a", {"b"}), owner, asked("S", {"a", "none"})};
        const auto reading = probe::read(request);
        CHECK(text_of(reading, "S").starts_with("1/1 packed: a "));
        CHECK(text_of(reading, "S").ends_with("8 @0, none i32[] @1"));
        CHECK(text_of(reading, "U").starts_with("12/1 union: a "));
        CHECK(text_of(reading, "U::a").starts_with("1/1: b "));
        CHECK(text_of(reading, "U::a::b").starts_with("1/1: deep "));
    });
}

TEST_CASE("C: a _BitInt is not read as a bit-field") {
    const Folder folder;
    const auto file = folder.write("h.h", "struct S { unsigned _BitInt(37) a; _BitInt(7) b[2]; };\n");
    auto request = request_for("c", folder, file, "x86_64-linux-gnu");
    request.records = {asked("S", {"a", "b"})};
    CHECK(text_of(probe::read(request), "S") == "16/8: a unknown @0, b unknown[2] @8");
}

TEST_CASE("C: a header that does not compile is one problem, with the compiler's first error and its place") {
    const Folder folder;
    auto request = request_for("c", folder, folder.write("h.h", "struct S { int a; };\nstruct T {\n  wrong b;\n};\n"),
                               "riscv64-linux-gnu");
    request.records = {asked("S", {"a"}), asked("T", {"b"})};
    if (!present("clang-19")) return;
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "h.h:3:3: error: unknown type name 'wrong'\n");
    CHECK(reading.layout.records.empty());
    CHECK(reading.units.empty());
}

TEST_CASE("C: a missing include is a problem at its line") {
    const Folder folder;
    auto request = request_for("c", folder, folder.write("h.h", "\n#include \"gone.h\"\n"), "riscv64-linux-gnu");
    if (!present("clang-19")) return;
    CHECK(text_of(probe::read(request).problems) == "h.h:2:10: error: 'gone.h' file not found\n");
}

TEST_CASE("C: a file that does not exist is a problem") {
    const Folder folder;
    auto request = request_for("c", folder, folder.path + "/none.h", "riscv64-linux-gnu");
    if (!present("clang-19")) return;
    const auto text = text_of(probe::read(request).problems);
    CHECK(text == "none.h: error: '" + folder.path + "/none.h' file not found\n");
}

TEST_CASE("C: a compiler that is absent is a problem with a remedy") {
    const Folder folder;
    auto request = request_for("c", folder, folder.write("h.h", "struct S { int a; };"), "riscv64-linux-gnu");
    request.records = {asked("S", {"a"})};
    request.compiler = {"abi-check-no-such-compiler"};
    CHECK(
        text_of(probe::read(request).problems) ==
        "h.h: error: expected the C compiler (abi-check-no-such-compiler), found no such program on PATH: install it, "
        "or name another as the layer's compiler\n");
}

TEST_CASE("C: a compiler that hangs is ended at the time limit") {
    const Folder folder;
    auto request = request_for("c", folder, folder.write("h.h", "struct S { int a; };"), "riscv64-linux-gnu");
    request.records = {asked("S", {"a"})};
    request.compiler = {"sh", "-c", "exec sleep 1000"};
    request.time_limit_seconds = 1;
    CHECK(text_of(probe::read(request).problems) ==
          "h.h: error: expected an answer of the C compiler (sh), found it did not end within 1 s\n");
}

TEST_CASE("C: a compiler that writes something else is a problem, not an answer") {
    const Folder folder;
    auto request = request_for("c", folder, folder.write("h.h", "struct S { int a; };"), "riscv64-linux-gnu");
    request.records = {asked("S", {"a"})};
    request.compiler = {"sh", "-c", "for last; do :; done; echo garbage > \"$last\"", "cc"};
    const auto reading = probe::read(request);
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems[0].place.file == "h.h");
    CHECK(reading.problems[0].expected == "an object file with machine code (no bitcode: compile without LTO)");
    CHECK(reading.layout.records.empty());
}

TEST_CASE("C: flags for link-time optimisation do not prevent an answer in machine code") {
    const Folder folder;
    auto request = request_for("c", folder, folder.write("h.h", "struct S { int a; };"), "riscv64-linux-gnu");
    request.records = {asked("S", {"a"})};
    request.flags = {"-flto"};
    if (!present("clang-19")) return;
    CHECK(text_of(probe::read(request), "S") == "4/4: a i32 @0");
}

TEST_CASE("C: include folders of the flags are relative to the root, and a macro of the flags counts") {
    const Folder folder;
    folder.write("include/types.h", "typedef WORD word;\n");
    auto request = request_for("c", folder, folder.write("src/h.h", "#include <types.h>\nstruct S { word a; };\n"),
                               "riscv64-linux-gnu");
    request.flags = {"-Iinclude", "-DWORD=short"};
    request.records = {asked("S", {"a"})};
    if (!present("clang-19")) return;
    CHECK(text_of(probe::read(request), "S") == "2/2: a i16 @0");
}

TEST_CASE("C: a word that is not an identifier is not written into the source") {
    const Folder folder;
    auto request = request_for("c", folder, folder.write("h.h", "struct S { int a; };"), "riscv64-linux-gnu");
    request.records = {asked("S", {"a", "(unnamed)", "a);}\n#include \"/etc/passwd\"\n"}),
                       asked("x;\n#error y", {"a"})};
    if (!present("clang-19")) return;
    CHECK(text_of(probe::read(request), "S") == "4/4: a i32 @0");
}

TEST_CASE("C: no folder is left behind") {
    const auto count = [] {
        std::size_t folders = 0;
        for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) {
            folders += entry.path().filename().string().starts_with("abi-check-probe.") ? 1U : 0U;
        }
        return folders;
    };
    const Folder folder;
    const auto private_folder = folder.path + "/tmp";
    std::filesystem::create_directory(private_folder);
    const std::string before = getenv("TMPDIR") == nullptr ? "/tmp" : getenv("TMPDIR");  // NOLINT: one thread
    setenv("TMPDIR", private_folder.c_str(), 1);                                         // NOLINT: one thread
    auto request = request_for("c", folder, folder.write("h.h", "struct S { int a; };"), "riscv64-linux-gnu");
    request.records = {asked("S", {"a"})};
    probe::read(request);
    request.compiler = {"false"};
    probe::read(request);
    CHECK(count() == 0);
    setenv("TMPDIR", before.c_str(), 1);  // NOLINT: one thread
}

TEST_CASE("C: plain char is told apart from a number with a sign") {
    const Folder folder;
    const auto file = folder.write(
        "h.h", "struct Name { char text[4]; signed char number[4]; unsigned char raw[4]; char letter; };\n");
    on_each_compiler(folder, file, [](const Compiler&, Request request) {
        request.records = {asked("Name", {"text", "number", "raw", "letter"})};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        const auto* name = find_record(reading.layout, "Name");
        REQUIRE(name != nullptr);
        REQUIRE(name->fields.size() == 4);
        CHECK(name->fields[0].type.spelling == "char");
        CHECK(name->fields[1].type.spelling.empty());
        CHECK(name->fields[2].type.spelling.empty());
        CHECK(name->fields[3].type.spelling == "char");
    });
}

TEST_CASE("C: a field that was not asked for is found in the hole between the others") {
    const Folder folder;
    const auto file = folder.write("h.h",
                                   "typedef struct { char a; int more; long long b; short c; } S;\n"
                                   "struct First { int a; int b; };\n"
                                   "struct Bits { unsigned a : 3; unsigned more : 4; unsigned b : 9; };\n"
                                   "struct Holes { char a; int b; char tail[]; };\n"
                                   "struct Real { int a; float f; };\n");
    on_each_compiler(folder, file, [](const Compiler&, Request request) {
        request.records = {asked("S", {"a", "b", "c"}), asked("First", {"b"}), asked("Bits", {"a", "b"}),
                           asked("Holes", {"a", "b", "tail"}), asked("Real", {"a"})};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        const auto* s = find_record(reading.layout, "S");
        REQUIRE(s != nullptr);
        REQUIRE(s->fields.size() == 4);
        CHECK(text_of(s->fields[1]) == "(unnamed at byte 4) unknown @4");
        CHECK(size_bits(s->fields[1]) == 32);
        CHECK(text_of(reading, "First") == "8/4: (unnamed at byte 0) unknown @0, b i32 @4");
        const auto* bits = find_record(reading.layout, "Bits");
        REQUIRE(bits != nullptr);
        REQUIRE(bits->fields.size() == 3);
        CHECK(text_of(bits->fields[1]) == "(unnamed at byte 0) unknown:4 @0.3");
        CHECK(find_record(reading.layout, "Holes")->fields.size() == 3);
        REQUIRE(find_record(reading.layout, "Real")->fields.size() == 2);
    });
}

TEST_CASE("C: a bit-field of whole bytes that begins within a byte is found in the hole between the others") {
    const Folder folder;
    const auto file = folder.write("h.h",
                                   "struct Across { unsigned a : 4; unsigned more : 8; unsigned b : 20; };\n"
                                   "struct Padding { unsigned a : 4; unsigned : 8; unsigned b : 20; };\n");
    on_each_compiler(folder, file, [](const Compiler&, Request request) {
        request.records = {asked("Across", {"a", "b"}), asked("Padding", {"a", "b"})};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        const auto* across = find_record(reading.layout, "Across");
        REQUIRE(across != nullptr);
        REQUIRE(across->fields.size() == 3);
        CHECK(text_of(across->fields[1]) == "(unnamed at byte 0) unknown:8 @0.4");
        CHECK(across->only_asked == "");
        const auto* padding = find_record(reading.layout, "Padding");
        REQUIRE(padding != nullptr);
        CHECK(padding->fields.size() == 2);
        CHECK(padding->only_asked == "");
    });
}

TEST_CASE("C: a record is only asked if what is in a hole overlaps the fields beside it") {
    const Folder folder;
    // These machines count the bits of Split::more as 0 to 3 and 8 to 15. The member behind Back::a is at bit 0, so it
    // does not tell what is in the hole behind bit 8.
    const auto file = folder.write("h.h", R"(
#define BIG __attribute__((scalar_storage_order("big-endian")))
struct BIG Split { unsigned short a : 4; unsigned short more : 12; int b; };
struct BIG Back { unsigned short a : 4; unsigned short b : 4; unsigned short more : 8; short c; };
struct BIG Whole { unsigned short a : 8; unsigned short b : 8; char c; int d; };
)");
    for (const auto& compiler : compilers) {
        if (!compiler.is_gcc || !present(compiler.words.front())) continue;
        CAPTURE(compiler.triple);
        auto request = request_for("c", folder, file, compiler.triple);
        request.compiler = compiler.words;
        request.records = {asked("Split", {"a", "b"}), asked("Back", {"a", "b", "c"}),
                           asked("Whole", {"a", "b", "c", "d"})};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        const std::string words = "the probe does not understand what the compiler puts in a hole";
        CHECK(find_record(reading.layout, "Split")->only_asked == words);
        CHECK(find_record(reading.layout, "Back")->only_asked == words);
        CHECK(find_record(reading.layout, "Whole")->only_asked == "");
        CHECK(find_record(reading.layout, "Whole")->fields.size() == 4);
    }
}

TEST_CASE("C: an array without a length that was not asked for makes the list of members open") {
    const Folder folder;
    const auto file = folder.write("tail.h", R"(
struct Open { int a; long t[]; };
struct Zero { char c; int a; struct { int b; } t[0]; };
struct Pair { int first, second; };
struct Closed { char c; struct Pair pair; int bits : 3; };
)");
    for (const char* compiler : {"clang-19", "gcc"}) {
        if (!present(compiler)) continue;
        auto request = request_for("c", folder, file, "x86_64-linux-gnu");
        request.compiler = {compiler};
        request.records = {asked("struct Open", {"a"}), asked("struct Zero", {"c", "a"}),
                           asked("struct Closed", {"c", "pair", "bits"})};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        CHECK(find_record(reading.layout, "struct Open")->only_asked == "C cannot list an array without a length");
        CHECK(find_record(reading.layout, "struct Zero")->only_asked == "C cannot list an array without a length");
        CHECK(find_record(reading.layout, "struct Closed")->only_asked == "");

        request.records = {asked("struct Open", {"a", "t"}), asked("struct Zero", {"c", "a", "t"})};
        const auto whole = probe::read(request);
        CHECK(find_record(whole.layout, "struct Open")->only_asked == "");
        CHECK(find_record(whole.layout, "struct Zero")->only_asked == "");
    }
}

TEST_CASE("C: a record within a union without a name makes the list of members open") {
    const Folder folder;
    const auto file = folder.write("beside.h", R"(
struct T { int x; short y; };
struct Beside { char c; union { unsigned char raw[8]; struct T t; }; struct T other; };
struct Within { char c; struct { struct T t; }; };
struct Named { int c; int z[0]; struct T t; union { unsigned char raw[8]; struct T inner; } value; };
)");
    on_each_compiler(folder, file, [](const Compiler&, Request request) {
        request.records = {asked("struct Beside", {"c", "t", "other"}), asked("struct Within", {"c", "t"}),
                           asked("struct Named", {"c", "t", "value"})};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        const std::string open = "C cannot list the members of a union or structure without a name";
        CHECK(find_record(reading.layout, "struct Beside")->only_asked == open);
        CHECK(find_record(reading.layout, "struct Within")->only_asked == open);
        CHECK(find_record(reading.layout, "struct Named")->only_asked == "");
    });
}

TEST_CASE("C: a name of something other than a structure is not a record") {
    const Folder folder;
    auto request = request_for("c", folder, folder.write("h.h", "typedef int S; typedef int* T; enum U { a };"),
                               "riscv64-linux-gnu");
    request.records = {asked("S", {"a"}), asked("T", {"a"}), asked("U", {"a"})};
    if (!present("clang-19")) return;
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(reading.layout.records.empty());
}

TEST_CASE("C: flags that name another target than the configuration are a problem; those that name the same are not") {
    if (!present("clang-19")) return;
    const Folder folder;
    auto request = request_for("c", folder, folder.write("h.h", "struct S { void* a; };"), "riscv64-linux-gnu");
    request.records = {asked("S", {"a"})};
    request.flags = {"--target=riscv64-unknown-linux-gnu"};
    CHECK(text_of(probe::read(request).problems) == "");
    request.flags = {"-target", "i686-linux-gnu"};
    CHECK(
        text_of(probe::read(request).problems) ==
        "h.h: error: expected one target: riscv64-linux-gnu, as the configuration has it (\"c\": \"...\" of the target "
        "names another), found i686-linux-gnu among the flags\n");
    request.target.compilers["c"].target = "i686-linux-gnu";
    CHECK(text_of(probe::read(request), "S") == "4/4: a ptr @0");
}

TEST_CASE("C: a GCC for another machine than the target's word for C is a problem") {
    if (!present("i686-linux-gnu-gcc")) return;
    const Folder folder;
    auto request = request_for("c", folder, folder.write("h.h", "struct S { void* a; };"), "i686-linux-gnu");
    request.records = {asked("S", {"a"})};
    request.compiler = {"gcc"};
    request.target.compilers["c"] = {"i686-linux-gnu", {"i686-linux-gnu-gcc"}, {}};
    CHECK(text_of(probe::read(request), "S") == "4/4: a ptr @0");
    request.target.compilers["c"].target = "riscv64-linux-gnu";
    CHECK(text_of(probe::read(request).problems) ==
          "h.h: error: expected a compiler for riscv64-linux-gnu, found i686-linux-gnu-gcc for i686-linux-gnu\n");
}

TEST_CASE("C: zig cc is asked for the target in Zig's words") {
    if (!present("python3")) return;
    const Folder folder;
    auto request = request_for("c", folder, folder.write("h.h", "struct S { void* a; };"), "i686-linux-musl");
    request.records = {asked("S", {"a"})};
    request.compiler = {"python3", "-m", "ziglang", "cc"};
    const auto reading = probe::read(request);
    if (text_of(reading.problems).find("No module named ziglang") != std::string::npos) return;
    CHECK(text_of(reading, "S") == "4/4: a ptr @0");
}

TEST_CASE("C: paths may hold blanks and quotes, except the one that ends an include") {
    const Folder folder;
    auto request = request_for("c", folder, folder.write("it's a b/h.h", "struct S { int a; };"), "riscv64-linux-gnu");
    request.records = {asked("S", {"a"})};
    if (!present("clang-19")) return;
    CHECK(text_of(probe::read(request), "S") == "4/4: a i32 @0");
    request.files = {folder.write("a\"b/h.h", "struct S { int a; };")};
    CHECK(text_of(probe::read(request).problems) ==
          "a\"b/h.h: error: expected a path that an #include can name, found a double quote or a line break in it\n");
}

TEST_CASE("C: a compiler that writes no object is a problem, and the data segments of WebAssembly hold answers") {
    const Folder folder;
    auto request = request_for("c", folder, folder.write("h.h", "struct S { int a; };"), "wasm32-unknown-unknown");
    request.records = {asked("S", {"a"})};
    request.compiler = {"true"};
    CHECK(text_of(probe::read(request).problems) ==
          "h.h: error: expected an object file of the C compiler, found none\n");
    request.compiler.clear();
    if (!present("clang-19")) return;
    request.files = {folder.write("b.h", "struct S { int a; long b; unsigned c : 3, d : 13; };")};
    request.records = {asked("S", {"a", "b", "c", "d"})};
    CHECK(text_of(probe::read(request), "S") == "12/4: a i32 @0, b i32 @4, c u32:3 @8.0, d u32:13 @8.3");
}
