// Several units, their commands, their errors, and what is made of them
// together.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "read/clang_test.h"

using namespace abi;
using abi::test::constants_of;
using abi::test::record_names;
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

/// Everything that a reading says, to compare two of them.
std::string all_of(const Reading& reading) {
    std::string text;
    for (const auto& record : reading.layout.records) {
        text += record.name + " " + to_string(record.place) + " " + text_of(record) + "\n";
    }
    for (const auto& record : reading.other_definitions) {
        text += "other " + record.name + " " + to_string(record.place) + " " + text_of(record) + "\n";
    }
    for (const auto& one : reading.layout.enums) text += "enum " + one.name + " " + to_string(one.place) + "\n";
    for (const auto& one : constants_of(reading)) text += one + "\n";
    for (const auto& unit : reading.units) text += unit + "\n";
    return text + text_of(reading.problems);
}

}  // namespace

TEST_CASE(
    "A unit that does not compile is its first error, and none of its "
    "records") {
    const auto reading = read_clang(request_for({{"bad.c",
                                                  "struct Early { int x; };\n"
                                                  "#include \"types.h\"\n"
                                                  "struct Late { nowhere_t y; };\n"},
                                                 {"types.h", "struct Broken {\n  missing_t x;\n};\n"},
                                                 {"good.c", "struct Good { int x; };\n"}}));
    CHECK(text_of(reading.problems) == "types.h:2:3: error: unknown type name 'missing_t'\n");
    CHECK(record_names(reading) == Names{"Good"});
    CHECK(reading.units == Names{"/src/good.c"});
}

TEST_CASE("A warning is no error, whatever the flags say") {
    auto request = request_for({{"a.c", "#warning beware\nstruct S { int x; };;\n"}});
    request.flags = {"-Weverything", "-Werror", "-pedantic-errors"};
    CHECK(text_of(read_clang(request), "S") == "4/4: x i32 @0");
}

TEST_CASE("Function bodies are not looked into") {
    CHECK(text_of(read_clang(request_for({{"a.c", "void f(void) { nowhere(1 +); }\nstruct S { int x; };"}})), "S") ==
          "4/4: x i32 @0");
}

TEST_CASE(
    "A missing file, a missing header and an unknown option are problems "
    "with a place") {
    auto request = request_for({{"a.c", "#include \"gone.h\"\n"}});
    request.files.push_back("/src/gone.c");
    CHECK(text_of(read_clang(request).problems) ==
          "a.c:1:10: error: 'gone.h' file not found\n"
          "gone.c: error: error reading '/src/gone.c': No such file or "
          "directory\n");
    request = request_for({{"a.c", "int x;"}});
    request.flags = {"-fno-such-thing"};
    CHECK(text_of(read_clang(request).problems) == "a.c: error: unknown argument: '-fno-such-thing'\n");
}

TEST_CASE("Asking for macros does not hide what a unit's end lacks, nor move it") {
    struct Case {
        std::string source;
        std::string error;
    };
    const Case cases[] = {
        {"#define M 1\nstruct S { int x; }", "a.c:2:20: error: expected ';' after struct\n"},
        {"#define M 1\nstruct S { int x;", "a.c:2:18: error: expected '}'\n"},
        {"#define M 1\nint a = (1", "a.c:2:11: error: expected ')'\n"},
        {"#define M 1\nvoid f(void) {",
         "a.c:2:15: error: expected '}' of a function body, found the end of the "
         "file\n"},
        {"#define M 1\n/* never", "a.c:2:1: error: unterminated /* comment\n"},
        {"#define M 1\n#if 1\n", "a.c:2:2: error: unterminated conditional directive\n"},
    };
    for (const auto& [source, error] : cases) {
        CAPTURE(source);
        auto request = request_for({{"a.c", source}});
        request.names = {"M", "S", "NEVER"};
        CHECK(text_of(read_clang(request).problems) == error);
    }
}

TEST_CASE(
    "A function body that is never closed is a problem, since it "
    "swallows what follows") {
    for (const auto* file : {"a.c", "a.cpp"}) {
        CAPTURE(file);
        const auto reading = read_clang(request_for({{file, "void f() { if (1) { }\nstruct S { int x; };\n"}}));
        CHECK(text_of(reading.problems) == std::string(file) +
                                               ":3:1: error: expected '}' of a function body, "
                                               "found the end of the file\n");
        CHECK(reading.units.empty());
    }
}

TEST_CASE("A record in a header that many units read is one record") {
    const auto reading = read_clang(
        request_for({{"a.c", "#include \"p.h\"\n"}, {"b.c", "#include \"p.h\"\n"}, {"p.h", "struct P { int x; };\n"}}));
    CHECK(record_names(reading) == Names{"P"});
    CHECK(reading.other_definitions.empty());
    CHECK(reading.units.size() == 2);
}

