// Compares the reader with GCC, another implementation of the same ABIs. GCC gets every size, alignment and offset as a
// static assertion, and writes an object in which each field in turn has all its bits set. This shows where bit-fields
// lie.
#include <doctest/doctest.h>

#include <filesystem>

#include "llvm/ADT/StringExtras.h"
#include "llvm/Object/ObjectFile.h"
#include "os/child.h"
#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::assertions_of;
using abi::test::request_for;
using abi::test::text_of;

namespace {

struct Compiler {
    std::string command;
    std::vector<std::string> flags;
    std::string triple;
};

const std::vector<Compiler> c_compilers{{"gcc", {}, "x86_64-linux-gnu"},
                                        {"gcc", {"-mms-bitfields"}, "x86_64-linux-gnu"},
                                        {"gcc", {"-m32"}, "i686-linux-gnu"},
                                        {"riscv64-linux-gnu-gcc", {}, "riscv64-linux-gnu"},
                                        {"aarch64-linux-gnu-gcc", {}, "aarch64-linux-gnu"},
                                        {"arm-linux-gnueabihf-gcc", {}, "armv7-linux-gnueabihf"}};
const std::vector<Compiler> cxx_compilers{{"g++", {}, "x86_64-linux-gnu"},
                                          {"riscv64-linux-gnu-g++", {}, "riscv64-linux-gnu"},
                                          {"aarch64-linux-gnu-g++", {}, "aarch64-linux-gnu"}};

/// Where the two compilers mean the same.
enum class Where {
    everywhere,
    on_x86,                // other GCCs do not know ms_struct
    under_their_own_rules  // with -mms-bitfields GCC goes on packing bit-fields, clang does not
};

struct Case {
    std::string sentence;
    std::string source;  // of a record S
    Where where = Where::everywhere;
};

const Case c_cases[] = {
    {"Scalars", "struct S { char a; short b; int c; long d; long long e; void* f; _Bool g; unsigned char h; };"},
    {"Floating types", "struct S { char a; float b; char c; double d; char e; long double f; char g; };"},
    {"Enumerations", "enum E { e = -1 }; enum F { f = 1 }; struct S { char c; enum E a; enum F b[3]; };"},
    {"Packed", "struct __attribute__((packed)) S { char a; int b; char c; long long d; short e; };"},
    {"Packed to two bytes", "#pragma pack(2)\nstruct S { char a; int b; char c; long long d; };"},
    {"Packed to four bytes", "#pragma pack(4)\nstruct S { char a; long long b; char c; double d; };"},
    {"One packed field", "struct S { char a; int b __attribute__((packed)); int c; };"},
    {"Over-aligned fields",
     "struct S { char a; _Alignas(16) int b; char c; long long d __attribute__((aligned(32))); };"},
    {"An over-aligned type", "typedef int wide __attribute__((aligned(16))); struct S { char a; wide b; char c; };"},
    {"Packed, with an aligned field",
     "struct __attribute__((packed)) S { char a; int b __attribute__((aligned(4))); short c; };"},
    {"Nested and anonymous",
     "struct S { char k; struct { short a; union { int b; char c[6]; }; }; struct { int d; } n; };"},
    {"A union", "union U { char a[5]; int b; short c; }; struct S { char k; union U u; char l; };"},
    {"An array of records", "struct T { char a; short b; }; struct S { char k; struct T t[3]; int z; };"},
    {"A flexible array", "struct S { int n; char k; unsigned short data[]; };"},
    {"An array without elements", "struct S { char n; long long data[0]; };"},
    {"Function pointers", "struct S { char k; void (*a)(int); int (*b[2])(void); };"},
    {"Atomics", "struct S { char k; _Atomic short a; _Atomic int b; _Atomic(char*) c; };"},
    {"A vector", "typedef int v4 __attribute__((vector_size(16))); struct S { char k; v4 a; char l; };"},
    {"A complex number", "struct S { char k; _Complex double a; char l; _Complex float b; };"},
    {"Wide integers, where there are any",
     "#ifdef __SIZEOF_INT128__\nstruct S { char k; __int128 a; char l; unsigned __int128 b; };\n"
     "#else\nstruct S { char k; long long a; };\n#endif"},
    {"Bit-fields in one unit", "struct S { unsigned a : 3; unsigned b : 13; unsigned c : 16; };"},
    {"Bit-fields over units", "struct S { unsigned a : 20; unsigned b : 20; unsigned c : 20; };"},
    {"Bit-fields of several types", "struct S { char a : 3; short b : 5; int c : 7; long long d : 33; _Bool e : 1; };"},
    {"Bit-fields between others", "struct S { char a; int b : 5; char c; int d : 20; short e; unsigned f : 1; };"},
    {"A unit of no width", "struct S { unsigned a : 3; unsigned : 0; unsigned b : 4; char : 0; char c : 2; };"},
    {"Units of no width of other types", "struct S { char a : 3; long long : 0; char b : 2; short : 0; char c; };"},
    {"Unnamed bit-fields", "struct S { unsigned char a : 3; unsigned : 7; unsigned b : 9; long long : 5; char c; };"},
    {"Packed bit-fields",
     "struct __attribute__((packed)) S { unsigned a : 3; unsigned b : 31; long long c : 40; char d; };",
     Where::under_their_own_rules},
    {"Bit-fields under a pragma", "#pragma pack(2)\nstruct S { char a; unsigned b : 30; unsigned c : 7; short d; };"},
    {"Bit-fields under a pragma of one",
     "#pragma pack(1)\nstruct S { unsigned a : 7; unsigned b : 27; short c : 9; };"},
    {"An aligned bit-field", "struct S { unsigned a : 3; unsigned b : 4 __attribute__((aligned(8))); char c; };"},
    {"A packed bit-field", "struct S { char a; unsigned b : 27 __attribute__((packed)); unsigned c : 9; };",
     Where::under_their_own_rules},
    {"Bit-fields in anonymous members",
     "struct S { char k; union { struct { unsigned a : 5, b : 27; }; unsigned c; }; };"},
    {"Bit-fields of an enumeration",
     "enum E { e = 1 }; struct S { enum E a : 3; enum E b : 4; char c; enum E d : 9; };"},
    {"Bit-fields as wide as their types", "struct S { char a : 8; short b : 16; int c : 32; long long d : 64; };"},
    {"The Microsoft rule",
     "struct __attribute__((ms_struct)) S { char a : 3; int b : 5; short c : 4; short d : 12; char e; };",
     Where::on_x86},
};

const Case cxx_cases[] = {
    {"Bases and an empty one", "struct E {}; struct B { int a; char b; }; struct S : E, B { char c; };"},
    {"The tail of a base", "struct B { B(); int a; char b; }; struct S : B { char c; short d; };"},
    {"The tail of plain data", "struct B { int a; char b; }; struct S : B { char c; short d; };"},
    {"An empty base and a member of its type", "struct E {}; struct S : E { E e; int x; };"},
    {"Empty bases of one base", "struct E {}; struct A : E {}; struct B : E {}; struct S : A, B { char c; };"},
    {"No unique address", "struct E {}; struct S { [[no_unique_address]] E e; int x; };"},
    {"No unique address, twice", "struct E {}; struct S { [[no_unique_address]] E e, f; char c; };"},
    {"No unique address, and a tail",
     "struct T { T(); int a; char b; }; struct S { [[no_unique_address]] T t; char c; };"},
    {"A table", "struct S { virtual void f(); char a; int b; };"},
    {"Two tables",
     "struct A { virtual void f(); int a; }; struct B { virtual void g(); int b; }; struct S : A, B { char s; };"},
    {"A virtual base",
     "struct Virtual { int v; }; struct A : virtual Virtual { char a; }; struct S : A { char s; int t; };"},
    {"A diamond",
     "struct Virtual { int v; }; struct A : virtual Virtual { int a; }; struct B : virtual Virtual { char b; }; struct "
     "S : A, B { char "
     "s; };"},
    {"Over-aligned", "struct alignas(32) B { char b; }; struct S : B { alignas(16) char a; char c; };"},
    {"A packed derived record",
     "struct B { char a; int b; }; struct __attribute__((packed)) S : B { char c; int d; };"},
    {"Scoped enumerations", "enum class E : short { e }; enum F { f }; struct S { char k; E a; F b; E c[3]; };"},
    {"A template",
     "template <class T, int N> struct R { T t[N]; char n; }; struct S { char k; R<short, 3> a; R<double, 1> b; };"},
    {"References and pointers to members",
     "struct T; struct S { char k; int& a; int T::*b; void (T::*c)(); char d; S(); };"},
    {"Characters", "struct S { char8_t a; char16_t b; char32_t c; wchar_t d; bool e; decltype(nullptr) f; };"},
    {"Bit-fields behind a base", "struct B { B(); int a : 5; }; struct S : B { int b : 3; char c; };"},
};

bool is_present(const Compiler& compiler) {
    const auto result = run_child({.command = {compiler.command, "--version"}});
    if (result.end == ChildResult::End::exited && result.status == 0) return true;
    MESSAGE("there is no " << compiler.command << ", so nothing is compared with it");
    return false;
}

/// Its bits are all set by one initialiser.
bool can_be_filled(const Field& field) {
    if (field.name.find('(') != std::string::npos || !field.type.extents.empty() || field.type.flexible_tail)
        return false;
    switch (field.type.kind) {
    case Kind::unsigned_integer:
    case Kind::signed_integer:
    case Kind::boolean:
    case Kind::pointer:
    case Kind::enumeration: return true;
    default: return false;
    }
}

bool is_open(const Record& record) {
    return std::ranges::any_of(record.fields, [](const Field& field) { return field.type.flexible_tail; });
}

/// One record per field, in which that field has all its bits set.
std::string probes_of(const Record& record) {
    std::string text = "__attribute__((section(\".abi\"), used)) const struct S abi_probe[] = {\n";
    for (const auto& field : record.fields) {
        if (!can_be_filled(field)) continue;
        const bool is_pointer = field.type.kind == Kind::pointer;
        const std::string value = is_pointer ? "(void*)-1" : field.type.kind == Kind::boolean ? "1" : "-1";
        text += "{ ." + field.name + " = " + value + " },\n";
    }
    return text + "};\n";
}

/// The same as bytes in memory, from the layout alone.
std::string expected_probes(const Record& record) {
    std::string bytes;
    for (const auto& field : record.fields) {
        if (!can_be_filled(field)) continue;
        std::string one(static_cast<std::size_t>(record.size_bytes.value_or(0)), '\0');
        const auto width = field.type.kind == Kind::boolean ? 1 : size_bits(field);
        for (auto bit = field.offset_bits; bit < field.offset_bits + width; ++bit) {
            if (bit / 8 < one.size()) one[bit / 8] = static_cast<char>(one[bit / 8] | (1 << (bit % 8)));
        }
        bytes += one;
    }
    return bytes;
}

std::string section_of(const std::string& path) {
    auto object = llvm::object::ObjectFile::createObjectFile(path);
    if (!object) return "no object: " + llvm::toString(object.takeError());
    for (const auto& section : object->getBinary()->sections()) {
        auto name = section.getName();
        auto contents = section.getContents();
        if (name && *name == ".abi" && contents) return contents->str();
    }
    return "no section";
}

std::string hex(const std::string& bytes) {
    return llvm::toHex(bytes);
}

struct Folder {
    Folder() : path(std::filesystem::temp_directory_path() / ("abi-check-truth-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::filesystem::path path;
};

void compare(const Compiler& compiler, const Case& one, bool is_cxx) {
    CAPTURE(compiler.command);
    CAPTURE(compiler.triple);
    CAPTURE(one.sentence);
    auto request = request_for({{is_cxx ? "a.cpp" : "a.c", one.source}}, compiler.triple);
    request.flags = {is_cxx ? "-std=gnu++20" : "-std=gnu17"};
    for (const auto& flag : compiler.flags) {
        if (flag != "-m32") request.flags.push_back(flag);
    }
    const auto reading = clang_reader::read(request);
    CHECK(text_of(reading.problems) == "");
    const auto* record = find_record(reading.layout, "S");
    REQUIRE(record != nullptr);
    const bool is_probed = !is_cxx && !is_open(*record) && !expected_probes(*record).empty();

    const Folder folder;
    const std::string object = (folder.path / "a.o").string();
    ChildRequest child{.command = {compiler.command, "-x", is_cxx ? "c++" : "c", "-w", "-c", "-", "-o", object}};
    child.command.insert(child.command.end(), compiler.flags.begin(), compiler.flags.end());
    child.command.push_back(request.flags[0]);
    child.input = one.source + "\n" + assertions_of(*record, is_cxx ? "S" : "struct S", is_cxx) +
                  (is_probed ? probes_of(*record) : "");
    const auto result = run_child(child);
    CHECK(result.errors == "");
    CHECK(describe_end(result, child) == "exit status 0");
    if (is_probed && result.errors.empty()) CHECK(hex(section_of(object)) == hex(expected_probes(*record)));
}

}  // namespace

TEST_CASE("GCC's layout of C records equals what is read, to the bit, on every machine whose GCC is installed") {
    for (const auto& compiler : c_compilers) {
        if (!is_present(compiler)) continue;
        const bool is_x86 = compiler.command == "gcc";
        const bool is_microsoft = compiler.flags == std::vector<std::string>{"-mms-bitfields"};
        for (const auto& one : c_cases) {
            if (one.where == Where::on_x86 && !is_x86) continue;
            if (one.where == Where::under_their_own_rules && is_microsoft) continue;
            compare(compiler, one, /*is_cxx=*/false);
        }
    }
}

TEST_CASE("G++'s layout of C++ records equals what is read") {
    for (const auto& compiler : cxx_compilers) {
        if (!is_present(compiler)) continue;
        for (const auto& one : cxx_cases) compare(compiler, one, /*is_cxx=*/true);
    }
}
