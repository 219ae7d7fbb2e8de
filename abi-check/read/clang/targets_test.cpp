// One source on several machines.
#include <doctest/doctest.h>

#include <filesystem>
#include <map>

#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::request_for;
using abi::test::Source;
using abi::test::text_of;

namespace {

const std::vector<std::string> triples{"x86_64-linux-gnu", "riscv64-linux-gnu", "aarch64-linux-gnu",
                                       "armv7-linux-gnueabihf", "i686-linux-gnu"};

struct Case {
    std::string sentence;
    std::string source;
    std::string elsewhere;                        // expected where nothing else is
    std::map<std::string, std::string> expected;  // by triple
};

const std::vector<Case> cases{
    {"Fixed widths and explicit padding are one layout everywhere",
     "struct S { uint32_t kind; uint32_t _pad; uint64_t arg; };",
     "16/8: kind u32 @0, _pad u32 @4 (padding), arg u64 @8",
     {{"i686-linux-gnu", "16/4: kind u32 @0, _pad u32 @4 (padding), arg u64 @8"}}},
    {"Implicit padding before 64 bits is the machine's choice",
     "struct S { uint32_t kind; uint64_t arg; };",
     "16/8: kind u32 @0, arg u64 @8",
     {{"i686-linux-gnu", "12/4: kind u32 @0, arg u64 @4"}}},
    {"Pointers and long are as wide as the machine",
     "struct S { void* p; unsigned long n; size_t s; };",
     "24/8: p ptr! @0, n u64! @8, s u64! @16",
     {{"armv7-linux-gnueabihf", "12/4: p ptr! @0, n u32! @4, s u32! @8"},
      {"i686-linux-gnu", "12/4: p ptr! @0, n u32! @4, s u32! @8"}}},
    {"char is signed on x86 and unsigned elsewhere",
     "struct S { char c; };",
     "1/1: c u8 @0",
     {{"x86_64-linux-gnu", "1/1: c i8 @0"}, {"i686-linux-gnu", "1/1: c i8 @0"}}},
    {"A packed record is one layout everywhere",
     "struct __attribute__((packed)) S { uint8_t a; uint64_t b; };",
     "9/1 packed: a u8 @0, b u64 @1",
     {}},
    {"long double is a float only where its format is IEEE's for its width",
     "struct S { long double d; };",
     "16/16: d f128! @0",
     {{"armv7-linux-gnueabihf", "8/8: d f64! @0"},
      {"x86_64-linux-gnu", "16/16: d long double! @0"},
      {"i686-linux-gnu", "12/4: d long double! @0"}}},
};

Target target(const std::string& triple) {
    return {.name = triple, .triple = triple, .sysroot = "", .flags = {}};
}

}  // namespace

TEST_CASE(
    "Records are laid out for the machine of the request, with clang's "
    "own <stdint.h> and <stddef.h>") {
    for (const auto& one : cases) {
        for (const auto& triple : triples) {
            CAPTURE(one.sentence);
            CAPTURE(triple);
            auto request = request_for({{"a.c", "#include <stdint.h>\n#include <stddef.h>\n" + one.source}}, triple);
            request.target.flags = {"-ffreestanding"};
            const auto found = one.expected.find(triple);
            CHECK(text_of(clang_reader::read(request), "S") ==
                  (found != one.expected.end() ? found->second : one.elsewhere));
        }
    }
}

TEST_CASE("A type that a machine does not have is a problem with a message and its place") {
    auto request = request_for({{"a.c", "struct S {\n    unsigned __int128 id;\n};\n"}}, "armv7-linux-gnueabihf");
    const auto reading = clang_reader::read(request);
    CHECK(text_of(reading.problems) == "a.c:2:14: error: __int128 is not supported on this target\n");
    CHECK(reading.layout.records.empty());
    CHECK(reading.units.empty());
}

TEST_CASE("The byte order is the machine's") {
    CHECK(clang_reader::read(request_for({{"a.c", "int x;"}}, "powerpc64-linux-gnu")).layout.byte_order ==
          ByteOrder::big);
    CHECK(clang_reader::read(request_for({{"a.c", "int x;"}}, "riscv64-linux-gnu")).layout.byte_order ==
          ByteOrder::little);
    CHECK(clang_reader::read(request_for({{"a.c", "error"}}, "powerpc64-linux-gnu")).layout.byte_order ==
          ByteOrder::big);
}