TEST_CASE("Two definitions with one layout are one record, the first") {
    const auto reading = read_clang(request_for(
        {{"a.c", "struct P { unsigned x; };\n"}, {"b.c", "\ntypedef unsigned u32; struct P { u32 x; };\n"}}));
    CHECK(record_names(reading) == Names{"P"});
    CHECK(reading.layout.records[0].place.file == "a.c");
    CHECK(reading.other_definitions.empty());
}

TEST_CASE("A second definition with another layout is kept beside the layout") {
    const auto reading = read_clang(request_for({{"a.c", "struct P { int x; };\n"},
                                                 {"b.c", "struct P { int x; int y; };\n"},
                                                 {"c.c", "#include \"p.h\"\n"},
                                                 {"d.c", "#define WIDE\n#include \"p.h\"\n"},
                                                 {"e.c", "#define WIDE\n#include \"p.h\"\n"},
                                                 {"p.h",
                                                  "struct Q {\n"
                                                  "#ifdef WIDE\n  long long x;\n#else\n  int x;\n#endif\n};\n"}}));
    CHECK(text_of(reading, "P") == "4/4: x i32 @0");
    CHECK(text_of(reading, "Q") == "4/4: x i32 @0");
    REQUIRE(reading.other_definitions.size() == 2);
    CHECK(text_of(reading.other_definitions[0]) == "8/4: x i32 @0, y i32 @4");
    CHECK(reading.other_definitions[0].place.file == "b.c");
    CHECK(text_of(reading.other_definitions[1]) == "8/8: x i64 @0");
}

TEST_CASE("A record that C and C++ read from one header is one definition, whatever they call its inner types") {
    const test::Source header{"p.h",
                              "struct P {\n"
                              "  struct In { struct { struct Deep { int a; } deep; } un; } in;\n"
                              "  union { int b; char c[2]; };\n"
                              "  enum Kind { k } kind;\n"
                              "  struct { int d; } nameless;\n"
                              "};\n"};
    for (const bool c_first : {true, false}) {
        CAPTURE(c_first);
        const auto reading = read_clang(request_for({{c_first ? "a.c" : "a.cpp", "#include \"p.h\"\n"},
                                                     {c_first ? "b.cpp" : "b.c", "#include \"p.h\"\n"},
                                                     header}));
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "P").starts_with("16/4: in "));
        Names others;
        for (const auto& other : reading.other_definitions) others.push_back(other.name);
        CHECK(others == Names{});
    }
}

TEST_CASE("Another layout between C and C++ is another definition, in an inner record too") {
    struct Case {
        std::string sentence;
        std::string header;
    };
    const Case several[] = {
        {"Another order of the inner record's fields",
         "struct P {\n struct In {\n#ifdef __cplusplus\n short a, b;\n#else\n short b, a;\n#endif\n } in;\n};\n"},
        {"The same, one record deeper",
         "struct P {\n struct In { struct Deep {\n#ifdef __cplusplus\n short a, b;\n#else\n short b, a;\n#endif\n "
         "} deep; } in;\n};\n"},
        {"Another type of the same size",
         "struct A { int a; }; struct B { int b; };\n#ifdef __cplusplus\n#define T A\n#else\n#define T B\n#endif\n"
         "struct P { struct T in; };\n"},
        {"Another name of a field",
         "#ifdef __cplusplus\n#define F a\n#else\n#define F b\n#endif\n"
         "struct P { struct In { int x; } F; };\n"},
    };
    for (const auto& [sentence, header] : several) {
        CAPTURE(sentence);
        const auto reading =
            read_clang(request_for({{"a.c", "#include \"p.h\"\n"}, {"b.cpp", "#include \"p.h\"\n"}, {"p.h", header}}));
        CHECK(text_of(reading.problems) == "");
        REQUIRE(reading.other_definitions.size() == 1);
        CHECK(reading.other_definitions[0].name == "P");
    }
    const auto apart = read_clang(request_for({{"a.c", "struct P { struct In { int x; } in; };\n"},
                                               {"b.cpp", "\nstruct P { struct In { int x; } in; };\n"}}));
    CHECK(apart.other_definitions.size() == 1);
}

TEST_CASE(
    "A definition in one unit stands for a declaration in another, in "
    "either order") {
    for (const bool first : {true, false}) {
        CAPTURE(first);
        auto request = request_for({{"a.c", first ? "struct P { int x; };" : "struct P;"},
                                    {"b.c", first ? "struct P;" : "struct P { int x; };"}});
        request.names = {"P"};
        const auto reading = read_clang(request);
        CHECK(text_of(reading, "P") == "4/4: x i32 @0");
        CHECK(reading.other_definitions.empty());
    }
}

