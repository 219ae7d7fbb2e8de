// Layouts whose rules belong to one machine: bit-fields of big-endian machines, and the Microsoft C++ ABI.
#include <doctest/doctest.h>

#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::assertions_of;
using abi::test::request_for;
using abi::test::text_of;

namespace {

const std::string windows = "x86_64-pc-windows-msvc";

/// `flag`, if there is one, is given for both readings; the second one asserts what the first one found.
std::string read_twice(const std::string& file, const std::string& triple, const std::string& source,
                       const std::string& type, const std::string& flag = "") {
    const bool is_cxx = file.ends_with(".cpp");
    auto request = request_for({{file, source}}, triple);
    request.flags = {"-ffreestanding"};
    if (is_cxx) request.flags.emplace_back("-std=c++20");
    if (!flag.empty()) request.flags.push_back(flag);
    const std::string name = type.substr(type.rfind(' ') + 1);
    const auto reading = clang_reader::read(request);
    const auto* record = find_record(reading.layout, name);
    if (record != nullptr) {
        const auto again = request_for({{file, source + "\n" + assertions_of(*record, type, is_cxx)}}, triple);
        request.files_from = again.files_from;
        CHECK(text_of(clang_reader::read(request).problems) == "");
    }
    return text_of(reading, name);
}

}  // namespace

TEST_CASE(
    "Bit-fields begin at the first bit in memory: the lowest of a little-endian byte, the highest of a big-endian "
    "one") {
    const std::string source =
        "struct S { unsigned a : 3; unsigned b : 13; unsigned : 4; unsigned c : 20; unsigned char d : 1; unsigned : 0; "
        "unsigned short e : 9; };";
    const std::string expected =
        "12/4: a u32:3 @0.0, b u32:13 @0.3, (unnamed) u32:4 @2.0 (padding), c u32:20 @4.0, d u8:1 @6.4, e u16:9 @8.0";
    for (const std::string triple : {"riscv64-linux-gnu", "s390x-linux-gnu", "powerpc64-linux-gnu", "powerpc-linux-gnu",
                                     "sparc64-linux-gnu", "mips-linux-gnu", "armv7-linux-gnueabihf"}) {
        CAPTURE(triple);
        CHECK(read_twice("a.c", triple, source, "struct S") == expected);
        const bool is_big = triple != "riscv64-linux-gnu" && triple != "armv7-linux-gnueabihf";
        CHECK(clang_reader::read(request_for({{"a.c", source}}, triple)).layout.byte_order ==
              (is_big ? ByteOrder::big : ByteOrder::little));
    }
}

TEST_CASE("A bit-field's alignment counts on the machines that define it so") {
    const std::string source = "struct S { char a; int : 0; char b; int c : 3; };";
    CHECK(read_twice("a.c", "x86_64-linux-gnu", source, "struct S") == "8/4: a i8 @0, b i8 @4, c i32:3 @5.0");
    CHECK(read_twice("a.c", "armv7-linux-gnueabihf", source, "struct S") == "8/4: a u8 @0, b u8 @4, c i32:3 @5.0");
    const std::string unnamed = "struct S { char a; long long : 5; char b; };";
    CHECK(read_twice("a.c", "x86_64-linux-gnu", unnamed, "struct S") ==
          "3/1: a i8 @0, (unnamed) i64:5 @1.0 (padding), b i8 @2");
    CHECK(read_twice("a.c", "aarch64-linux-gnu", unnamed, "struct S") ==
          "8/8: a u8 @0, (unnamed) i64:5 @1.0 (padding), b u8 @2");
}

TEST_CASE("The Microsoft rule for bit-fields: another type begins another unit") {
    const std::string source = "struct S { char a : 3; int b : 5; short c : 4; short d : 4; int : 0; char e : 1; };";
    const std::string expected = "16/4: a i8:3 @0.0, b i32:5 @4.0, c i16:4 @8.0, d i16:4 @8.4, e i8:1 @12.0";
    CHECK(read_twice("a.c", windows, source, "struct S") ==
          read_twice("a.c", "x86_64-linux-gnu", source, "struct S", "-mms-bitfields"));
    CHECK(read_twice("a.c", windows, source, "struct S") == expected);
}

TEST_CASE("The Microsoft machine has its own widths") {
    CHECK(read_twice("a.cpp", windows, "struct S { wchar_t a; long b; long double c; void* d; unsigned long long e; };",
                     "S") == "32/8: a u16! @0, b i32! @4, c f64! @8, d ptr! @16, e u64 @24");
}

