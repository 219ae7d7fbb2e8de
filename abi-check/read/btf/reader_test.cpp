// BTF that compilers write is read as the source declares it.
#include <algorithm>

#include "llvm/DebugInfo/BTF/BTF.h"
#include "read/btf/btf_test.h"

using namespace abi;
using namespace abi::btf;
using abi::test::BtfWriter;
using abi::test::compile;
using abi::test::Folder;
using abi::test::present;
using abi::test::record_names;
using abi::test::text_of;

namespace {

using Words = std::vector<std::string>;

/// Those at hand; each says why if it is not.
std::vector<Words> compilers() {
    std::vector<Words> all;
    if (present("clang-19")) all.insert(all.end(), {{"clang-19", "--target=bpf"}, {"clang-19", "--target=bpfeb"}});
    if (!present("pahole")) return all;
    if (present("clang-19")) all.push_back({"clang-19"});
    if (present("gcc")) all.push_back({"gcc"});
    return all;
}

Reading read(const Folder& folder, const std::string& source, const Words& compiler, Words names = {}) {
    return btf::read(request_for(folder, compile(folder, source, compiler), std::move(names)));
}

struct Case {
    std::string sentence;
    std::string source;
    std::string record;
    std::string expected;
    std::string expected_collapsed{};  // where `pahole` writes one extent for all; empty: the same
};

const Case cases[] = {
    {"A packet of fixed-width integers has its fields where the story puts them",
     "#include <stdint.h>\nstruct CmdPacket { uint32_t kind; uint32_t _pad; uint64_t arg; unsigned __int128 id; } x;",
     "CmdPacket", "32: kind u32 @0, _pad u32 @4 (padding), arg u64 @8, id u128 @16"},
    {"Signed integers, char, bool and floats keep their kind",
     "struct S { signed char a; unsigned char b; _Bool c; short d; float e; double f; __int128 g; } x;", "S",
     "48: a i8 @0, b u8 @1, c bool @2, d i16 @4, e f32 @8, f f64 @16, g i128 @32"},
    {"A pointer, to a function as well, is as wide as the machine's, and host-sized like long and size_t",
     "#include <stddef.h>\nstruct S { void *a; int (*b)(long); long c; size_t d; } x;", "S",
     "32: a ptr! @0, b ptr! @8, c i64! @16, d u64! @24"},
    {"A typedef that states its width is not host-sized", "typedef unsigned long uint64_t; struct S { uint64_t a; } x;",
     "S", "8: a u64 @0"},
    {"Arrays have extents, through typedefs and qualifiers",
     "typedef unsigned char mac[6]; struct S { const mac a; volatile int b[3]; } x;", "S",
     "20: a u8[6] @0, b i32[3] @8"},
    {"An array of arrays has its extents outermost first", "struct S { int b[3][4]; } x;", "S", "48: b i32[3][4] @0",
     "48: b i32[12] @0"},
    {"A flexible tail is open and takes no room", "struct S { unsigned n; unsigned char data[]; } x;", "S",
     "4: n u32 @0, data u8[] @4"},
    {"The members of a union overlap", "union U { unsigned a; unsigned char b[6]; } x;", "U",
     "8 union: a u32 @0, b u8[6] @0"},
    {"Members of nameless structs and unions belong to the record, at absolute offsets",
     "struct S { unsigned a; union { unsigned b; struct { short c; short d; }; }; unsigned e; } x;", "S",
     "12: a u32 @0, b u32 @4, c i16 @4, d i16 @6, e u32 @8"},
    {"Bit-fields have a width and a first bit",
     "struct S { unsigned a : 3; unsigned b : 7; unsigned long long c : 40; } x;", "S",
     "8: a u32:3 @0.0, b u32:7 @0.3, c u64:40 @1.2"},
    {"A named structure without members takes no room", "struct S { int a; struct {} b; } x;", "S", "4: a i32 @0"},
    {"A packed record has fields off their multiples", "struct __attribute__((packed)) S { char a; int b; } x;", "S",
     "5 packed: a i8 @0, b i32 @1"},
    {"A nested record goes by its name, a nameless one by its typedef or its field",
     "struct In { int a; }; typedef struct { int a, b; } Pair; "
     "struct S { struct In in; Pair pairs[2]; struct { char c; } one; } x;",
     "S", "24: in In @0, pairs Pair[2] @4, one S::one @20"},
    {"A field of an enumeration has its name as type",
     "enum Op { A, B = 7 }; struct S { enum Op op; enum { X } x; } x;", "S", "8: op Op @0, x S::x @4"},
};

}  // namespace

