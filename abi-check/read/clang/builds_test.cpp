// Units as a build compiles them: its commands, and flags that are given instead.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::request_for;
using abi::test::text_of;

namespace {

using Names = std::vector<std::string>;
namespace fs = std::filesystem;

/// A folder with a compile_commands.json, gone at the end of the test.
struct BuildFolder {
    explicit BuildFolder(const std::string& json)
        : path(fs::temp_directory_path() / ("abi-check-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {
        fs::create_directories(path);
        std::ofstream(path / "compile_commands.json") << json;
    }
    BuildFolder(const BuildFolder&) = delete;
    BuildFolder& operator=(const BuildFolder&) = delete;
    ~BuildFolder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    fs::path path;
};

}  // namespace

TEST_CASE("A file of a build is read with its command, from the command's folder") {
    const BuildFolder build(
        R"([{"directory": "/src/build", "file": "../a.c", "output": "a.o",
        "arguments": ["clang", "-DWIDE", "-I../include", "-c", "-o", "a.o", "-MD", "-MF", "a.d", "../a.c"]}])");
    auto request = request_for(
        {{"a.c", "#include <p.h>\n"}, {"include/p.h", "#ifdef WIDE\nstruct P { long long x; };\n#endif\n"}});
    request.compile_commands = build.path.string();
    const auto reading = clang_reader::read(request);
    CHECK(text_of(reading, "P") == "8/8: x i64 @0");
    CHECK(find_record(reading.layout, "P")->place.file == "include/p.h");
}

TEST_CASE("A header without a command is read like its neighbour, or with the given flags") {
    const BuildFolder build(R"([{"directory": "/src", "file": "/src/p.cpp",
        "command": "clang++ -std=c++20 -DWIDE=8 -c -o p.o /src/p.cpp"}])");
    auto request = request_for(
        {{"p.cpp", "#include \"p.h\"\n"}, {"p.h", "#pragma once\nnamespace core { struct P { char x[WIDE]; }; }\n"}});
    request.compile_commands = build.path.string();
    request.files = {"/src/p.h"};
    CHECK(text_of(clang_reader::read(request), "core::P") == "8/1: x u8[8] @0");
    request.flags = {"-std=c++17", "-DWIDE=3"};
    CHECK(text_of(clang_reader::read(request), "core::P") == "3/1: x u8[3] @0");
}

TEST_CASE(
    "Of several commands for a file, the one for the wanted architecture "
    "is taken") {
    const BuildFolder build(R"([
        {"directory": "/src", "file": "/src/a.c", "command": "clang --target=x86_64-linux-gnu -DN=1 -c a.c"},
        {"directory": "/src", "file": "/src/a.c", "command": "clang --target=riscv64-linux-gnu -DN=2 -c a.c"}])");
    auto request = request_for({{"a.c", "struct P { char x[N]; };"}});
    request.compile_commands = build.path.string();
    CHECK(text_of(clang_reader::read(request), "P") == "2/1: x u8[2] @0");
    request.target.triple = "armv7-linux-gnueabihf";
    CHECK(text_of(clang_reader::read(request), "P") == "1/1: x u8[1] @0");
}

TEST_CASE("Every command that compiles a file for the wanted architecture is a unit of its own" *
          doctest::test_suite("threads")) {
    const BuildFolder build(R"([
        {"directory": "/src", "file": "/src/a.c", "command": "clang -DN=1 -c a.c -o a1.o"},
        {"directory": "/src", "file": "/src/b.c", "command": "clang -c b.c"},
        {"directory": "/src", "file": "/src/a.c", "command": "clang --target=riscv64-linux-gnu -DN=3 -c a.c"},
        {"directory": "/src", "file": "/src/a.c", "command": "clang -DN=1 -c a.c -o again.o"},
        {"directory": "/src", "file": "/src/a.c", "command": "clang -DN=2 -c a.c -o a2.o"}])");
    auto request =
        request_for({{"a.c", "struct P { char x[N]; };"}, {"b.c", "struct Q { int x; }"}}, "x86_64-linux-gnu");
    request.compile_commands = build.path.string();
    for (const unsigned jobs : {1U, 3U}) {
        CAPTURE(jobs);
        request.jobs = jobs;
        const auto reading = clang_reader::read(request);
        CHECK(text_of(reading, "P") == "1/1: x i8[1] @0");
        REQUIRE(reading.other_definitions.size() == 1);
        CHECK(text_of(reading.other_definitions[0]) == "2/1: x i8[2] @0");
        CHECK(reading.units == Names{"/src/a.c"});
        CHECK(text_of(reading.problems) == "b.c:1:20: error: expected ';' after struct\n");
    }
    request.files = {"/src/b.c", "/src/a.c"};
    CHECK(clang_reader::read(request).units == Names{"/src/a.c"});
    request.target.triple = "";
    CHECK(clang_reader::read(request).other_definitions.size() == 1);
}

