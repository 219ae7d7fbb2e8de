// Which records, enumerations and constants a reading holds, and under which
// names.
#include <doctest/doctest.h>

#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::constants_of;
using abi::test::record_names;
using abi::test::request_for;
using abi::test::text_of;

namespace {

using Names = std::vector<std::string>;

Reading read(const std::string& file, const std::string& source, const Names& names = {}) {
    auto request = request_for({{file, source}});
    request.names = names;
    auto reading = clang_reader::read(request);
    CHECK(text_of(reading.problems) == "");
    return reading;
}

}  // namespace

TEST_CASE("Without names, all records are read except templates and local, anonymous and system records") {
    auto request = request_for({{"a.cpp",
                                 "#include \"system/s.h\"\n"
                                 "struct A { struct B { int x; } b; };\n"
                                 "template <typename T> struct Pattern { T t; };\n"
                                 "namespace core { inline namespace v1 { struct C { int x; }; } }\n"
                                 "namespace { struct Hidden { int x; }; }\n"
                                 "extern \"C\" { struct D { int x; }; }\n"
                                 "inline void f() { struct Local { int x; }; }\n"
                                 "struct Declared;\n"
                                 "auto lambda = [] {};\n"},
                                {"system/s.h", "#pragma GCC system_header\nstruct System { int x; };\n"}});
    CHECK(record_names(clang_reader::read(request)) == Names{"A", "A::B", "core::C", "D"});
}

TEST_CASE("With names, a record with such a qualified name or last component is read, wherever it is") {
    const std::string source =
        "namespace core { struct CmdPacket { int a; }; "
        "struct Other { int b; }; }\n"
        "namespace hal { struct CmdPacket { int c; }; }\n"
        "namespace { struct Hidden { int d; }; }\n";
    CHECK(record_names(read("a.cpp", source, {"CmdPacket"})) == Names{"core::CmdPacket", "hal::CmdPacket"});
    CHECK(record_names(read("a.cpp", source, {"core::CmdPacket"})) == Names{"core::CmdPacket"});
    CHECK(record_names(read("a.cpp", source, {"Hidden"})) == Names{"Hidden"});
    CHECK(record_names(read("a.cpp", source, {"NotThere"})) == Names{});
}

TEST_CASE("A record of a system header is read if it is named") {
    auto request =
        request_for({{"a.c", "#include \"s.h\"\n"}, {"s.h", "#pragma GCC system_header\nstruct System { int x; };\n"}});
    request.names = {"System"};
    CHECK(text_of(clang_reader::read(request), "System") == "4/4: x i32 @0");
}

TEST_CASE("Records that a record holds are in the layout, too, at any depth") {
    const auto reading = read("a.c",
                              "struct Deep { int x; }; struct In { struct Deep d; }; enum E { e };\n"
                              "struct S { struct In in[2]; enum E kind; struct Pointed* p; }; struct "
                              "Pointed { int y; };",
                              {"S"});
    CHECK(record_names(reading) == Names{"S", "In", "Deep"});
    REQUIRE(find_enum(reading.layout, "E") != nullptr);
    CHECK_FALSE(find_enum(reading.layout, "E")->fixed_width);
}

TEST_CASE("A record in a record of C is named as C names it") {
    CHECK(record_names(read("a.c", "struct A { struct B { int x; } b; };")) == Names{"A", "B"});
}

TEST_CASE("A record without a tag takes the name of its typedef") {
    CHECK(text_of(read("a.c", "typedef struct { int x; } X;"), "X") == "4/4: x i32 @0");
    CHECK(text_of(read("a.c", "typedef struct { int x; } X;", {"X"}), "X") == "4/4: x i32 @0");
    CHECK(text_of(read("a.c", "typedef struct { int x; } X; struct S { X x; };", {"S"}), "S") == "4/4: x X @0");
}

