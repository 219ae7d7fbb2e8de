// Records, enumerations and constants for which debug information has its own rules. agrees_test.cpp tests what it has
// in common with the parser.
#include "read/dwarf/dwarf_test.h"

using namespace abi;
using namespace abi::dwarf;
using namespace abi::test;

namespace {

Reading read_source(const std::string& file, const std::string& text, const std::vector<std::string>& names,
                    const std::string& flags = "-g") {
    const Folder folder;
    folder.write(file, text);
    run(folder, "clang-19 -ffreestanding -std=" + std::string(file.ends_with(".c") ? "gnu11 " : "c++20 ") + flags +
                    " -c " + file + " -o a.o");
    return dwarf::read(request_for(folder, {"a.o"}, names));
}

}  // namespace

TEST_CASE("Without names every named record is read, and a record without a name is named after its field") {
    const auto reading = read_source(
        "a.c",
        "typedef struct { int x; } point; struct S { point p; struct { char c; } in; union { int i; } u[2]; };\n"
        "enum { LIMIT = 4 }; struct S s; int f(void) { return LIMIT; }",
        {});
    CHECK(record_names(reading) == std::vector<std::string>{"S", "point", "S::in", "S::u"});
    CHECK(text_of(reading, "S") == "16: p point @0, in S::in @4, u S::u[2] @8");
    CHECK(text_of(reading, "S::u") == "4 union: i i32 @0");
    CHECK(constants_of(reading) == std::vector<std::string>{"LIMIT u32 = 4"});
}

TEST_CASE(
    "A nested record without a name is named after the record that declares it, and a derived record keeps that name") {
    const std::string text =
        "struct B { struct { int i; } in; }; template <typename T> struct T1 : B { T t; };\n"
        "struct D2 : T1<char> {}; struct D1 : B {}; D2 d2; D1 d1;";
    for (const std::string flags : {"-g", "-g -fdebug-types-section"}) {
        CAPTURE(flags);
        const auto reading = read_source("a.cpp", text, {"D1", "D2"}, flags);
        CHECK(text_of(reading, "D1") == "4: B::in B::in @0");
        CHECK(text_of(reading, "D2") == "8: T1::B::in B::in @0, T1::t i8 @4");
        CHECK(record_names(reading).size() == 3);
    }
}

TEST_CASE("A constant of an enumeration without a name has the place of the enumeration") {
    const auto reading = read_source("a.c", "\n\nenum { LIMIT = 4 }; int f(void) { return LIMIT; }", {"LIMIT"});
    REQUIRE(reading.layout.constants.size() == 1);
    CHECK(reading.layout.constants[0].place.line == 3);
}

TEST_CASE("Only the wanted records are read, and those that they hold") {
    const std::string text =
        "struct In { int a; }; struct S { struct In in; struct Far* far; }; struct Other { int b; }; struct Far { int "
        "c; };\n"
        "struct S s; struct Other o; struct Far f;";
    CHECK(record_names(read_source("a.c", text, {"S"})) == std::vector<std::string>{"S", "In"});
    CHECK(record_names(read_source("a.c", text, {"Nothing"})).empty());
}

TEST_CASE("A record has the name under which it was asked for") {
    const std::string text =
        "struct tag { int a; }; typedef struct tag alias; typedef alias again; struct S { alias x; struct tag y; again "
        "z; };\n"
        "struct S s;";
    CHECK(text_of(read_source("a.c", text, {"S", "alias"}), "S") == "12: x alias @0, y alias @4, z alias @8");
    const auto both = read_source("a.c", text, {"S", "alias", "tag"});
    CHECK(text_of(both, "S") == "12: x alias @0, y tag @4, z alias @8");
    CHECK(text_of(both, "alias") == text_of(both, "tag"));
    CHECK(text_of(read_source("a.c", text, {"again"}), "again") == "4: a i32 @0");
}

