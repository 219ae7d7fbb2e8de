// Which fields a record has, and where: one source per case, on one 64-bit
// machine.
#include <doctest/doctest.h>

#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::request_for;
using abi::test::text_of;

namespace {

struct Case {
    std::string sentence;
    std::string file;
    std::string source;
    std::string record;
    std::string expected;
};

const Case cases[] = {
    {"A packet of fixed-width integers has its fields where the story puts "
     "them",
     "a.c",
     "#include <stdint.h>\n"
     "struct CmdPacket { uint32_t kind; uint32_t _pad; uint64_t arg; unsigned "
     "__int128 id; };",
     "CmdPacket", "32/16: kind u32 @0, _pad u32 @4 (padding), arg u64 @8, id u128 @16"},
    {"Signed integers, char, bool and floats keep their kind", "a.cpp",
     "struct S { signed char a; char b; bool c; short d; float e; double f; "
     "__int128 g; char16_t h; };",
     "S",
     "64/16: a i8 @0, b u8 @1, c bool @2, d i16 @4, e f32 @8, f f64 @16, g "
     "i128 @32, h u16 @48"},
    {"Pointers, references and pointers to members are host-sized", "a.cpp",
     "struct S { void* a; int& b; int S::*c; void (*d)(); decltype(nullptr) e; "
     "};",
     "S", "40/8: a ptr! @0, b ptr! @8, c ptr! @16, d ptr! @24, e ptr! @32"},
    {"Arrays have extents, outermost first, through typedefs", "a.c",
     "typedef unsigned char mac[6]; struct S { mac a[2]; const volatile int "
     "b[3][4]; };",
     "S", "60/4: a u8[2][6] @0, b i32[3][4] @12"},
    {"A flexible tail is open and takes no room", "a.c", "struct S { unsigned n; unsigned char data[]; };", "S",
     "4/4: n u32 @0, data u8[] @4"},
    {"An array of zero elements is a flexible tail", "a.c", "struct S { unsigned n; unsigned data[0]; };", "S",
     "4/4: n u32 @0, data u32[] @4"},
    {"The members of a union overlap", "a.c", "union U { unsigned a; unsigned char b[6]; };", "U",
     "8/4 union: a u32 @0, b u8[6] @0"},
    {"Members of anonymous structs and unions belong to the record, at "
     "absolute offsets",
     "a.c",
     "struct S { unsigned a; union { unsigned b; struct { short c; short d; }; "
     "}; unsigned e; };",
     "S", "12/4: a u32 @0, b u32 @4, c i16 @4, d i16 @6, e u32 @8"},
    {"Bit-fields have a width and a first bit", "a.c",
     "struct S { unsigned a : 3; unsigned b : 7; unsigned long long c : 40; };", "S",
     "8/8: a u32:3 @0.0, b u32:7 @0.3, c u64:40 @1.2"},
    {"An unnamed bit-field is declared padding, one of no width is nothing", "a.c",
     "struct S { unsigned a : 3; unsigned : 5; unsigned : 0; unsigned b : 1; "
     "unsigned : 2; };",
     "S",
     "8/4: a u32:3 @0.0, (unnamed) u32:5 @0.3 (padding), b u32:1 @4.0, "
     "(unnamed 2) u32:2 @4.1 (padding)"},
    {"A packed record is marked as packed", "a.c", "struct __attribute__((packed)) S { char a; unsigned b; };", "S",
     "5/1 packed: a u8 @0, b u32 @1"},
    {"A packing pragma of one byte is packing too", "a.c", "#pragma pack(push, 1)\nstruct S { char a; int b; };", "S",
     "5/1 packed: a u8 @0, b i32 @1"},
    {"A packed record does not pack the record within it", "a.c",
     "struct In { char a; int b; }; struct __attribute__((packed)) S { char c; "
     "struct In in; };",
     "S", "9/1 packed: c u8 @0, in In @1"},
    {"Stated alignment moves fields and grows the record", "a.cpp",
     "struct alignas(64) S { int a; alignas(16) int b; };", "S", "64/64: a i32 @0, b i32 @16"},
    {"Enumerations are named and as wide as their type", "a.cpp",
     "enum class Kind : unsigned short { a }; enum Plain { p }; struct S { "
     "Kind k; Plain p; };",
     "S", "8/4: k Kind @0, p Plain @4"},
    {"std::byte is raw memory", "a.cpp",
     "namespace std { enum class byte : unsigned char {}; } struct S { "
     "std::byte raw[16]; std::byte one; };",
     "S", "17/1: raw bytes[16] @0, one u8 @16"},
    {"std::array is seen through, and keeps the typedefs of its argument", "a.cpp",
     "namespace std { template <typename T, unsigned long N> struct array { T "
     "elements[N]; }; }"
     "typedef unsigned long uint64_t; struct S { "
     "std::array<std::array<uint64_t, 2>, 3> a; };",
     "S", "48/8: a u64[3][2] @0"},
    {"Atomics are their value", "a.cpp",
     "namespace std { template <typename T> struct atomic { T value; }; }"
     "struct S { std::atomic<unsigned> head; std::atomic<unsigned> rest[2]; };",
     "S", "12/4: head u32 @0, rest u32[2] @4"},
    {"_Atomic is its value where the sizes agree", "a.c", "struct S { _Atomic(unsigned) a; _Atomic long b; };", "S",
     "16/8: a u32 @0, b i64! @8"},
    {"Bases come first, with their name", "a.cpp",
     "struct Empty {}; struct Base { int x; }; struct Mid : Base { int y; };"
     "struct S : Empty, Mid { int z; };",
     "S", "12/4: Mid::Base::x i32 @0, Mid::y i32 @4, z i32 @8"},
    {"A virtual table is a pointer", "a.cpp", "struct Base { virtual void f(); int x; }; struct S : Base { int y; };",
     "S", "16/8: Base::(vtable) ptr! @0, Base::x i32 @8, y i32 @12"},
    {"A virtual base lies behind the record's own members", "a.cpp",
     "struct V { int v; }; struct A : virtual V { int a; }; struct S : A { int "
     "s; };",
     "S", "24/8: A::(vtable) ptr! @0, A::a i32 @8, s i32 @12, V::v i32 @16"},
    {"Vectors and complex numbers are unknown, with their width", "a.c",
     "typedef float v4 __attribute__((vector_size(16))); struct S { v4 a; "
     "_Complex float b; };",
     "S", "32/16: a v4 @0, b _Complex float @16"},
    {"A _BitInt that fills its storage is an integer, any other is unknown", "a.c",
     "struct S { unsigned _BitInt(17) a; _BitInt(64) b; };", "S", "16/8: a unsigned _BitInt(17) @0, b i64 @8"},
    {"Names tell padding and reserved room from data", "a.c",
     "struct S { char pad0, pad, padlock, _padding[4], __pad1; char "
     "reserved[2], __reserved; };",
     "S",
     "11/1: pad0 u8 @0 (padding), pad u8 @1 (padding), padlock u8 @2, _padding "
     "u8[4] @3 (padding), "
     "__pad1 u8 @7 (padding), reserved u8[2] @8 (reserved), __reserved u8 @10 "
     "(reserved)"},
    {"The width of long, size_t and what is made of them is the target's "
     "choice",
     "a.c",
     "#include <stddef.h>\n#include <stdint.h>\ntypedef long word; struct S { "
     "word a; size_t b; uintptr_t c; "
     "int64_t d; uint_least64_t e; wchar_t f; long double g; unsigned long "
     "h[2]; };",
     "S",
     "80/16: a i64! @0, b u64! @8, c u64! @16, d i64 @24, e u64 @32, f i32! "
     "@40, g f128! @48, h u64[2]! @64"},
    {"A nested record stays one field", "a.c", "struct In { int a; }; struct S { struct In one; struct In many[2]; };",
     "S", "12/4: one In @0, many In[2] @4"},
    {"A nested record without a name is called after its field", "a.c", "struct S { struct { int a; } header; };", "S",
     "4/4: header S::header @0"},
    {"An empty record has no fields", "a.cpp", "struct S {};", "S", "1/1"},
};

}  // namespace

