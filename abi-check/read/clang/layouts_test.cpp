// The reader returns the layout of clang. Every case is read twice, the second time with static assertions of all that
// was read the first time, so that the compiler itself checks the numbers.
#include <doctest/doctest.h>

#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::assertions_of;
using abi::test::request_for;
using abi::test::text_of;

namespace {

struct Case {
    std::string sentence;
    std::string standard;
    std::string source;
    std::string type;  // as the source names it
    std::string expected;
};

bool is_cxx(const Case& one) {
    return one.standard.find("++") != std::string::npos;
}

std::string name_of(const std::string& type) {
    return type.substr(type.rfind(' ') + 1);
}

Reading read(const Case& one, const std::string& triple, const std::string& more = "") {
    auto request = request_for({{is_cxx(one) ? "a.cpp" : "a.c", one.source + "\n" + more}}, triple);
    request.flags = {"-std=" + one.standard, "-ffreestanding", "-fno-access-control"};
    return clang_reader::read(request);
}

void check(const Case& one, const std::string& triple = "x86_64-linux-gnu") {
    CAPTURE(one.sentence);
    CAPTURE(one.standard);
    const auto reading = read(one, triple);
    CHECK(text_of(reading, name_of(one.type)) == one.expected);
    const auto* record = find_record(reading.layout, name_of(one.type));
    if (record != nullptr)
        CHECK(text_of(read(one, triple, assertions_of(*record, one.type, is_cxx(one))).problems) == "");
}

const Case c_cases[] = {
    {"A pack pragma lowers alignment to its number", "c11",
     "#pragma pack(push, 2)\nstruct S { char a; int b; short c; long long d; };\n#pragma pack(pop)", "struct S",
     "16/2 packed: a i8 @0, b i32 @2, c i16 @6, d i64 @8"},
    {"Four bytes of packing move what is wider", "c17",
     "#pragma pack(4)\nstruct S { char a; long long b; double c; void* d; };", "struct S",
     "28/4 packed: a i8 @0, b i64 @4, c f64 @12, d ptr! @20"},
    {"A pack pragma that lowers nothing packs nothing", "c17", "#pragma pack(8)\nstruct S { char a; long long b; };",
     "struct S", "16/8: a i8 @0, b i64 @8"},
    {"Sixteen bytes do not fit into a packing of eight", "c17", "#pragma pack(8)\nstruct S { char a; __int128 b; };",
     "struct S", "24/8 packed: a i8 @0, b i128 @8"},
    {"One packed field makes a packed record", "c11", "struct S { char a; int b __attribute__((packed)); int c; };",
     "struct S", "12/4 packed: a i8 @0, b i32 @1, c i32 @8"},
    {"A packed field of one byte packs nothing", "c11", "struct S { char a __attribute__((packed)); int c; };",
     "struct S", "8/4: a i8 @0, c i32 @4"},
    {"Packed and aligned at once", "c11", "struct S { char a; int b; } __attribute__((packed, aligned(4)));",
     "struct S", "8/4 packed: a i8 @0, b i32 @1"},
    {"Fields may be aligned more than their types", "c11",
     "typedef int wide __attribute__((aligned(16)));\n"
     "struct S { char a; _Alignas(8) char b; wide c; char d; };",
     "struct S", "32/16: a i8 @0, b i8 @8, c i32 @16, d i8 @20"},
    {"Flexible arrays stand in unions, and behind empty records that take no room", "c23",
     "struct S { int n; union { struct { struct {} none; unsigned char b[]; }; unsigned w[0]; }; };", "struct S",
     "4/4: n i32 @0, b u8[] @4, w u32[] @4"},
    {"A flexible array may be a union's member", "c17", "union S { int n; unsigned char b[]; };", "union S",
     "4/4 union: n i32 @0, b u8[] @0"},
    {"Nested and anonymous records", "c11",
     "struct S { char k; struct { short a; union { int b; char c[6]; }; }; struct { int d; } named; };", "struct S",
     "20/4: k i8 @0, a i16 @4, b i32 @8, c i8[6] @8, named S::named @16"},
    {"Enumerations of a given type have its width", "c23",
     "enum E : short { e = -1 }; enum Wide { w = 0x100000000 };\n"
     "struct S { enum E a; enum Wide b; enum E c[3]; };",
     "struct S", "24/8: a E @0, b Wide @8, c E[3] @16"},
    {"Function pointers are pointers", "c11",
     "typedef void handler(int); struct S { char k; void (*a)(int); handler* b; int (*c[3])(void); };", "struct S",
     "48/8: k i8 @0, a ptr! @8, b ptr! @16, c ptr[3]! @24"},
    {"Integers of any width are as wide as their storage", "c23",
     "struct S { _BitInt(17) a; unsigned _BitInt(3) b; _BitInt(128) c; unsigned _BitInt(8) d; };", "struct S",
     "32/8: a _BitInt(17) @0, b unsigned _BitInt(3) @4, c i128 @8, d u8 @24"},
    {"Atomics are values, also those that need more alignment", "c17",
     "struct T { char c[3]; }; struct S { char k; _Atomic short a; _Atomic(char*) b; _Atomic _Bool c; "
     "_Atomic struct T d; };",
     "struct S", "24/8: k i8 @0, a i16 @2, b ptr! @8, c bool @16, d _Atomic(struct T) @20"},
    {"Vectors, complex numbers and wide floats keep their room", "c17",
     "typedef int v3 __attribute__((ext_vector_type(3)));\n"
     "struct S { char k; v3 a; _Complex double b; _Float16 c; long double d; __float128 e; };",
     "struct S", "96/16: k i8 @0, a v3 @16, b _Complex double @32, c f16 @48, d long double! @64, e f128 @80"},
    {"bool is a keyword of C23, and one byte", "c23", "struct S { bool a; bool b[3]; int c; };", "struct S",
     "8/4: a bool @0, b bool[3] @1, c i32 @4"},
    {"Bit-fields share units, and a unit of no width ends them", "c11",
     "struct S { unsigned a : 3; unsigned : 0; unsigned b : 4; unsigned char c : 2; unsigned long long d : 33; "
     "_Bool e : 1; char f; };",
     "struct S", "16/8: a u32:3 @0.0, b u32:4 @4.0, c u8:2 @4.4, d u64:33 @8.0, e bool:1 @12.1, f i8 @13"},
    {"Packed bit-fields lie across units", "c11",
     "struct __attribute__((packed)) S { unsigned a : 3; unsigned b : 31; char c; unsigned long long d : 40; };",
     "struct S", "11/1 packed: a u32:3 @0.0, b u32:31 @0.3, c i8 @5, d u64:40 @6.0"},
    {"The Microsoft rule gives bit-fields of another type a unit of their own", "c11",
     "struct __attribute__((ms_struct)) S { char a : 3; int b : 5; char c; };", "struct S",
     "12/4: a i8:3 @0.0, b i32:5 @4.0, c i8 @8"},
    {"The pragma ms_struct gives them one, too", "c11",
     "#pragma ms_struct on\nstruct S { char a : 3; short b : 5; short c : 11; char d; };", "struct S",
     "6/2: a i8:3 @0.0, b i16:5 @2.0, c i16:11 @2.5, d i8 @4"},
};

const Case cxx_cases[] = {
    {"Bases come first, an empty one takes no room", "c++11",
     "struct Empty {}; struct Base { int a; char b; }; struct S : Empty, Base { char c; };", "S",
     "12/4: Base::a i32 @0, Base::b i8 @4, c i8 @8"},
    {"A derived record fills the tail of a base that is not plain data", "c++14",
     "struct Base { Base(); int a; char b; }; struct S : Base { char c; };", "S",
     "8/4: Base::a i32 @0, Base::b i8 @4, c i8 @5"},
    {"An empty base and a member of its type are two objects", "c++17",
     "struct Empty {}; struct S : Empty { Empty e; int x; };", "S", "8/4: e Empty @1, x i32 @4"},
    {"A member without an address of its own takes no room", "c++20",
     "struct Empty {}; struct S { [[no_unique_address]] Empty e; int x; };", "S", "4/4: x i32 @0"},
    {"Two of one type cannot share one address", "c++20",
     "struct Empty {}; struct S { [[no_unique_address]] Empty e, f; char c; };", "S", "2/1: c i8 @0"},
    {"What follows fills the tail of a member without an address of its own", "c++23",
     "struct T { T(); int a; char b; }; struct S { [[no_unique_address]] T t; char c; };", "S", "8/4: t T @0, c i8 @5"},
    {"Every polymorphic base brings a pointer to its table", "c++11",
     "struct A { virtual void f(); int a; }; struct B { virtual void g(); int b; }; struct S : A, B { int s; };", "S",
     "32/8: A::(vtable) ptr! @0, A::a i32 @8, B::(vtable) ptr! @16, B::b i32 @24, s i32 @28"},
    {"A virtual base stands once, at the end", "c++17",
     "struct Virtual { int v; }; struct A : virtual Virtual { int a; }; struct B : virtual Virtual { int b; };\n"
     "struct S : A, B { int s; };",
     "S", "40/8: A::(vtable) ptr! @0, A::a i32 @8, B::(vtable) ptr! @16, B::b i32 @24, s i32 @28, Virtual::v i32 @32"},
    {"Over-aligned records and members", "c++11", "struct alignas(64) S { int a; alignas(32) char b; };", "S",
     "64/64: a i32 @0, b i8 @32"},
    {"Instances of templates, and their specialisations", "c++17",
     "template <class T, int N> struct Ring { T slots[N]; unsigned head; };\n"
     "template <> struct Ring<char, 1> { char only; };\n"
     "struct S { Ring<short, 3> a; Ring<char, 1> b; };",
     "S", "16/4: a Ring<short, 3> @0, b Ring<char, 1> @12"},
    {"Characters of every width, nullptr_t and bytes", "c++20",
     "namespace std { enum class byte : unsigned char {}; }\n"
     "struct S { char8_t a; char16_t b; char32_t c; wchar_t d; decltype(nullptr) e; std::byte f[3]; };",
     "S", "32/8: a u8 @0, b u16 @2, c u32 @4, d i32! @8, e ptr! @16, f bytes[3] @24"},
    {"Enumerations with and without a scope", "c++14",
     "enum class Op : unsigned char { exec }; enum Plain { p }; enum class Scoped { s }; enum Fixed : long long { f "
     "};\n"
     "struct S { Op a; Plain b; Scoped c; Fixed d; Op e[2]; };",
     "S", "32/8: a Op @0, b Plain @4, c Scoped @8, d Fixed @16, e Op[2] @24"},
    {"A pointer to a member is a pointer, one to a member function is wider and unknown", "c++11",
     "struct T; struct S { int T::*a; void (T::*b)(); void (*c)(); };", "S",
     "32/8: a ptr! @0, b void (T::*)()! @8, c ptr! @24"},
    {"Bit-fields of enumerations and bool, and one wider than its type", "c++17",
     "enum class Op : unsigned char { exec }; struct S { Op a : 3; bool b : 1; int : 0; long long c : 40; "
     "unsigned char d : 12; char e; };",
     "S", "16/8: a Op:3 @0.0, b bool:1 @0.3, c i64:40 @8.0, d u8:12 @13.0, e i8 @15"},
    {"References, constants and mutable members", "c++11",
     "struct S { int& a; const int b; mutable char c; static int d; int&& e; S(); };", "S",
     "24/8: a ptr! @0, b i32 @8, c i8 @12, e ptr! @16"},
    {"A member of a lambda's type", "c++20", "struct S { decltype([] {}) a; int b; };", "S",
     "8/4: a S::a @0, b i32 @4"},
    {"A record that C declares shadows nothing", "c++11",
     "extern \"C\" { struct S { int a; }; int S(const char*, struct S*); }", "struct S", "4/4: a i32 @0"},
    {"A macro writes a record", "c++11",
     "#define RECORD(name, type) struct name { type a; char b; };\nnamespace n { RECORD(S, short) }", "n::S",
     "4/2: a i16 @0, b i8 @2"},
};

}  // namespace

TEST_CASE("Records of C are read as the compiler lays them out, and the compiler's assertions agree") {
    for (const auto& one : c_cases) check(one);
}

TEST_CASE("Records of C++ are read as the compiler lays them out, and the compiler's assertions agree") {
    for (const auto& one : cxx_cases) check(one);
}

TEST_CASE("The same declaration is read in every standard") {
    for (const std::string standard :
         {"c11", "c17", "c23", "c++11", "c++14", "c++17", "c++20", "c++23", "gnu2x", "gnu++20"}) {
        check({"A packet", standard,
               "struct S { unsigned kind; unsigned _pad; unsigned long long arg; unsigned char id[16]; };", "struct S",
               "32/8: kind u32 @0, _pad u32 @4 (padding), arg u64 @8, id u8[16] @16"});
    }
}