TEST_CASE("Template arguments may be spelt with or without blanks and suffixes") {
    const std::string text =
        "namespace core { struct Cmd { int a; }; template <typename T, unsigned long N> struct Ring { T items[N]; }; "
        "}\n"
        "core::Ring<core::Cmd, 64> ring; using Alias = core::Ring<core::Cmd, 2>; Alias alias;";
    for (const std::string name : {"core::Ring<core::Cmd, 64>", "core::Ring< core::Cmd,64 >", "Ring<core::Cmd,64UL>"}) {
        CAPTURE(name);
        const auto reading = read_source("a.cpp", text, {name});
        REQUIRE(reading.layout.records.size() == 2);
        CHECK(text_of(reading.layout.records[0]) == "256: items core::Cmd[64] @0");
    }
    CHECK(text_of(read_source("a.cpp", text, {"Alias"}), "Alias") == "8: items core::Cmd[2] @0");
}

TEST_CASE("Inline namespaces and those without a name are not part of a name") {
    const std::string text =
        "namespace core { inline namespace v1 { struct A { int a; }; } namespace { struct B { int b; }; } }\n"
        "core::A a; int f(core::B* b) { return b->b; } core::B b; int g() { return f(&b); }";
    CHECK(text_of(read_source("a.cpp", text, {"core::A"}), "core::A") == "4: a i32 @0");
    CHECK(text_of(read_source("a.cpp", text, {"core::B"}), "core::B") == "4: b i32 @0");
    CHECK(find_record(read_source("a.cpp", text, {}).layout, "core::B") == nullptr);
}

TEST_CASE("Types in functions are found if nothing else has their name") {
    const std::string text =
        "int f(void* p) { struct local { int a; struct { char c; } in; }; return ((struct local*)p)->a; }\n"
        "int g(void* p) { struct twice { int in_function; }; return ((struct twice*)p)->in_function; }\n"
        "struct twice { char outside; }; struct twice t;";
    CHECK(text_of(read_source("a.c", text, {"local"}), "local") == "8: a i32 @0, in local::in @4");
    CHECK(text_of(read_source("a.c", text, {"twice"}), "twice") == "1: outside i8 @0");
}

TEST_CASE("The place of a virtual base is unknown, because only the virtual table has it") {
    const auto reading =
        read_source("a.cpp", "struct Base { int b; }; struct S : virtual Base { int a; }; S s;", {"S"});
    CHECK(text_of(reading, "S") == "16 blind: debug information does not say where its virtual base Base lies");
}

TEST_CASE("A member that [[no_unique_address]] leaves without room is not a field") {
    const auto reading =
        read_source("a.cpp", "struct E {}; struct S { [[no_unique_address]] E e; int a; E f; }; S s;", {"S"});
    CHECK(text_of(reading, "S") == "8: a i32 @0, f E @4");
}

TEST_CASE("An empty class shares its byte with the others of a union, and is a field") {
    const auto reading = read_source("a.cpp", "struct E {}; union U { char a; E e; }; U u;", {"U"});
    CHECK(text_of(reading, "U") == "1 union: a i8 @0, e E @0");
}

TEST_CASE("An empty class may lie in the padding of a base whose member has [[no_unique_address]]") {
    const auto reading =
        read_source("a.cpp",
                    "struct A { long long a; }; struct B : A { char b; }; struct C { [[no_unique_address]] "
                    "B b; }; struct E {}; struct D : C { E e; }; D d;",
                    {"D"});
    CHECK(text_of(reading, "D") == "16: C::b B @0, e E @9");
}

TEST_CASE("GCC: a bit-field of a union begins where the union begins, even if its type is under-aligned") {
    if (!present("gcc")) return;
    const Folder folder;
    folder.write("a.c", "typedef int low __attribute__((aligned(1))); union U { low a : 3; char b; }; union U u;");
    run(folder, "gcc -g -gdwarf-5 -c a.c -o a.o");
    CHECK(text_of(dwarf::read(request_for(folder, {"a.o"}, {"U"})), "U") == "1/1 union: a i32:3 @0.0, b i8 @0");
}

TEST_CASE("GCC: an array without elements is flexible on 32-bit machines, too") {
    if (!present("g++")) return;
    const Folder folder;
    folder.write("a.cpp", "struct S { int a; char tail[0]; }; S s;");
    run(folder, "g++ -m32 -ffreestanding -g -c a.cpp -o a.o");
    CHECK(text_of(dwarf::read(request_for(folder, {"a.o"}, {"S"})), "S") == "4: a i32 @0, tail i8[] @4");
}