TEST_CASE("An unknown machine is a problem of each unit") {
    const auto reading = clang_reader::read(request_for({{"a.c", "struct S { int x; };"}}, "nosuch-machine"));
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems[0].place.file == "a.c");
    CHECK(reading.problems[0].found.find("unknown target triple") != std::string::npos);
}

TEST_CASE("An empty triple leaves the machine to the flags") {
    auto request = request_for({{"a.c", "struct S { long x; };"}}, "");
    request.flags = {"--target=armv7-linux-gnueabihf"};
    CHECK(text_of(clang_reader::read(request), "S") == "4/4: x i32! @0");
    request.target = target("riscv64-linux-gnu");
    CHECK(text_of(clang_reader::read(request), "S") == "8/8: x i64! @0");
}

TEST_CASE("A flag for another machine than the target's is a problem that names it") {
    struct Case {
        std::string triple;
        std::string flag;
        std::string problem;
    };
    const Case several[] = {
        {"riscv64-linux-gnu", "-msse4.2",
         "expected options that this reader can follow, found -msse4.2, which clang ignores for this machine"},
        {"aarch64-linux-gnu", "-mlong-double-64",
         "unsupported option '-mlong-double-64' for target 'aarch64-unknown-linux-gnu'"},
        {"riscv64-linux-gnu", "-mabi=n32", "unknown target ABI 'n32'"},
        {"x86_64-linux-gnu", "-mthumb",
         "expected options that this reader can follow, found -mthumb, which clang ignores for this machine"},
        {"x86_64-linux-gnu", "-m3dnow",
         "expected options that this reader can follow, found -m3dnow, which can change a macro, and which clang does "
         "not follow"},
    };
    for (const auto& [triple, flag, problem] : several) {
        CAPTURE(flag);
        auto request = request_for({{"a.c", "struct S { long x; };"}}, triple);
        request.flags = {flag};
        CHECK(text_of(clang_reader::read(request).problems) == "a.c: error: " + problem + "\n");
    }
}

TEST_CASE("A flag that affects the layout also counts for a target that is not the host") {
    struct Case {
        std::string triple;
        std::string flag;
        std::string source;
        std::string expected;
    };
    const Case several[] = {
        {"i686-unknown-none-elf", "-malign-double", "unsigned a; unsigned long long b;", "16/8: a u32 @0, b u64 @8"},
        {"mips64-linux-gnuabi64", "-mabi=n32", "long a; void* p;", "8/4: a i32! @0, p ptr! @4"},
        {"powerpc64le-linux-gnu", "-mlong-double-64", "char c; long double d;", "16/8: c u8 @0, d f64! @8"},
        {"i686-w64-windows-gnu", "-mno-ms-bitfields", "unsigned char a : 4; unsigned b : 4;",
         "4/4: a u8:4 @0.0, b u32:4 @0.4"},
        {"x86_64-linux-gnu", "-m32", "long a;", "4/4: a i32! @0"},
        {"arm-none-eabi", "-mbig-endian", "int a : 3;", "4/4: a i32:3 @0.0"},
        {"avr", "-mdouble=64", "double d;", "8/1: d f64 @0"},
        {"riscv64-unknown-elf", "-march=rv32imac", "long a;", "4/4: a i32! @0"},
        {"aarch64-linux-gnu", "-fsingle-precision-constant", "__typeof__(1.0) d;", "4/4: d f32 @0"},
        {"x86_64-linux-gnu", "-mms-bitfields", "unsigned char a : 4; unsigned b : 4;",
         "8/4: a u8:4 @0.0, b u32:4 @4.0"},
    };
    for (const auto& [triple, flag, source, expected] : several) {
        CAPTURE(triple);
        CAPTURE(flag);
        const std::vector<Source> sources{{"a.c", "struct S { " + source + " };"}};
        auto behind = request_for(sources, triple);
        behind.flags = {flag};
        CHECK(text_of(clang_reader::read(behind), "S") == expected);
        auto of_target = request_for(sources, triple);
        of_target.target.flags = {flag};
        CHECK(text_of(clang_reader::read(of_target), "S") == expected);
        auto extra = request_for(sources, triple);
        extra.extra_args = {flag};
        CHECK(text_of(clang_reader::read(extra), "S") == expected);
    }
}

TEST_CASE("The layout carries the target's name") {
    auto request = request_for({{"a.c", "int x;"}});
    request.target.name = "riscv64";
    CHECK(clang_reader::read(request).layout.target == "riscv64");
}