TEST_CASE(
    "A record with a tag is found under its typedef, and under both "
    "names when both are wanted") {
    const std::string source = "typedef struct tag { int x; } X; struct S { X a; struct tag b; };";
    CHECK(record_names(read("a.c", source)) == Names{"tag", "S"});
    CHECK(record_names(read("a.c", source, {"X"})) == Names{"X"});
    CHECK(record_names(read("a.c", source, {"tag"})) == Names{"tag"});
    CHECK(record_names(read("a.c", source, {"tag", "X"})) == Names{"tag", "X"});
    CHECK(text_of(read("a.c", source, {"X", "S"}), "S") == "8/4: a X @0, b X @4");
    CHECK(text_of(read("a.c", source, {"tag", "S"}), "S") == "8/4: a tag @0, b tag @4");
    CHECK(text_of(read("a.c", source, {"tag", "X", "S"}), "S") == "8/4: a X @0, b tag @4");
    CHECK(record_names(read("a.c", "typedef struct X X; struct X { int x; };", {"X"})) == Names{"X"});
}

TEST_CASE("A template's instance is found by an alias") {
    const auto reading = read("a.cpp",
                              "template <typename T> struct Slot { T value; }; "
                              "using Wide = Slot<unsigned long long>;\n"
                              "struct S { Slot<int> in; };",
                              {"Wide", "S"});
    CHECK(text_of(reading, "Wide") == "8/8: value u64 @0");
    CHECK(text_of(reading, "S") == "4/4: in Slot<int> @0");
    CHECK(text_of(reading, "Slot<int>") == "4/4: value i32 @0");
}

TEST_CASE("A wanted record that is only declared has a place and no layout") {
    const auto reading = read("a.c", "\nstruct S;\nstruct T *t;\ntypedef struct U U;\n", {"S", "U"});
    CHECK(text_of(reading, "S") == "declared only");
    CHECK(text_of(reading, "U") == "declared only");
    CHECK(find_record(reading.layout, "S")->place == Place{"a.c", 2, 1, 2, 9});
    CHECK(record_names(reading) == Names{"S", "U"});
}

TEST_CASE("Enumerations have a type and values, and state whether their width is written down") {
    const auto reading = read("a.cpp",
                              "namespace core { enum class Kind : unsigned short { exec "
                              "= 0x400, exit }; }\n"
                              "enum Plain { minus = -1, plus = 2 };\n"
                              "enum class Scoped {};\n");
    const auto* kind = find_enum(reading.layout, "core::Kind");
    REQUIRE(kind != nullptr);
    CHECK(to_string(kind->type) == "u16");
    CHECK(kind->fixed_width);
    REQUIRE(kind->enumerators.size() == 2);
    CHECK(kind->enumerators[1].name == "exit");
    CHECK(to_string(kind->enumerators[1].value) == "0x401");
    CHECK(kind->enumerators[0].place == Place{"a.cpp", 1, 53, 1, 65});
    const auto* plain = find_enum(reading.layout, "Plain");
    REQUIRE(plain != nullptr);
    CHECK_FALSE(plain->fixed_width);
    CHECK(to_string(plain->type) == "i32");
    CHECK(to_string(plain->enumerators[0].value) == "-1");
    CHECK(find_enum(reading.layout, "Scoped")->fixed_width);
}

TEST_CASE(
    "An enumeration is found by its name, by its typedef's, and by an "
    "enumerator's") {
    const std::string source = "typedef enum { exec = 1 } Kind; enum Other { exit = 2 };";
    for (const auto* name : {"Kind", "exec"}) {
        CAPTURE(name);
        const auto reading = read("a.c", source, {name});
        REQUIRE(reading.layout.enums.size() == 1);
        CHECK(reading.layout.enums[0].name == "Kind");
        CHECK(constants_of(reading) == Names{});
    }
}

TEST_CASE("Enumerators of an enumeration without a name are constants") {
    const std::string source = "enum { A = 1, B = 2 }; struct S { enum { C = 3 } kind; };";
    CHECK(constants_of(read("a.c", source)) == Names{"A = 1", "B = 2"});
    CHECK(constants_of(read("a.c", source, {"B"})) == Names{"B = 2"});
    const auto reading = read("a.c", source, {"S", "C"});
    CHECK(text_of(reading, "S") == "4/4: kind S::kind @0");
    REQUIRE(find_enum(reading.layout, "S::kind") != nullptr);
    CHECK(constants_of(reading) == Names{});
}

