// The clang reader and the debug information of every compiler must agree, in every version and container of DWARF. The
// source is parsed for each machine separately, so that neither reader alone decides what is right.
#include <map>

#include "read/clang/reader.h"
#include "read/dwarf/dwarf_test.h"

using namespace abi;
using namespace abi::dwarf;
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
struct S { u8 a; signed char b; short c; u32 d; u64 e; float f; double g; _Bool h; char i; long j; unsigned long k;
  void* l; u8 m[4]; u16 n[2][3]; pair_t o[4]; int (*p)(int); const volatile u32 q; u32 _pad; u8 reserved[4]; u8 r[]; };
struct S* s; unsigned size(void) { return sizeof(*s); })",
     {"S"}},
    {"anonymous structs and unions, flattened",
     "a.c",
     R"(struct S { int a; union { long long b; struct { int c, d; }; }; struct { char e; union { short f; char g[2]; }; } h;
  union { int i; float j; } k[2]; };
struct S* s; unsigned size(void) { return sizeof(*s); })",
     {"S"}},
    {"bit-fields",
     "a.c",
     R"(struct S { unsigned a : 3; unsigned b : 13; int c : 20; unsigned char d : 1; _Bool e : 1; unsigned short f : 9;
  unsigned long long g : 33; enum { A, B } h : 2; char i; int j : 5; };
union U { unsigned a : 3; unsigned long long b : 40; };
struct S* s; union U* u; unsigned size(void) { return sizeof(*s) + sizeof(*u); })",
     {"S", "U"}},
    {"packed records",
     "a.c",
     R"(struct __attribute__((packed)) S { char a; int b; short c; long long d; struct { char e; int f; } g; };
#pragma pack(push, 2)
struct T { char a; int b; };
#pragma pack(pop)
struct S* s; struct T* t; unsigned size(void) { return sizeof(*s) + sizeof(*t); })",
     {"S", "T"}},
    {"typedefs of what has no name, and enumerations",
     "a.c",
     R"(typedef struct { int x, y; } point; typedef enum { RED, GREEN = 5, BLUE = -1 } color; enum op { OP_A = 1, OP_B };
struct tag { point p[2]; color c; enum op o; struct other* q; }; typedef struct tag alias;
alias* s; unsigned size(void) { return sizeof(*s); })",
     {"alias", "point", "color"}},
    {"a record that is used through void* only",
     "a.c",
     R"(struct hidden { int a; long long b; }; long long get(void* p) { return ((struct hidden*)p)->b; })",
     {"hidden"}},
    {"bases, empty ones, virtual tables and nested types",
     "a.cpp",
     R"(namespace core { struct Empty {}; struct Base { int a; char b; }; struct Other { virtual ~Other() {} long o; };
struct Derived : Empty, Base { char c; struct In { short d; } in; enum class Kind : unsigned char { x, y = 200 } kind; };
struct Table : Other, Derived { int t; };
template <typename T, int N> struct Ring { T items[N]; unsigned head; };
}
struct User { core::Ring<core::Base, 4> ring; core::Derived d; };
core::Table table; User user;)",
     {"core::Table", "User", "core::Derived", "core::Empty"}},
    {"references, pointers to members and enumerations of C++",
     "a.cpp",
     R"(enum Plain { p0, p1 = 300 }; enum class Scoped : signed char { s0 = -1 }; struct S { int& a; int S::*b; Plain c; Scoped d;
  bool e; wchar_t f; char16_t g; decltype(nullptr) h; static const int k = 7; void method(); };
unsigned size() { return sizeof(S) + S::k; } void use(S* s) { s->e = true; })",
     {"S"}},
};

struct Compiler {
    std::string name;     // of the program
    std::string command;  // in front of the flags
    std::string triple;
};

const std::vector<Compiler> compilers{
    {"clang-19", "clang-19 --target=x86_64-linux-gnu", "x86_64-linux-gnu"},
    {"clang-19", "clang-19 --target=riscv64-linux-gnu", "riscv64-linux-gnu"},
    {"clang-19", "clang-19 --target=riscv32-unknown-elf -march=rv32imac -mabi=ilp32", "riscv32-unknown-elf"},
    {"clang-19", "clang-19 --target=aarch64-linux-gnu", "aarch64-linux-gnu"},
    {"clang-19", "clang-19 --target=armv7-linux-gnueabihf", "armv7-linux-gnueabihf"},
    {"clang-19", "clang-19 --target=i686-linux-gnu", "i686-linux-gnu"},
    {"clang-19", "clang-19 --target=s390x-linux-gnu", "s390x-linux-gnu"},
    {"clang-19", "clang-19 --target=powerpc64-linux-gnu", "powerpc64-linux-gnu"},
    {"clang-19", "clang-19 --target=mips-linux-gnu", "mips-linux-gnu"},
    {"clang-19", "clang-19 --target=loongarch64-linux-gnu", "loongarch64-linux-gnu"},
    {"clang-19", "clang-19 --target=x86_64-apple-macos13", "x86_64-apple-macos13"},
    {"clang-19", "clang-19 --target=x86_64-w64-mingw32", "x86_64-w64-mingw32"},
    {"gcc", "gcc", "x86_64-linux-gnu"},
    {"riscv64-linux-gnu-gcc", "riscv64-linux-gnu-gcc", "riscv64-linux-gnu"},
    {"aarch64-linux-gnu-gcc", "aarch64-linux-gnu-gcc", "aarch64-linux-gnu"},
    {"arm-linux-gnueabihf-gcc", "arm-linux-gnueabihf-gcc", "armv7-linux-gnueabihf"},
    {"i686-linux-gnu-gcc", "i686-linux-gnu-gcc", "i686-linux-gnu"},
};