TEST_CASE("An alignment is known if it was written down") {
    const auto reading = read_source(
        "a.c",
        "struct S { _Alignas(16) int a; }; struct __attribute__((aligned(32))) T { char c; }; struct S s; struct T t;",
        {"S", "T"});
    CHECK(text_of(reading, "T") == "32/32: c i8 @0");
    CHECK(text_of(reading, "S") == "16: a i32 @0");
}

TEST_CASE("A typedef may lower an alignment without packing") {
    const auto reading = read_source(
        "a.c", "typedef long long __attribute__((aligned(4))) narrow; struct S { int a; narrow b; }; struct S s;",
        {"S"});
    CHECK(text_of(reading, "S") == "12: a i32 @0, b i64 @4");
}

TEST_CASE("std::atomic and std::array are what they hold; std::byte is a byte") {
    const std::string text =
        "namespace std { inline namespace __1 { template <typename T> struct atomic { T value; };\n"
        "template <typename T, unsigned long N> struct array { T items[N]; }; enum class byte : unsigned char {}; } }\n"
        "struct S { std::atomic<unsigned> a; std::array<short, 3> b; std::byte c[4]; std::array<std::array<int, 2>, 3> "
        "d; }; S s;";
    CHECK(text_of(read_source("a.cpp", text, {"S"}), "S") ==
          "40: a u32 @0, b i16[3] @4, c bytes[4] @10, d i32[3][2] @16");
}

TEST_CASE("Floats that are not of IEEE 754, vectors, and integers with unused bits are unknown") {
    const auto reading = read_source("a.c",
                                     "typedef float v4 __attribute__((vector_size(16))); struct S { v4 v; long double "
                                     "d; _BitInt(17) b; __bf16 h; _Complex float c; __int128 i; };"
                                     "struct S s;",
                                     {"S"}, "-g -std=c23");
    const auto* record = find_record(reading.layout, "S");
    REQUIRE(record != nullptr);
    for (std::size_t at = 0; at < 5; ++at) {
        CAPTURE(record->fields[at].name);
        CHECK(record->fields[at].type.kind == Kind::unknown);
        CHECK(record->fields[at].type.width_bits != 0);
    }
    CHECK(record->fields[5].type.kind == Kind::signed_integer);
}

TEST_CASE("Enumerations have their integer and its sign") {
    const std::string text =
        "enum Plain { p0, p1 = -3 }; enum class Wide : unsigned long long { w = 0xffffffffffffffff }; enum Small : "
        "signed char { low = -128 };\n"
        "Plain p; Wide w; Small s;";
    const auto reading = read_source("a.cpp", text, {"Plain", "Wide", "Small"});
    CHECK(text_of_enum(reading, "Plain") == "i32: p0 = 0, p1 = -3");
    CHECK(text_of_enum(reading, "Wide") == "u64: w = 0xffffffffffffffff");
    CHECK(text_of_enum(reading, "Small") == "i8: low = -0x80");
}

TEST_CASE("GCC writes an enumerator in a form that is smaller than its type only if it is not negative") {
    const Folder folder;
    folder.write("a.c", "enum wide { zero, high = 0x90000000, low = -40000 }; struct S { enum wide e; } s;\n");
    run(folder, "gcc -g -c a.c -o a.o");
    const auto reading = dwarf::read(request_for(folder, {"a.o"}, {"wide"}));
    CHECK(text_of_enum(reading, "wide") == "i64: zero = 0, high = 0x90000000, low = -0x9c40");
}