TEST_CASE("BTF of every compiler is read as the source declares it") {
    for (const auto& compiler : compilers()) {
        const Folder folder;
        for (const auto& one : cases) {
            CAPTURE(compiler.front());
            CAPTURE(compiler.back());
            CAPTURE(one.sentence);
            const auto reading = read(folder, one.source, compiler);
            const bool is_collapsed = !compiler.back().starts_with("--target=bpf") && !one.expected_collapsed.empty();
            CHECK(text_of(reading, one.record) == (is_collapsed ? one.expected_collapsed : one.expected));
            CHECK(text_of(reading.problems).empty());
            CHECK(reading.units == Words{"a.o"});
        }
    }
}

TEST_CASE(
    "The byte order of the section is the layout's, and bit-fields of a big-endian machine begin at its first bit") {
    if (!present("clang-19")) return;
    const Folder folder;
    const std::string source = "struct S { unsigned short a : 3; unsigned short b : 13; unsigned short c; } x;";
    const auto little = read(folder, source, {"clang-19", "--target=bpf"});
    CHECK(little.layout.byte_order == ByteOrder::little);
    const auto big = read(folder, source, {"clang-19", "--target=bpfeb"});
    CHECK(big.layout.byte_order == ByteOrder::big);
    CHECK(text_of(big, "S") == "4: a u16:3 @0.0, b u16:13 @0.3, c u16 @2");
}

TEST_CASE("Other machines have their own pointers, alignments and characters") {
    struct Machine {
        std::string compiler, expected;
    };
    const Machine machines[] = {
        {"riscv64-linux-gnu-gcc", "24: a u8 @0, b u64 @8, c ptr! @16"},
        {"i686-linux-gnu-gcc", "16: a i8 @0, b u64 @4, c ptr! @12"},
        {"arm-linux-gnueabihf-gcc", "24: a u8 @0, b u64 @8, c ptr! @16"},
    };
    if (!present("pahole")) return;
    for (const auto& machine : machines) {
        if (!present(machine.compiler)) continue;
        CAPTURE(machine.compiler);
        const Folder folder;
        const auto reading = read(folder, "struct S { char a; unsigned long long b; void *c; } x;", {machine.compiler});
        CHECK(text_of(reading, "S") == machine.expected);
    }
}

TEST_CASE("Enumerations have an integer and values, nameless ones give constants") {
    for (const auto& compiler : compilers()) {
        CAPTURE(compiler.back());
        const Folder folder;
        const auto reading = read(folder,
                                  "enum Op { READ, WRITE = -2 } a; enum Wide { HUGE = 0x123456789aULL } b;\n"
                                  "enum __attribute__((packed)) Small { TOP = 200 } c; enum { LOOSE = 12 } d;\n"
                                  "typedef enum { ON = 1 } State; State e;",
                                  compiler);
        Words enums;
        for (const auto& one : reading.layout.enums) enums.push_back(text_of(one));
        std::ranges::sort(enums);
        CHECK(enums == Words{"Op: i32, READ = 0, WRITE = -2", "Small: u8, TOP = 0xc8", "State: u32, ON = 1",
                             "Wide: u64, HUGE = 0x123456789a"});
        REQUIRE(reading.layout.constants.size() == 1);
        CHECK(reading.layout.constants[0].name == "LOOSE");
        CHECK(to_string(reading.layout.constants[0].value) == "0xc");
    }
}