TEST_CASE("The fields of a record are read as the compiler lays them out") {
    for (const auto& [sentence, file, source, record, expected] : cases) {
        CAPTURE(sentence);
        auto request = request_for({{file, source}});
        request.flags = {"-ffreestanding"};
        CHECK(text_of(clang_reader::read(request), record) == expected);
    }
}

TEST_CASE(
    "The spelling of a type is the element's, as written, without const "
    "and volatile") {
    const auto reading = clang_reader::read(request_for({{"a.c",
                                                          "typedef unsigned u32; struct T { int a; }; struct S { const "
                                                          "u32 a[2]; struct T b; volatile long c; };"}}));
    const auto* record = find_record(reading.layout, "S");
    REQUIRE(record != nullptr);
    CHECK(record->fields[0].type.spelling == "u32");
    CHECK(record->fields[1].type.spelling == "struct T");
    CHECK(record->fields[2].type.spelling == "long");
}

TEST_CASE("A bit-field's storage unit is as wide as its declared type") {
    const auto reading = clang_reader::read(request_for({{"a.c", "struct S { unsigned short a : 3; int b; };"}}));
    const auto* record = find_record(reading.layout, "S");
    REQUIRE(record != nullptr);
    CHECK(record->fields[0].storage_bits == 16);
    CHECK_FALSE(record->fields[1].storage_bits.has_value());
}