TEST_CASE("A file that compiles with only one of its commands is a problem, reported once") {
    const BuildFolder build(R"([
        {"directory": "/src", "file": "/src/a.c", "command": "clang -DGOOD -DN=1 -c a.c"},
        {"directory": "/src", "file": "/src/a.c", "command": "clang -DN=2 -c a.c"},
        {"directory": "/src", "file": "/src/a.c", "command": "clang -DN=3 -c a.c"}])");
    auto request = request_for({{"a.c", "struct P { char x[N]; };\n#ifndef GOOD\n#error bad\n#endif\n"}});
    request.compile_commands = build.path.string();
    const auto reading = clang_reader::read(request);
    CHECK(text_of(reading, "P") == "1/1: x u8[1] @0");
    CHECK(text_of(reading.problems) == "a.c:3:2: error: bad\n");
    CHECK(reading.other_definitions.empty());
}

TEST_CASE("A build for GCC is read, unless an option affects the layout and clang does not know it") {
    const BuildFolder build(R"([{"directory": "/src", "file": "/src/a.c",
        "command": "gcc --target=x86_64-linux-gnu -fno-allow-store-data-races -fconserve-stack -mrecord-mcount -mabi=ms -mpreferred-stack-boundary=3 -Wno-made-up -c a.c"}])");
    auto request = request_for({{"a.c", "struct P { long x; };"}}, "");
    request.compile_commands = build.path.string();
    CHECK(text_of(clang_reader::read(request), "P") == "8/8: x i64! @0");
    const BuildFolder turned(R"([{"directory": "/src", "file": "/src/a.c",
        "command": "gcc -fsso-struct=big-endian -c a.c"}])");
    request.compile_commands = turned.path.string();
    CHECK(text_of(clang_reader::read(request).problems) ==
          "a.c: error: expected options that this reader can follow, found -fsso-struct=big-endian, which can change a "
          "layout, and which clang does not follow\n");
}

TEST_CASE("A build's folder may be relative to its compile_commands.json, and its compiler behind a launcher") {
    const BuildFolder build("[]");
    fs::create_directories(build.path / "src");
    fs::create_directories(build.path / "out");
    std::ofstream(build.path / "src/a.c") << "struct P { char x[N]; };\n";
    std::ofstream(build.path / "out/flags.rsp") << "-DN=3 -Dunused='a b'\n";
    struct Case {
        std::string directory;
        std::string command;
        std::string expected;
    };
    const Case several[] = {
        {"out", "clang -DN=2 -c ../src/a.c", "2/1: x u8[2] @0"},
        {"./out/../out", "clang -DN=2 -c ../src/a.c", "2/1: x u8[2] @0"},
        {"out", "clang @flags.rsp -c ../src/a.c", "3/1: x u8[3] @0"},
        {"out", "ccache gcc -DN=4 -c ../src/a.c", "4/1: x u8[4] @0"},
        {"out", "/usr/bin/distcc /usr/bin/riscv64-linux-gnu-gcc -DN=sizeof(long) -c ../src/a.c", "8/1: x u8[8] @0"},
        {"out", "env A=b ccache gcc -DN=6 -c ../src/a.c", "6/1: x u8[6] @0"},
        {"out", "gcc -DN=7 -c ../src/z.c ../src/a.c ../src/b.c", "7/1: x u8[7] @0"},
    };
    for (const auto& [directory, command, expected] : several) {
        CAPTURE(command);
        std::ofstream(build.path / "compile_commands.json")
            << R"([{"directory": ")" << directory << R"(", "file": "../src/a.c", "command": ")" << command << R"("}])";
        Request request;
        request.files = {(build.path / "src/a.c").string()};
        request.compile_commands = build.path.string();
        request.target.triple = "riscv64-linux-gnu";
        CHECK(text_of(clang_reader::read(request), "P") == expected);
    }
}

TEST_CASE("A missing response file is a problem, because its options may affect the layout") {
    const BuildFolder build(R"([{"directory": "/src", "file": "/src/a.c", "command": "gcc @gone.rsp -c a.c"}])");
    auto request = request_for({{"a.c", "struct P { int x; };"}, {"flags.h", "-DN=5"}});
    request.compile_commands = build.path.string();
    CHECK(text_of(clang_reader::read(request).problems) ==
          "a.c: error: expected a response file that can be read, found no @gone.rsp\n");
    request.compile_commands = "";
    request.flags = {"@/src/gone.rsp"};
    CHECK(text_of(clang_reader::read(request).problems) ==
          "a.c: error: expected a response file that can be read, found no @/src/gone.rsp\n");
    request.flags = {"@flags.h"};
    CHECK(text_of(clang_reader::read(request), "P") == "4/4: x i32 @0");
}