TEST_CASE("Only the wanted records are read, and those that they hold") {
    for (const auto& compiler : compilers()) {
        CAPTURE(compiler.back());
        const Folder folder;
        const std::string source =
            "struct In { int a; }; struct Other { int a; } y; typedef struct Tag { struct In in; struct Later *p; } "
            "Alias;\n"
            "Alias x; enum Op { READ, WRITE } op; struct Holder { Alias one; struct Tag two; } z;";
        CHECK(record_names(read(folder, source, compiler, {"Tag"})) == Words{"Tag", "In"});
        CHECK(record_names(read(folder, source, compiler, {"Alias"})) == Words{"Alias", "In"});
        const auto both = read(folder, source, compiler, {"Holder", "Alias"});
        CHECK(text_of(both, "Holder").ends_with("one Alias @0, two Alias @16"));
        CHECK(text_of(read(folder, source, compiler, {"Later"}), "Later") == "declared only");
        const auto by_enumerator = read(folder, source, compiler, {"WRITE", "Op::READ"});
        REQUIRE(by_enumerator.layout.enums.size() == 1);
        CHECK(by_enumerator.layout.enums[0].name == "Op");
        REQUIRE(by_enumerator.layout.constants.size() == 1);
        CHECK(by_enumerator.layout.constants[0].name == "Op::READ");
        CHECK(by_enumerator.layout.records.empty());
        CHECK(read(folder, source, compiler, {"Absent"}).layout.records.empty());
    }
}

TEST_CASE("Equal nameless structs, which BTF keeps once, keep the names that each has in the source") {
    for (const auto& compiler : compilers()) {
        CAPTURE(compiler.back());
        const Folder folder;
        const auto reading = read(folder,
                                  "typedef struct { int v; } A; typedef struct { int v; } B;\n"
                                  "struct R { A a; B b; struct { int v; } c; } r; struct Q { struct { int v; } c; } q;",
                                  compiler);
        CHECK(text_of(reading, "R") == "12: a A @0, b B @4, c R::c @8");
        CHECK(text_of(reading, "Q") == "4: c Q::c @0");
        for (const auto* name : {"A", "B", "R::c", "Q::c"}) CHECK(text_of(reading, name) == "4: v i32 @0");
    }
}

TEST_CASE("A definition takes the place of a declaration, whichever comes first") {
    for (const bool declared_first : {true, false}) {
        BtfWriter writer;
        if (declared_first) writer.type("S", llvm::BTF::BTF_KIND_FWD, 0, 0);
        writer.type("S", llvm::BTF::BTF_KIND_STRUCT, 0, 4);
        if (!declared_first) writer.type("S", llvm::BTF::BTF_KIND_FWD, 0, 0);
        const Folder folder;
        const auto reading = btf::read(request_for(folder, folder.write("bare", writer.bytes()), {"S"}));
        CHECK(record_names(reading) == Words{"S"});
        CHECK(text_of(reading, "S") == "4");
        CHECK(reading.other_definitions.empty());
    }
}

TEST_CASE("A type is spelled as its field writes it, without qualifiers and extents") {
    for (const auto& compiler : compilers()) {
        if (compiler.front() == "gcc") continue;  // makes one array of arrays, and no typedef, of `mac a[2]`
        CAPTURE(compiler.back());
        const Folder folder;
        const auto reading = read(folder,
                                  "typedef unsigned char mac[6]; struct In { int a; };\n"
                                  "struct S { mac a[2]; const struct In *b; int c[3]; struct In d; } x;",
                                  compiler, {"S"});
        Words spellings;
        for (const auto& field : reading.layout.records.at(0).fields) spellings.push_back(field.type.spelling);
        CHECK(spellings == Words{"mac", "struct In *", "int", "struct In"});
    }
}