/// By name, as the order within a unit is each compiler's own.
std::string texts_of(const Reading& reading, const Reading& other) {
    std::vector<std::string> texts;
    for (auto record : reading.layout.records) {
        record.align_bytes.reset();  // debug information is silent about it
        if (find_record(other.layout, record.name) != nullptr) texts.push_back(record.name + " " + text_of(record));
    }
    for (const auto& one : reading.layout.enums) texts.push_back(one.name + " " + text_of_enum(reading, one.name));
    std::ranges::sort(texts);
    std::string text;
    for (const auto& one : texts) text += one + "\n";
    return text;
}

/// What the parser says depends on the source and the machine only, so each pair is parsed once for all flags.
const Reading& ask_clang(const Source& source, const std::string& triple) {
    static std::map<std::pair<std::string, std::string>, Reading> known;
    const auto [place, is_new] = known.try_emplace({source.sentence, triple});
    if (!is_new) return place->second;
    const Folder folder;
    folder.write(source.file, source.text);
    clang_reader::Request request;
    request.files = {folder.path + "/" + source.file};
    request.flags = {"-ffreestanding"};
    request.names = source.names;
    request.target.triple = triple;
    request.root = folder.path;
    return place->second = clang_reader::read(request);
}

void check_agreement(const Source& source, const Compiler& compiler, const std::string& flags) {
    const Folder folder;
    folder.write(source.file, source.text);
    const bool is_cxx = source.file.ends_with(".cpp");
    const std::string std_flag = is_cxx ? " -std=c++17 -fno-exceptions -fno-rtti" : " -std=gnu11";
    const std::string language = is_cxx ? " -x c++" : "";
    const auto line =
        compiler.command + language + std_flag + " -ffreestanding " + flags + " -c " + source.file + " -o a.o";
    CAPTURE(source.sentence);
    CAPTURE(line);
    if (!ran(folder, line)) {
        // GCC without its C++ compiler, or a format that a compiler does not write.
        const auto log = folder.read("log");
        const bool is_known = log.find("cc1plus") != std::string::npos || log.find("-gz=zstd") != std::string::npos;
        if (is_known) {
            MESSAGE("not tested: " << line << ": " << log);
            return;
        }
        FAIL(log);
    }
    auto request = request_for(folder, {"a.o"}, source.names);
    request.target.triple = compiler.triple;
    const auto reading = dwarf::read(request);
    const auto& expected = ask_clang(source, compiler.triple);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(expected.problems) == "");
    for (const auto& name : source.names) {
        const bool is_found =
            find_record(reading.layout, name) != nullptr || find_enum(reading.layout, name) != nullptr;
        if (!is_found) FAIL_CHECK("nothing is called " << name);
    }
    CHECK(texts_of(reading, expected) == texts_of(expected, reading));
    CHECK(reading.layout.byte_order == expected.layout.byte_order);
}

void check_every_machine(bool is_gcc) {
    for (const auto& compiler : compilers) {
        if (compiler.name.ends_with("gcc") != is_gcc || !present(compiler.name)) continue;
        for (const auto& source : sources) check_agreement(source, compiler, "-g -O1");
    }
}

void check_every_version(const Compiler& compiler) {
    if (!present(compiler.name)) return;
    for (const std::string flags :
         {"-gdwarf-2", "-gdwarf-3", "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -gdwarf64", "-gdwarf-4 -fdebug-types-section",
          "-gdwarf-5 -fdebug-types-section", "-gdwarf-5 -gz=zlib", "-gdwarf-5 -gz=zstd", "-gdwarf-4 -gsplit-dwarf",
          "-gdwarf-5 -gsplit-dwarf", "-gdwarf-5 -gsplit-dwarf -fdebug-types-section",
          "-gdwarf-4 -gsplit-dwarf -fdebug-types-section", "-g -O2 -ffunction-sections -fdata-sections"}) {
        for (const auto& source : sources) check_agreement(source, compiler, flags);
    }
}

}  // namespace

// Each combination starts a compiler, some 500 in all: that is what takes the time, so they are five cases and not two.
TEST_CASE("clang's debug information gives what the clang reader gives, on every machine") {
    check_every_machine(false);
}

TEST_CASE("GCC's debug information gives what the clang reader gives, on every machine whose GCC is installed") {
    check_every_machine(true);
}

TEST_CASE("Every version and container of DWARF gives the same records, from clang") {
    check_every_version(compilers[0]);
}

TEST_CASE("Every version and container of DWARF gives the same records, from clang for a big-endian machine") {
    check_every_version(compilers[6]);
}

TEST_CASE("Every version and container of DWARF gives the same records, from GCC") {
    check_every_version(compilers[12]);
}