TEST_CASE("Variables are constants if they cannot change") {
    const std::string source =
        "namespace core { constexpr unsigned MAX = 0x20; }\n"
        "struct S { static constexpr bool ON = true; int x; };\n"
        "static const long long LOW = -0x8000000000000000LL; const unsigned "
        "__int128 WIDE = (unsigned __int128)1 << 64;\n"
        "int variable = 5; extern const int elsewhere; const float real = 1; "
        "const char* text = \"\";\n";
    const Names all{"MAX", "S::ON", "LOW", "WIDE", "variable", "elsewhere", "real", "text"};
    CHECK(constants_of(read("a.cpp", source, all)) ==
          Names{"core::MAX = 0x20", "S::ON = 1", "LOW = -0x8000000000000000", "WIDE = 0x10000000000000000"});
    CHECK(constants_of(read("a.cpp", source)) ==
          Names{"core::MAX = 0x20", "S::ON = 1", "LOW = -0x8000000000000000", "WIDE = 0x10000000000000000"});
    CHECK(constants_of(read("a.c", "static const unsigned MAX = 4 * 8;", {"MAX"})) == Names{"MAX = 0x20"});
}

TEST_CASE("A constant that is declared more than once has the value that one of its declarations gives it") {
    struct Case {
        std::string file;
        std::string source;
        std::string name;
        Place place;  // of the declaration that has the value
    };
    const Case several[] = {
        {"a.c", "extern const unsigned A;\nconst unsigned A = 1;\n", "A", {"a.c", 2, 1, 2, 21}},
        {"a.cpp", "extern const unsigned A;\nconst unsigned A = 1;\n", "A", {"a.cpp", 2, 1, 2, 21}},
        {"a.cpp", "const unsigned A = 1;\nextern const unsigned A;\n", "A", {"a.cpp", 1, 1, 1, 21}},
        {"a.cpp", "struct S { static const int A = 1; };\nconst int S::A;\n", "S::A", {"a.cpp", 1, 12, 1, 34}},
        {"a.cpp", "extern const unsigned A;\ninline constexpr unsigned A = 1;\n", "A", {"a.cpp", 2, 1, 2, 32}},
    };
    for (const auto& [file, source, name, place] : several) {
        CAPTURE(source);
        const auto reading = read(file, source, {name});
        CHECK(constants_of(reading) == Names{name + " = 1"});
        REQUIRE(reading.layout.constants.size() == 1);
        CHECK(to_string(reading.layout.constants[0].place) == to_string(place));
    }
    CHECK(constants_of(read("a.c", "extern const unsigned A;\nextern const unsigned A;\n", {"A"})) == Names{});
}

TEST_CASE(
    "A macro is a constant when it is asked for and has an integer "
    "value, in C and in C++") {
    const std::string source =
        "#define CMD_SYS_EXEC 0x400u\n#define TWICE (CMD_SYS_EXEC * 2)\n#define "
        "TEXT \"text\"\n#define EMPTY\n"
        "#define CALL(x) x\n#define UNKNOWN nowhere\n#define GONE 1\n#undef "
        "GONE\n#define TYPE unsigned\n"
        "#define YES (1 == 1)\nint after = 1;";  // no end of line
    const Names all{"CMD_SYS_EXEC", "TWICE", "TEXT", "EMPTY", "CALL", "UNKNOWN", "GONE", "TYPE", "YES", "NEVER"};
    for (const auto* file : {"a.c", "a.cpp"}) {
        CAPTURE(file);
        const auto reading = read(file, source, all);
        CHECK(constants_of(reading) == Names{"CMD_SYS_EXEC = 0x400", "TWICE = 0x800", "YES = 1"});
        REQUIRE_FALSE(reading.layout.constants.empty());
        CHECK(reading.layout.constants[0].place == Place{file, 1, 9, 1, 28});
        CHECK(to_string(reading.layout.constants[0].type) == "u32");
        CHECK(constants_of(read(file, source)) == Names{});
    }
}

TEST_CASE("A macro that repeats an enumerator or a constant is listed once") {
    const auto reading = read("a.c", "enum { A = 1 };\n#define A A\nenum E { B = 2 };\n#define B B\n", {"A", "B"});
    CHECK(constants_of(reading) == Names{"A = 1"});
    CHECK(reading.layout.enums.size() == 1);
}