TEST_CASE("Two definitions of one name are both kept") {
    BtfWriter writer;
    writer.type("int", llvm::BTF::BTF_KIND_INT, 0, 4).words({0x01000020});
    for (const std::uint32_t size : {4U, 8U}) {
        const auto member = writer.name("a");
        writer.type("S", llvm::BTF::BTF_KIND_STRUCT, 1, size).words({member, 1, 0});
    }
    const Folder folder;
    const auto reading = btf::read(request_for(folder, folder.write("vmlinux", writer.bytes())));
    CHECK(text_of(reading, "S") == "4: a i32 @0");
    REQUIRE(reading.other_definitions.size() == 1);
    CHECK(reading.other_definitions[0].size_bytes == 8);
}

TEST_CASE("A bit-field of older encoders is an integer that does not use all of its bytes") {
    BtfWriter writer;
    writer.type("unsigned int", llvm::BTF::BTF_KIND_INT, 0, 4).words({4U});
    writer.type("unsigned int", llvm::BTF::BTF_KIND_INT, 0, 4).words({2U << 16U | 5U});
    const auto a = writer.name("a");
    const auto b = writer.name("b");
    writer.type("S", llvm::BTF::BTF_KIND_STRUCT, 2, 4).words({a, 1, 0, b, 2, 4});
    const Folder folder;
    CHECK(text_of(btf::read(request_for(folder, folder.write("old", writer.bytes()))), "S") ==
          "4: a u32:4 @0.0, b u32:5 @0.6");
}

TEST_CASE("A character without a stated sign is a byte, and a number of odd size is unknown") {
    BtfWriter writer;
    writer.type("char", llvm::BTF::BTF_KIND_INT, 0, 1).words({0x02000008});
    writer.type("odd", llvm::BTF::BTF_KIND_INT, 0, 3).words({24});
    const auto a = writer.name("a");
    const auto b = writer.name("b");
    writer.type("S", llvm::BTF::BTF_KIND_STRUCT, 2, 4).words({a, 1, 0, b, 2, 8});
    const Folder folder;
    const auto reading = btf::read(request_for(folder, folder.write("bare", writer.bytes())));
    const auto* record = find_record(reading.layout, "S");
    REQUIRE(record != nullptr);
    CHECK(record->fields[0].type.kind == Kind::byte);
    CHECK(record->fields[1].type.kind == Kind::unknown);
}

TEST_CASE("Long double is known only where it is a format of IEEE 754") {
    BtfWriter writer;
    writer.type("long double", llvm::BTF::BTF_KIND_FLOAT, 0, 16);
    const auto a = writer.name("a");
    writer.type("S", llvm::BTF::BTF_KIND_STRUCT, 1, 16).words({a, 1, 0});
    const Folder folder;
    auto request = request_for(folder, folder.write("bare", writer.bytes()));
    const auto kind_for = [&](const std::string& triple) {
        request.target.triple = triple;
        return btf::read(request).layout.records.at(0).fields.at(0).type.kind;
    };
    CHECK(kind_for("aarch64-linux-gnu") == Kind::floating);
    CHECK(kind_for("riscv64-linux-gnu") == Kind::floating);
    CHECK(kind_for("x86_64-linux-gnu") == Kind::unknown);
}

TEST_CASE("A complex number, a decimal number and a bfloat16 are not read as numbers of a spec") {
    const auto kind_of = [](const std::string& name, std::uint32_t kind, std::uint32_t bytes) {
        BtfWriter writer;
        writer.type(name, kind, 0, bytes);
        if (kind == llvm::BTF::BTF_KIND_INT) writer.words({bytes * 8});
        const auto a = writer.name("a");
        writer.type("S", llvm::BTF::BTF_KIND_STRUCT, 1, bytes).words({a, 1, 0});
        const Folder folder;
        return btf::read(request_for(folder, folder.write("bare", writer.bytes())))
            .layout.records.at(0)
            .fields.at(0)
            .type.kind;
    };
    for (const auto kind : {llvm::BTF::BTF_KIND_INT, llvm::BTF::BTF_KIND_FLOAT}) {
        CHECK(kind_of("complex float", kind, 8) == Kind::unknown);
        CHECK(kind_of("_Decimal64", kind, 8) == Kind::unknown);
        CHECK(kind_of("__bf16", kind, 2) == Kind::unknown);
        CHECK(kind_of("_Float16", kind, 2) == Kind::floating);
        CHECK(kind_of("_Float128", kind, 16) == Kind::floating);
    }
}