TEST_CASE("Enumerations and constants that differ between units are both kept") {
    auto request = request_for({{"a.c", "enum E { A = 1 };\n#define M 1\n"},
                                {"b.c", "enum E { A = 2 };\n#define M 2\n"},
                                {"c.c", "enum E { A = 1 };\n#define M 1\n"}});
    request.names = {"E", "M"};
    const auto reading = read_clang(request);
    CHECK(constants_of(reading) == Names{"M = 1", "M = 2"});
    CHECK(reading.layout.enums.size() == 2);
}

TEST_CASE("The number of jobs does not change the answer") {
    std::vector<test::Source> sources{{"p.h", "struct Shared { int x; };\nenum E { A };\n#define M 1\n"}};
    for (int index = 0; index < 24; ++index) {
        const std::string number = std::to_string(index);
        const std::string wide = index % 3 == 0 ? "long" : "int";
        std::string text = "#include \"p.h\"\nstruct Own" + number + " { " + wide + " x; };\n";
        text += "struct Odd { " + wide + " y; };\n";
        if (index % 7 == 0) text += "broken" + number + "\n";
        sources.push_back({"unit" + number + ".c", text});
    }
    auto request = request_for(sources);
    request.names = {"M", "E", "Shared", "Odd", "Own3", "Own11"};
    const std::string one = all_of(read_clang(request));
    CHECK(one.find("other Odd") != std::string::npos);
    CHECK(one.find("unit7.c:4:1: error: unknown type name 'broken7'") != std::string::npos);
    for (const unsigned jobs : {2U, 4U, 64U}) {
        CAPTURE(jobs);
        request.jobs = jobs;
        CHECK(all_of(read_clang(request)) == one);
    }
}

TEST_CASE("A build's command is used for the files it holds, from its own folder") {
    const BuildFolder build(
        R"([{"directory": "/src/build", "file": "../a.c", "output": "a.o",
        "arguments": ["clang", "-DWIDE", "-I../include", "-c", "-o", "a.o", "-MD", "-MF", "a.d", "../a.c"]}])");
    auto request = request_for(
        {{"a.c", "#include <p.h>\n"}, {"include/p.h", "#ifdef WIDE\nstruct P { long long x; };\n#endif\n"}});
    request.compile_commands = build.path.string();
    const auto reading = read_clang(request);
    CHECK(text_of(reading, "P") == "8/8: x i64 @0");
    CHECK(find_record(reading.layout, "P")->place.file == "include/p.h");
}

TEST_CASE(
    "A header that the build does not hold is read like its neighbour, "
    "or with the flags that are given") {
    const BuildFolder build(R"([{"directory": "/src", "file": "/src/p.cpp",
        "command": "clang++ -std=c++20 -DWIDE=8 -c -o p.o /src/p.cpp"}])");
    auto request = request_for(
        {{"p.cpp", "#include \"p.h\"\n"}, {"p.h", "#pragma once\nnamespace core { struct P { char x[WIDE]; }; }\n"}});
    request.compile_commands = build.path.string();
    request.files = {"/src/p.h"};
    CHECK(text_of(read_clang(request), "core::P") == "8/1: x u8[8] @0");
    request.flags = {"-std=c++17", "-DWIDE=3"};
    CHECK(text_of(read_clang(request), "core::P") == "3/1: x u8[3] @0");
}

TEST_CASE(
    "Of several commands for a file, the one for the wanted architecture "
    "is taken") {
    const BuildFolder build(R"([
        {"directory": "/src", "file": "/src/a.c", "command": "clang --target=x86_64-linux-gnu -DN=1 -c a.c"},
        {"directory": "/src", "file": "/src/a.c", "command": "clang --target=riscv64-linux-gnu -DN=2 -c a.c"}])");
    auto request = request_for({{"a.c", "struct P { char x[N]; };"}});
    request.compile_commands = build.path.string();
    CHECK(text_of(read_clang(request), "P") == "2/1: x u8[2] @0");
    request.target.triple = "armv7-linux-gnueabihf";
    CHECK(text_of(read_clang(request), "P") == "1/1: x u8[1] @0");
}

TEST_CASE("Every command that compiles a file for the wanted architecture is a unit of its own") {
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
        const auto reading = read_clang(request);
        CHECK(text_of(reading, "P") == "1/1: x i8[1] @0");
        REQUIRE(reading.other_definitions.size() == 1);
        CHECK(text_of(reading.other_definitions[0]) == "2/1: x i8[2] @0");
        CHECK(reading.units == Names{"/src/a.c"});
        CHECK(text_of(reading.problems) == "b.c:1:20: error: expected ';' after struct\n");
    }
    request.files = {"/src/b.c", "/src/a.c"};
    CHECK(read_clang(request).units == Names{"/src/a.c"});
    request.target.triple = "";
    CHECK(read_clang(request).other_definitions.size() == 1);
}