TEST_CASE("The machine of a command is the one in the cross compiler's name") {
    const BuildFolder build(R"([{"directory": "/src", "file": "/src/a.c",
        "command": "arm-linux-gnueabihf-gcc -c a.c"}])");
    auto request = request_for({{"a.c", "struct P { long x; };"}}, "");
    request.compile_commands = build.path.string();
    CHECK(text_of(clang_reader::read(request), "P") == "4/4: x i32! @0");
}

TEST_CASE("An enumeration is as wide as the compiler of the build makes it") {
    const std::string source = "enum E { e }; struct P { enum E kind; };";
    struct Case {
        std::string command;
        std::string flags;
        std::string expected;
    };
    const Case several[] = {
        {"arm-none-eabi-gcc", "", "1/1: kind E @0"},
        {"arm-none-eabi-gcc -fno-short-enums", "", "4/4: kind E @0"},
        {"arm-none-eabi-gcc", "-fno-short-enums", "4/4: kind E @0"},
        {"clang --target=arm-none-eabi", "", "4/4: kind E @0"},
        {"arm-linux-gnueabihf-gcc", "", "4/4: kind E @0"},
    };
    for (const auto& [command, flags, expected] : several) {
        CAPTURE(command);
        const BuildFolder build(R"([{"directory": "/src", "file": "/src/a.c", "command": ")" + command +
                                R"( -c a.c"}])");
        auto request = request_for({{"a.c", source}}, "");
        request.compile_commands = build.path.string();
        if (!flags.empty()) request.flags = {flags};
        CHECK(text_of(clang_reader::read(request), "P") == expected);
    }
}

TEST_CASE("The flags are added to the command of a build, and can change its language, too") {
    const BuildFolder build(R"([{"directory": "/src", "file": "/src/a.c", "command": "clang -DN=1 -c a.c"}])");
    auto request = request_for({{"a.c", "struct P { char x[N]; };\n#ifdef __cplusplus\nstruct Q {};\n#endif\n"}});
    request.compile_commands = build.path.string();
    request.flags = {"-UN", "-DN=2", "-x", "c++"};
    const auto reading = clang_reader::read(request);
    CHECK(text_of(reading, "P") == "2/1: x u8[2] @0");
    CHECK(find_record(reading.layout, "Q") != nullptr);
}

TEST_CASE("A precompiled header is read, and one that cannot be used is a problem") {
    const BuildFolder build("[]");
    std::ofstream(build.path / "config.h") << "#define WIDE 1\n";
    std::ofstream(build.path / "a.c")
        << "#ifdef WIDE\nstruct P { long long x; };\n#else\nstruct P { int x; };\n#endif\n";
    const auto run = [&](const std::string& command) {
        return std::system(("cd " + build.path.string() + " && " + command).c_str());
    };
    REQUIRE(run("clang-19 -x c-header config.h -o config.pch && printf broken > broken.pch") == 0);
    Request request;
    request.root = build.path.string();
    request.files = {(build.path / "a.c").string()};
    request.compile_commands = build.path.string();
    for (const std::string option : {"-include-pch config.pch", "-Xclang -include-pch -Xclang config.pch"}) {
        CAPTURE(option);
        std::ofstream(build.path / "compile_commands.json")
            << R"([{"directory": ")" << build.path.string() << R"(", "file": "a.c", "command": "clang-19 )" << option
            << R"( -c a.c"}])";
        CHECK(text_of(clang_reader::read(request), "P") == "8/8: x i64 @0");
    }
    std::ofstream(build.path / "compile_commands.json") << "[]";
    for (const std::string name : {"broken.pch", "gone.pch"}) {
        CAPTURE(name);
        request.flags = {"-include-pch", name};
        const auto reading = clang_reader::read(request);
        CHECK(reading.layout.records.empty());
        REQUIRE(reading.problems.size() == 1);
        CHECK(reading.problems[0].found.find(name) != std::string::npos);
    }
}

TEST_CASE("Arguments that are added come last and win") {
    auto request = request_for({{"a.c", "struct P { char x[N]; };"}});
    request.flags = {"-DN=1"};
    request.target.flags = {"-UN", "-DN=2"};
    request.extra_args = {"-UN", "-DN=3"};
    CHECK(text_of(clang_reader::read(request), "P") == "3/1: x u8[3] @0");
}

TEST_CASE(
    "A missing or broken compile_commands.json is a problem that names "
    "it, and nothing is read") {
    auto request = request_for({{"a.c", "struct P { int x; };"}});
    request.compile_commands = "/src/nowhere";
    auto reading = clang_reader::read(request);
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems[0].place.file == "/src/nowhere/compile_commands.json");
    CHECK(reading.units.empty());

    const BuildFolder broken("[{]");
    request.compile_commands = broken.path.string();
    reading = clang_reader::read(request);
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems[0].found.find("1:3") != std::string::npos);
}