TEST_CASE("Types that contain themselves are unknown or have unknown fields, and reading them ends") {
    BtfWriter writer;
    writer.type("T", llvm::BTF::BTF_KIND_TYPEDEF, 0, 1);
    const auto a = writer.name("a");
    writer.type("S", llvm::BTF::BTF_KIND_STRUCT, 1, 4).words({a, 1, 0});
    writer.type("", llvm::BTF::BTF_KIND_STRUCT, 1, 4).words({0, 3, 0});
    writer.type("Endless", llvm::BTF::BTF_KIND_STRUCT, 1, 4).words({a, 3, 0});
    const Folder folder;
    const auto reading = btf::read(request_for(folder, folder.write("bare", writer.bytes())));
    CHECK(text_of(reading, "S") == "4: a unknown @0");
    CHECK(text_of(reading, "Endless") == "4: a Endless::a @0");
    CHECK(text_of(reading, "Endless::a") == "4 blind: its BTF nests members without a name too deeply");
}

TEST_CASE("Nameless members that double from type to type do not exhaust memory") {
    BtfWriter writer;
    writer.type("int", llvm::BTF::BTF_KIND_INT, 0, 4).words({32});
    const auto a = writer.name("a");
    writer.type("", llvm::BTF::BTF_KIND_STRUCT, 1, 4).words({a, 1, 0});
    for (std::uint32_t number = 2; number < 50; ++number) {
        writer.type("", llvm::BTF::BTF_KIND_UNION, 2, 4).words({0, number, 0, 0, number, 0});
    }
    writer.type("S", llvm::BTF::BTF_KIND_STRUCT, 1, 4).words({0, 50, 0});
    const Folder folder;
    const auto reading = btf::read(request_for(folder, folder.write("bare", writer.bytes())));
    CHECK(text_of(reading, "S") == "4 blind: its BTF expands into more fields than its section can describe");
}

TEST_CASE("Bare BTF has pointers as wide as its long, else as the target's, else of unknown width") {
    const auto bytes = [](std::uint32_t long_bytes) {
        BtfWriter writer;
        writer.type(long_bytes != 0 ? "long int" : "char", llvm::BTF::BTF_KIND_INT, 0, long_bytes != 0 ? long_bytes : 1)
            .words({0});
        writer.type("", llvm::BTF::BTF_KIND_PTR, 0, 0);
        const auto a = writer.name("a");
        writer.type("S", llvm::BTF::BTF_KIND_STRUCT, 1, 8).words({a, 2, 0});
        return writer.bytes();
    };
    const Folder folder;
    const auto width = [&](std::uint32_t long_bytes, const std::string& triple) {
        auto request = request_for(folder, folder.write("bare", bytes(long_bytes)));
        request.target.triple = triple;
        const auto reading = btf::read(request);
        const auto* record = find_record(reading.layout, "S");
        return record != nullptr ? std::to_string(record->fields[0].type.width_bits) : text_of(reading.problems);
    };
    CHECK(width(8, "") == "64");
    CHECK(width(4, "") == "32");
    CHECK(width(0, "riscv64-linux-gnu") == "64");
    CHECK(width(0, "") == "0");
    CHECK(width(8, "i686-linux-gnu") ==
          "bare: error: expected pointers of 4 bytes, as i686-linux-gnu has, found BTF of a machine whose pointers "
          "have 8 bytes\n");
    CHECK(width(8, "s390x-linux-gnu") ==
          "bare: error: expected the byte order of s390x-linux-gnu, found little-endian BTF\n");
}