TEST_CASE("A file that compiles with one of its commands only is a problem, which is said once") {
    const BuildFolder build(R"([
        {"directory": "/src", "file": "/src/a.c", "command": "clang -DGOOD -DN=1 -c a.c"},
        {"directory": "/src", "file": "/src/a.c", "command": "clang -DN=2 -c a.c"},
        {"directory": "/src", "file": "/src/a.c", "command": "clang -DN=3 -c a.c"}])");
    auto request = request_for({{"a.c", "struct P { char x[N]; };\n#ifndef GOOD\n#error bad\n#endif\n"}});
    request.compile_commands = build.path.string();
    const auto reading = read_clang(request);
    CHECK(text_of(reading, "P") == "1/1: x u8[1] @0");
    CHECK(text_of(reading.problems) == "a.c:3:2: error: bad\n");
    CHECK(reading.other_definitions.empty());
}

TEST_CASE("A build made for GCC is read, but for an option that decides a layout and that clang does not know") {
    const BuildFolder build(R"([{"directory": "/src", "file": "/src/a.c",
        "command": "gcc --target=x86_64-linux-gnu -fno-allow-store-data-races -fconserve-stack -mrecord-mcount -mabi=ms -mpreferred-stack-boundary=3 -Wno-made-up -c a.c"}])");
    auto request = request_for({{"a.c", "struct P { long x; };"}}, "");
    request.compile_commands = build.path.string();
    CHECK(text_of(read_clang(request), "P") == "8/8: x i64! @0");
    const BuildFolder turned(R"([{"directory": "/src", "file": "/src/a.c",
        "command": "gcc -fsso-struct=big-endian -c a.c"}])");
    request.compile_commands = turned.path.string();
    CHECK(text_of(read_clang(request).problems) == "a.c: error: unknown argument: '-fsso-struct=big-endian'\n");
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
        ClangRequest request;
        request.files = {(build.path / "src/a.c").string()};
        request.compile_commands = build.path.string();
        request.target.triple = "riscv64-linux-gnu";
        CHECK(text_of(read_clang(request), "P") == expected);
    }
}

TEST_CASE("A response file that is not there is a problem, for what it said may decide a layout") {
    const BuildFolder build(R"([{"directory": "/src", "file": "/src/a.c", "command": "gcc @gone.rsp -c a.c"}])");
    auto request = request_for({{"a.c", "struct P { int x; };"}, {"flags.h", "-DN=5"}});
    request.compile_commands = build.path.string();
    CHECK(text_of(read_clang(request).problems) == "a.c: error: expected a response file, found no @gone.rsp\n");
    request.compile_commands = "";
    request.flags = {"@/src/gone.rsp"};
    CHECK(text_of(read_clang(request).problems) == "a.c: error: expected a response file, found no @/src/gone.rsp\n");
    request.flags = {"@flags.h"};
    CHECK(text_of(read_clang(request), "P") == "4/4: x i32 @0");
}

TEST_CASE("The cross compiler's name tells the machine of a command") {
    const BuildFolder build(R"([{"directory": "/src", "file": "/src/a.c",
        "command": "arm-linux-gnueabihf-gcc -c a.c"}])");
    auto request = request_for({{"a.c", "struct P { long x; };"}}, "");
    request.compile_commands = build.path.string();
    CHECK(text_of(read_clang(request), "P") == "4/4: x i32! @0");
}

TEST_CASE("Arguments that are added come last and win") {
    auto request = request_for({{"a.c", "struct P { char x[N]; };"}});
    request.flags = {"-DN=1"};
    request.target.flags = {"-UN", "-DN=2"};
    request.extra_args = {"-UN", "-DN=3"};
    CHECK(text_of(read_clang(request), "P") == "3/1: x u8[3] @0");
}

TEST_CASE(
    "A missing or broken compile_commands.json is a problem that names "
    "it, and nothing is read") {
    auto request = request_for({{"a.c", "struct P { int x; };"}});
    request.compile_commands = "/src/nowhere";
    auto reading = read_clang(request);
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems[0].place.file == "/src/nowhere/compile_commands.json");
    CHECK(reading.units.empty());

    const BuildFolder broken("[{]");
    request.compile_commands = broken.path.string();
    reading = read_clang(request);
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems[0].found.find("1:3") != std::string::npos);
}

TEST_CASE("Without files there is nothing, and no problem") {
    const auto reading = read_clang(ClangRequest{});
    CHECK(all_of(reading).empty());
}
