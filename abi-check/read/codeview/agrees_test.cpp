// The clang reader and the CodeView of clang-cl must agree, for each machine of Windows, in objects and in PDB files.
// The source is parsed for each machine separately, so that neither reader alone decides what is right.
#include "read/clang/reader.h"
#include "read/codeview/codeview_test.h"

using namespace abi;
using namespace abi::codeview;
using namespace abi::test;

namespace {

struct Source {
    std::string sentence;
    std::string file;  // its ending says the language
    std::string text;
    std::vector<std::string> names;
};

const Source sources[] = {
    {"scalars, arrays and pointers",
     "a.c",
     R"(typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32; typedef unsigned long long u64;
typedef u16 pair_t[2];
struct S { u8 a; signed char b; short c; u32 d; u64 e; float f; double g; _Bool h; long j; unsigned long k;
  void* l; u8 m[4]; u16 n[2][3]; pair_t o[4]; int (*p)(int); const volatile u32 q; u32 _pad; u8 reserved[4]; u8 r[]; };
struct S* s; unsigned size(void) { return sizeof(*s); })",
     {"S"}},
    {"anonymous structs and unions, flattened",
     "a.c",
     R"(struct S { int a; union { long long b; struct { int c, d; }; }; struct { unsigned char e; union { short f; int g[2]; };
  } h; union { int i; float j; } k[2]; };
struct S* s; unsigned size(void) { return sizeof(*s); })",
     {"S"}},
    {"bit-fields in storage units of Microsoft's layout",
     "a.c",
     R"(enum E { A, B };
struct S { unsigned a : 3; unsigned b : 13; int c : 20; unsigned char d : 1; _Bool e : 1; unsigned short f : 9;
  unsigned long long g : 33; enum E h : 2; unsigned char i; int j : 5; int k : 6; };
union U { unsigned a : 3; unsigned long long b : 40; };
struct S* s; union U* u; unsigned size(void) { return sizeof(*s) + sizeof(*u); })",
     {"S", "U"}},
    {"packed records",
     "a.c",
     R"(#pragma pack(push, 1)
struct S { char a; int b; short c; long long d; struct { char e; int f; } g; };
#pragma pack(pop)
struct S* s; unsigned size(void) { return sizeof(*s); })",
     {"S"}},
    {"typedefs of what has no name, and enumerations",
     "a.c",
     R"(typedef struct { int x, y; } point; typedef enum { RED, GREEN = 5, BLUE = -1 } color; enum op { OP_A = 1, OP_B };
struct tag { point p[2]; color c; enum op o; struct other* q; }; typedef struct tag alias;
alias* s; unsigned size(void) { return sizeof(*s); })",
     {"alias", "point", "color"}},
    {"bases, empty ones, virtual tables and nested types",
     "a.cpp",
     R"(namespace core { struct Empty {}; struct Base { int a; short b; }; struct Other { virtual int f() { return 1; } long o; };
struct Derived : Empty, Base { short c; struct In { short d; } in; enum class Kind : unsigned char { x, y = 200 } kind; };
struct Table : Other, Derived { int t; };
struct Late : Base { virtual int g() { return 2; } int u; };
template <typename T, int N> struct Ring { T items[N]; unsigned head; };
}
struct User { core::Ring<core::Base, 4> ring; core::Derived d; };
core::Table table; core::Late late; User user;)",
     {"core::Table", "core::Late", "User", "core::Derived", "core::Empty"}},
    {"references, pointers to members and enumerations of C++",
     "a.cpp",
     R"(enum Plain { p0, p1 = 300 }; enum class Scoped : signed char { s0 = -1 }; enum Wide { w = 0x90000000 };
struct S { int& a; int S::*b; int (S::*m)(); Plain c; Scoped d; Wide w; bool e; wchar_t f; char16_t g;
  decltype(nullptr) h; static const int k = 7; void method(); };
unsigned size() { return sizeof(S) + S::k; } void use(S* s) { s->e = true; })",
     {"S"}},
};

const std::vector<std::string> triples{"x86_64-pc-windows-msvc", "i686-pc-windows-msvc", "aarch64-pc-windows-msvc"};

/// By name, as the order within a unit is each compiler's own. CodeView has no alignment.
std::string texts_of(const Reading& reading, const Reading& other) {
    std::vector<std::string> texts;
    for (auto record : reading.layout.records) {
        record.align_bytes.reset();
        for (auto& field : record.fields) {
            if (field.type.kind == Kind::byte) field.type.kind = Kind::signed_integer;  // a plain char
        }
        if (find_record(other.layout, record.name) != nullptr) texts.push_back(record.name + " " + text_of(record));
    }
    for (const auto& one : reading.layout.enums) texts.push_back(text_of(one));
    std::ranges::sort(texts);
    std::string text;
    for (const auto& one : texts) text += one + "\n";
    return text;
}

Reading ask_clang(const Folder& folder, const Source& source, const std::string& triple) {
    clang_reader::Request request;
    request.files = {folder.path + "/" + source.file};
    request.names = source.names;
    request.target.triple = triple;
    request.root = folder.path;
    return clang_reader::read(request);
}

void check_agreement(const Source& source, const std::string& triple, bool linked) {
    CAPTURE(source.sentence);
    CAPTURE(triple);
    CAPTURE(linked);
    const Folder folder;
    folder.write(source.file, source.text);
    const auto object = compile(folder, source.file, triple);
    auto request = request_for(folder, linked ? link(folder, object) : object, source.names);
    request.target.triple = triple;
    const auto reading = codeview::read(request);
    const auto expected = ask_clang(folder, source, triple);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(expected.problems) == "");
    for (const auto& name : source.names) {
        const bool is_found =
            find_record(reading.layout, name) != nullptr || find_enum(reading.layout, name) != nullptr;
        if (!is_found) FAIL_CHECK("nothing is called " << name);
    }
    CHECK(texts_of(reading, expected) == texts_of(expected, reading));
    for (const auto fact : {Fact::architecture, Fact::system, Fact::environment, Fact::byte_order, Fact::pointer_bits,
                            Fact::bit_order, Fact::record_layout}) {
        CHECK(reading.layout.facts[fact] == expected.layout.facts[fact]);
    }
}

void check_all(bool linked) {
    if (!present("clang-cl-19") || (linked && !present("lld-link-19"))) return;
    for (const auto& triple : triples) {
        for (const auto& source : sources) check_agreement(source, triple, linked);
    }
}

}  // namespace

TEST_CASE("CodeView in objects gives what the clang reader gives, on every machine of Windows") {
    check_all(false);
}

TEST_CASE("CodeView in PDB files gives what the clang reader gives, on every machine of Windows") {
    check_all(true);
}