TEST_CASE("A file that is not BTF of the target is a problem that names what it is") {
    const Folder folder;
    auto request = request_for(folder, folder.path + "/absent");
    CHECK(text_of(btf::read(request).problems) ==
          "absent: error: expected a file that can be read, found No such file or directory\n");
    request.files = {folder.write("a.txt", "hello")};
    CHECK(text_of(btf::read(request).problems)
              .starts_with("a.txt: error: expected an object, an archive or an executable"));
    if (!present("clang-19")) return;
    request.files = {compile(folder, "struct S { int a; } x;", {"clang-19", "--target=bpf"})};
    request.target.triple = "riscv64-linux-gnu";
    CHECK(text_of(btf::read(request).problems) ==
          "a.o: error: expected code for riscv64-linux-gnu, found code for bpf\n");
    request.target.triple = "";
    test::run({"clang-19", "--target=bpfeb", "-g", "-c", "-o", folder.path + "/other.o", folder.path + "/a.c"});
    request.files.push_back(folder.path + "/other.o");
    CHECK(text_of(btf::read(request).problems) ==
          "other.o: error: expected code for bpf, as before it, found code for bpfeb\n");
    test::run({"clang-19", "-c", "-o", folder.path + "/plain.o", folder.path + "/a.c"});
    request.files = {folder.path + "/plain.o"};
    CHECK(text_of(btf::read(request).problems) ==
          "plain.o: error: expected a section .BTF, which `pahole -J` adds and `clang --target=bpf -g` writes, found "
          "none\n");
}

TEST_CASE("BTF of a kernel module is read behind that of its base, and refused without it") {
    if (!present("gcc") || !present("pahole")) {
        MESSAGE("not tested: no gcc or no pahole here");
        return;
    }
    const Folder folder;
    const auto base = compile(folder, "struct core { int a; long b; } core; struct other { int c; } other;", {"gcc"});
    std::filesystem::rename(base, folder.path + "/base.o");
    const auto module = folder.path + "/module.o";
    const std::string source = "struct core { int a; long b; }; struct own { struct core in; int x : 3; } own;";
    test::run({"gcc", "-g", "-c", "-o", module, folder.write("module.c", source)});
    test::run({"objcopy", "--dump-section", ".BTF=" + folder.path + "/base.btf", folder.path + "/base.o"});
    test::run({"env", "LLVM_OBJCOPY=llvm-objcopy-19", "pahole", "-J", "--btf_base", folder.path + "/base.btf", module});
    auto request = request_for(folder, module);
    CHECK(text_of(btf::read(request).problems).find("split BTF, as kernel modules have it") != std::string::npos);
    for (const auto* name : {"/base.btf", "/base.o"}) {
        CAPTURE(name);
        request.btf_base = folder.path + name;
        const auto reading = btf::read(request);
        CHECK(text_of(reading.problems).empty());
        CHECK(text_of(reading, "core") == "16: a i32 @0, b i64! @8");
        CHECK(text_of(reading, "own") == "24: in core @0, x i32:3 @16.0");
        CHECK(find_record(reading.layout, "other") == nullptr);  // the module does not use it
    }
    request.btf_base = folder.path + "/absent";
    CHECK(text_of(btf::read(request).problems) ==
          "module.o: error: expected its base, found absent: No such file or directory\n");
}

TEST_CASE("A kernel's own BTF is read to its end") {
    const std::string kernel = "/sys/kernel/btf/vmlinux";
    if (!std::filesystem::exists(kernel)) {
        MESSAGE("not tested: this kernel has no " << kernel);
        return;
    }
    const auto reading =
        btf::read({.files = {kernel}, .target = {}, .names = {"list_head", "task_struct"}, .root = ""});
    CHECK(text_of(reading.problems).empty());
    CHECK(text_of(reading, "list_head") ==
          (sizeof(void*) == 8 ? "16: next ptr! @0, prev ptr! @8" : "8: next ptr! @0, prev ptr! @4"));
    const auto* task = find_record(reading.layout, "task_struct");
    REQUIRE(task != nullptr);
    CHECK(task->fields.size() > 50);
}