TEST_CASE("A macro hides a constant with the same name") {
    const std::string source =
        "enum { FIRST, MAX };\n#define MAX (MAX - 1)\nstatic const int LIMIT = 3;\n"
        "#define LIMIT (LIMIT + 1)\nenum { SAME = 5, GONE = 6, CALL = 7 };\n#define SAME SAME\n"
        "#define GONE 1\n#undef GONE\n#define CALL(x) x\n";
    for (const auto* file : {"a.c", "a.cpp"}) {
        CAPTURE(file);
        CHECK(constants_of(read(file, source, {"MAX", "LIMIT", "SAME", "GONE", "CALL"})) ==
              Names{"SAME = 5", "GONE = 6", "CALL = 7", "MAX = 0", "LIMIT = 4"});
        // Without names, macros are not read.
        CHECK(constants_of(read(file, source)) == Names{"FIRST = 0", "SAME = 5", "GONE = 6", "CALL = 7"});
    }
}

TEST_CASE("A macro whose value depends on the place of its use is not a constant") {
    const std::string source =
        "#define HERE __LINE__\n#define BEHIND (HERE + 1)\n#define NEXT __COUNTER__\n#define DEEP __INCLUDE_LEVEL__\n"
        "#define LATER (1 + 1)\n";
    CHECK(constants_of(read("a.c", source, {"HERE", "BEHIND", "NEXT", "DEEP", "LATER"})) == Names{"LATER = 2"});
}

TEST_CASE("A macro that is a list is not a constant, though the comma operator would give it the last value") {
    const std::string source =
        "#define MAGIC 0xc7, 0x0a\n#define ID { MAGIC, 1 }\n#define BOTH(a, b) ((a) + (b))\n#define SUM BOTH(1, 2)\n"
        "#define LAST (1, 3)\n";
    CHECK(constants_of(read("a.c", source, {"MAGIC", "ID", "SUM", "LAST"})) == Names{"SUM = 3", "LAST = 3"});
}

TEST_CASE("A macro given on the command line is a constant") {
    auto request = request_for({{"a.c", "int x;\n"}});
    request.flags = {"-DCMD_SYS_EXEC=0x400"};
    request.names = {"CMD_SYS_EXEC"};
    CHECK(constants_of(clang_reader::read(request)) == Names{"CMD_SYS_EXEC = 0x400"});
}

TEST_CASE("A file that includes itself is asked for its macros once, at its end") {
    struct Case {
        std::string sentence;
        std::vector<test::Source> sources;
        Names constants;
    };
    const Case several[] = {
        {"Guarded headers that include each other",
         {{"a.hpp", "#ifndef A\n#define A\n#define M 1\n#include \"b.h\"\nstruct S { int x; };\n#endif\n"},
          {"b.h", "#include \"a.hpp\"\nstruct T { int y; };\n"}},
         {"M = 1"}},
        {"A macro that changes after the inclusion",
         {{"a.hpp",
           "#ifndef A\n#define A\n#define M 1\n#include \"b.h\"\n#undef M\n#define M 2\nstruct S { int x; "
           "};\n#endif\n"},
          {"b.h", "#include \"a.hpp\"\n"}},
         {"M = 2"}},
        {"A list that includes itself in the middle of a record",
         {{"a.c",
           "#ifdef ITEMS\nITEM(x)\n#else\n#define M 3\n#define ITEMS\n#define ITEM(n) int n;\n"
           "struct S {\n#include \"a.c\"\n};\n#endif"}},
         {"M = 3"}},
    };
    for (const auto& [sentence, sources, constants] : several) {
        CAPTURE(sentence);
        auto request = request_for(sources);
        request.names = {"M", "S"};
        const auto reading = clang_reader::read(request);
        CHECK(text_of(reading, "S") == "4/4: x i32 @0");
        CHECK(constants_of(reading) == constants);
    }
}

TEST_CASE("The last line of a file may end with a backslash") {
    CHECK(constants_of(read("a.c", "#define N 2\n#define M 1 \\", {"M", "N"})) == Names{"M = 1", "N = 2"});
}