TEST_CASE("A field's place is its name to its end, relative to the root") {
    const auto reading = clang_reader::read(
        request_for({{"sub/a.c", "#include \"../b.h\"\n"}, {"b.h", "struct S {\n    unsigned int kind;\n};\n"}}));
    const auto* record = find_record(reading.layout, "S");
    REQUIRE(record != nullptr);
    CHECK(record->place == Place{"b.h", 1, 1, 3, 2});
    CHECK(record->fields[0].place == Place{"b.h", 2, 18, 2, 22});
}

TEST_CASE("Fields of one declaration have places of their own") {
    const auto reading = clang_reader::read(request_for({{"a.c", "struct S { unsigned a[2], *b, c : 3; };"}}));
    const auto* record = find_record(reading.layout, "S");
    REQUIRE(record != nullptr);
    REQUIRE(record->fields.size() == 3);
    CHECK(record->fields[0].place == Place{"a.c", 1, 21, 1, 25});
    CHECK(record->fields[1].place == Place{"a.c", 1, 28, 1, 29});
    CHECK(record->fields[2].place == Place{"a.c", 1, 31, 1, 36});
}

TEST_CASE("What a macro declares is placed where the macro is used") {
    const auto reading = clang_reader::read(request_for({{"a.c",
                                                          "#define FIELD(type, name) type name\nstruct S {\n  "
                                                          "FIELD(int, a);\n};\n"}}));
    const auto* record = find_record(reading.layout, "S");
    REQUIRE(record != nullptr);
    CHECK(record->fields[0].place == Place{"a.c", 3, 3, 3, 16});
}

TEST_CASE("The type of a field knows whether its enumeration is signed") {
    for (const auto* file : {"a.c", "a.cpp"}) {
        CAPTURE(file);
        const auto reading = clang_reader::read(request_for(
            {{file,
              "enum Minus { m = -1 }; enum Plus { p = 1 }; enum Fixed : signed char { f }; enum Byte : unsigned char "
              "{ b };\nstruct S { enum Minus a; enum Plus b; enum Fixed c[2]; enum Byte d; int e; };"}}));
        CHECK(text_of(reading.problems) == "");
        const auto* record = find_record(reading.layout, "S");
        REQUIRE(record != nullptr);
        REQUIRE(record->fields.size() == 5);
        CHECK(record->fields[0].type.is_signed);
        CHECK_FALSE(record->fields[1].type.is_signed);
        CHECK(record->fields[2].type.is_signed);
        CHECK_FALSE(record->fields[3].type.is_signed);
        CHECK_FALSE(record->fields[4].type.is_signed);  // its kind says it
    }
}