TEST_CASE("A number whose format a spec cannot name is unknown, with its width and spelling") {
    struct Case {
        std::string triple;
        std::string type;
        std::string flag;
        Kind kind;
        std::uint64_t width_bits;
    };
    const Case several[] = {
        {"x86_64-linux-gnu", "long double", "", Kind::unknown, 128},
        {"i686-linux-gnu", "long double", "", Kind::unknown, 96},
        {"x86_64-linux-gnu", "long double", "-mlong-double-64", Kind::floating, 64},
        {"x86_64-linux-gnu", "__float128", "", Kind::floating, 128},
        {"x86_64-linux-gnu", "_Float16", "", Kind::floating, 16},
        {"x86_64-linux-gnu", "__bf16", "", Kind::unknown, 16},
        {"aarch64-linux-gnu", "__fp16", "", Kind::floating, 16},
        {"powerpc64le-linux-gnu", "long double", "", Kind::unknown, 128},
        {"powerpc64le-linux-gnu", "long double", "-mabi=ieeelongdouble", Kind::floating, 128},
        {"riscv64-linux-gnu", "_BitInt(17)", "", Kind::unknown, 32},
        {"riscv64-linux-gnu", "unsigned _BitInt(100)", "", Kind::unknown, 128},
        {"riscv64-linux-gnu", "unsigned _BitInt(64)", "", Kind::unsigned_integer, 64},
    };
    for (const auto& [triple, type, flag, kind, width_bits] : several) {
        CAPTURE(triple);
        CAPTURE(type);
        auto request = request_for({{"a.c", "struct S { " + type + " x[2]; };"}}, triple);
        if (!flag.empty()) request.target.flags = {flag};
        const auto reading = clang_reader::read(request);
        CHECK(text_of(reading.problems) == "");
        const auto* record = find_record(reading.layout, "S");
        REQUIRE(record != nullptr);
        const auto& found = record->fields.at(0).type;
        CHECK(to_string(found.kind) == to_string(kind));
        CHECK(found.width_bits == width_bits);
        CHECK(found.spelling == type);
        CHECK(found.extents == std::vector<std::uint64_t>{2});
    }
}

TEST_CASE("If a machine lacks a hosted header, the compiler's first error names the package that has it") {
    struct Case {
        std::string file;
        std::string header;
        std::string triple;
        std::string package;
    };
    const Case several[] = {
        {"a.c", "<stdio.h>", "riscv64-linux-gnu",
         "; the Debian package libc6-dev-riscv64-cross has it, and clang looks there only if "
         "libgcc-12-dev-riscv64-cross is installed, too"},
        {"a.cpp", "<vector>", "aarch64-linux-gnu", "; the Debian package libstdc++-12-dev-arm64-cross has it"},
        {"a.c", "<linux/types.h>", "i686-linux-gnu",
         "; the Debian package linux-libc-dev-i386-cross has it, and clang looks there only if "
         "libgcc-12-dev-i386-cross is installed, too"},
        {"a.c", "\"own.h\"", "riscv64-linux-gnu", ""},
        {"a.c", "<stdio.h>", "riscv64-unknown-elf", ""},
    };
    for (const auto& [file, header, triple, package] : several) {
        CAPTURE(header);
        CAPTURE(triple);
        // A machine that has nothing but this file.
        auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
        files->addFile("/src/" + file, 0, llvm::MemoryBuffer::getMemBufferCopy("#include " + header + "\n"));
        auto request = request_for({{file, ""}}, triple);
        request.files_from = files;
        const auto reading = clang_reader::read(request);
        const auto name = header.substr(1, header.size() - 2);
        CHECK(text_of(reading.problems) == file + ":1:10: error: '" + name + "' file not found" + package + "\n");
        CHECK(reading.units.empty());
    }
}

TEST_CASE("The place of a record in a system header is a file that exists") {
    for (const std::string triple : {"x86_64-linux-gnu", "riscv64-linux-gnu", "armv7-linux-gnueabihf"}) {
        CAPTURE(triple);
        auto request = request_for({{"a.cpp", "#include <atomic>\n"}}, triple);
        request.names = {"std::atomic_flag"};
        const auto reading = clang_reader::read(request);
        if (!reading.problems.empty()) {
            MESSAGE("skipped, because there are no hosted headers: " << text_of(reading.problems));
            continue;
        }
        REQUIRE(find_record(reading.layout, "std::atomic_flag") != nullptr);
        CHECK(std::filesystem::exists(find_record(reading.layout, "std::atomic_flag")->place.file));
    }
}