TEST_CASE("Virtual bases in the Microsoft C++ ABI have their own tables and displacements") {
    const std::string source =
        "struct Virtual { int v; };\n"
        "struct A : virtual Virtual { int a; virtual void f(); };\n"
        "struct B : virtual Virtual { int b; };\n"
        "struct S : A, B { int s; };\n"
        "struct VirtualTable { virtual void f(); int x; };\n"
        "struct D : virtual VirtualTable { void f() override; D(); int d; };\n";
    CHECK(read_twice("a.cpp", windows, source, "S") ==
          "56/8: A::(vtable) ptr! @0, A::(vbtable) ptr! @8, A::a i32 @16, B::(vbtable) ptr! @24, B::b i32 @32, "
          "s i32 @40, Virtual::v i32 @48");
    CHECK(read_twice("a.cpp", windows, source, "D") ==
          "40/8: (vbtable) ptr! @0, d i32 @8, VirtualTable::(vtordisp) i32 @20, VirtualTable::(vtable) ptr! @24, "
          "VirtualTable::x i32 @32");
}

TEST_CASE("Microsoft alignment is not lowered by packing, and empty bases are counted as that ABI counts them") {
    CHECK(read_twice("a.cpp", windows,
                     "#pragma pack(4)\nstruct S { char c; __declspec(align(16)) int x; long long y; };",
                     "S") == "32/16 packed: c i8 @0, x i32 @16, y i64 @20");
    CHECK(read_twice("a.cpp", windows, "struct E {}; struct F {}; struct S : E, F { char c; };", "S") ==
          "2/1: c i8 @1");
    CHECK(read_twice("a.cpp", "x86_64-linux-gnu", "struct E {}; struct F {}; struct S : E, F { char c; };", "S") ==
          "1/1: c i8 @0");
}

TEST_CASE("-fpack-struct packs every record that it changes") {
    CHECK(read_twice("a.c", "x86_64-linux-gnu", "struct S { char a; int b; };", "struct S", "-fpack-struct=2") ==
          "6/2 packed: a i8 @0, b i32 @2");
    CHECK(read_twice("a.c", "x86_64-linux-gnu", "struct S { char a; short b; };", "struct S", "-fpack-struct=2") ==
          "4/2: a i8 @0, b i16 @2");
}

TEST_CASE("-fshort-enums changes enumerations without a written width") {
    const std::string source = "enum E { e = 1 }; enum F : int { f }; struct S { enum E a; enum F b; };";
    CHECK(read_twice("a.cpp", "x86_64-linux-gnu", source, "S", "-fshort-enums") == "8/4: a E @0, b F @4");
    CHECK(read_twice("a.cpp", "x86_64-linux-gnu", "enum E { e = 1 }; struct S { E a; char c; };", "S",
                     "-fshort-enums") == "2/1: a E @0, c i8 @1");
}

TEST_CASE("If GCC stores a record in another byte order than the machine's, the record's fields are unknown") {
    const std::string big = "struct __attribute__((scalar_storage_order(\"big-endian\"))) S { int a : 3; int b; };";
    for (const std::string file : {"a.c", "a.cpp"}) {
        CAPTURE(file);
        const auto reading = clang_reader::read(request_for({{file, big}}, "riscv64-linux-gnu"));
        CHECK(text_of(reading.problems) == "");
        const auto* record = find_record(reading.layout, "S");
        REQUIRE(record != nullptr);
        CHECK(record->fields_unknown == "clang does not know its attribute scalar_storage_order(\"big-endian\")");
        CHECK(text_of(*record) == "8/4 blind: clang does not know its attribute scalar_storage_order(\"big-endian\")");
        const auto same = clang_reader::read(request_for({{file, big}}, "s390x-linux-gnu"));
        CHECK(text_of(same, "S") == "8/4: a i32:3 @0.0, b i32 @4");
        CHECK(find_record(same.layout, "S")->fields_unknown == "");
    }
}

TEST_CASE("#pragma scalar_storage_order applies to the records that end behind it") {
    const std::string source =
        "#pragma scalar_storage_order big-endian\n"
        "struct A { int a; };\n"
        "struct B { struct { int a; } in;\n"
        "#pragma scalar_storage_order default\n"
        "  int b; };\n"
        "struct C { int a; };\n"
        "#define TURN _Pragma(\"scalar_storage_order big-endian\")\n"
        "TURN struct D { int a; };\n"
        "#pragma scalar_storage_order sideways\n"
        "struct E { int a; };\n";
    const auto blind = [&](const std::string& file, const std::string& name) {
        const auto reading = clang_reader::read(request_for({{file, source}}, "x86_64-linux-gnu"));
        const auto* record = find_record(reading.layout, name);
        return record != nullptr ? record->fields_unknown : "no record";
    };
    const std::string why = "clang ignores #pragma scalar_storage_order big-endian before it";
    CHECK(blind("a.c", "A") == why);
    CHECK(blind("a.c", "B") == "");
    CHECK(blind("a.c", "C") == "");
    CHECK(blind("a.c", "D") == why);
    CHECK(blind("a.c", "E") == why);
    CHECK(blind("a.cpp", "A") == "");  // GCC ignores it in C++
}