TEST_CASE("An enumeration is found by its enumerators, and an enumerator with its scope is a constant") {
    const std::string text =
        "enum Op { OP_EXEC = 1, OP_EXIT }; enum { LIMIT = 64, OTHER }; Op op; int f() { return LIMIT; } int g() { "
        "return OTHER; }";
    const auto by_enumerator = read_source("a.cpp", text, {"OP_EXIT", "LIMIT"});
    CHECK(text_of_enum(by_enumerator, "Op") == "u32: OP_EXEC = 1, OP_EXIT = 2");
    CHECK(constants_of(by_enumerator) == std::vector<std::string>{"LIMIT u32 = 0x40"});
    CHECK(constants_of(read_source("a.cpp", text, {"Op::OP_EXEC"})) == std::vector<std::string>{"Op::OP_EXEC u32 = 1"});
    CHECK(constants_of(read_source("a.cpp", text, {"Op", "Op::OP_EXEC"})) ==
          std::vector<std::string>{"Op::OP_EXEC u32 = 1"});
}

TEST_CASE("Variables and static members that have a value are constants, with their sign and up to 128 bits") {
    const std::string text =
        "namespace core { constexpr int limit = -5; struct S { static constexpr unsigned char mask = 200; int a; }; "
        "constexpr bool on = true;\n"
        "constexpr __int128 wide = ((__int128)1) << 100; }\n"
        "core::S s; int f() { return core::limit + core::S::mask + core::on + (int)core::wide; } const void* g() { "
        "return &core::wide; }";
    const auto reading = read_source("a.cpp", text, {"core::limit", "core::S::mask", "core::on"});
    CHECK(constants_of(reading) ==
          std::vector<std::string>{"core::S::mask u8 = 0xc8", "core::limit i32 = -5", "core::on bool = 1"});
}

TEST_CASE("A plain name does not find members of a class or of a scoped enumeration") {
    const std::string text =
        "enum class Color : int { red, MAX = 2 }; struct S { static constexpr int MAX = 3; enum Kind { LAST = 7 }; "
        "Color color; Kind kind; } s;\n"
        "constexpr int MAX = 64; int f() { return MAX; } int g() { return S::MAX; }";
    CHECK(constants_of(read_source("a.cpp", text, {"MAX", "LAST"})) == std::vector<std::string>{"MAX i32 = 0x40"});
    CHECK(constants_of(read_source("a.cpp", text, {"S::MAX"})) == std::vector<std::string>{"S::MAX i32 = 3"});
    CHECK(text_of_enum(read_source("a.cpp", text, {"S", "MAX", "LAST"}), "Color") == "i32: red = 0");
    CHECK(text_of_enum(read_source("a.cpp", text, {"S", "MAX", "LAST"}), "S::Kind") == "u32");
    CHECK(text_of_enum(read_source("a.cpp", text, {"Color", "MAX"}), "Color") == "i32: red = 0, MAX = 2");
}

TEST_CASE("The result does not depend on the number of jobs" * doctest::test_suite("threads")) {
    const Folder folder;
    std::string all = "ar rc lib.a";
    for (int at = 0; at < 12; ++at) {
        const auto n = std::to_string(at);
        folder.write("u" + n + ".c", "struct common { int a; struct { char b; } in; }; struct odr { char c[" +
                                         std::to_string(1 + at % 3) + "]; }; enum { E" + n + " = " + n +
                                         " }; struct own" + n + " { struct common c; struct odr o; } v" + n +
                                         "; int f" + n + "(void) { return E" + n + "; }");
        run(folder, "clang-19 -g -c u" + n + ".c");
        all += " u" + n + ".o";
    }
    run(folder, all);
    const auto text = [&](unsigned jobs) {
        auto request = request_for(folder, {"lib.a"});
        request.jobs = jobs;
        const auto reading = dwarf::read(request);
        std::string whole = text_of(reading.problems);
        for (const auto& record : reading.layout.records)
            whole += record.name + " " + text_of(record) + " " + to_string(record.place) + "\n";
        for (const auto& record : reading.other_definitions)
            whole += "other " + record.name + " " + text_of(record) + " " + to_string(record.place) + "\n";
        for (const auto& one : constants_of(reading)) whole += one + "\n";
        return whole;
    };
    const auto expected = text(1);
    CHECK(expected.find("other odr 2: c i8[2] @0 u1.c:1") != std::string::npos);
    for (int round = 0; round < 5; ++round) CHECK(text(4) == expected);
}
