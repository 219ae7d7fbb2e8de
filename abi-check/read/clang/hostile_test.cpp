// Sources that are odd, large or broken: an answer or a problem with a place, and never a crash or a hang.
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
    return clang_reader::read(request);
}

std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int time = 0; time < times; ++time) all += text;
    return all;
}

/// Macros of which each is the one before it twice, with `joint` between: M0, M1, ...
std::string doubling(const std::string& first, const std::string& joint, int count) {
    std::string text = "#define M0 " + first + "\n";
    for (int index = 1; index < count; ++index) {
        const std::string before = "M" + std::to_string(index - 1);
        text += "#define M" + std::to_string(index) + " " + before + joint + before + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("An empty file declares nothing, and is not a problem") {
    for (const std::string text : {"", "\n", " ", "\\\n", "// nothing", "\xEF\xBB\xBF"}) {
        CAPTURE(text);
        for (const Names& names : {Names{}, Names{"S"}}) {
            const auto reading = read("a.c", text, names);
            CHECK(text_of(reading.problems) == "");
            CHECK(reading.units.size() == 1);
            CHECK(record_names(reading) == Names{});
        }
    }
}

TEST_CASE("A record may have ten thousand fields") {
    std::string fields;
    for (int index = 0; index < 10000; ++index) fields += "short f" + std::to_string(index) + ";\n";
    const auto reading = read("a.c", "struct S {\n" + fields + "};\n");
    const auto* record = find_record(reading.layout, "S");
    REQUIRE(record != nullptr);
    REQUIRE(record->fields.size() == 10000);
    CHECK(record->size_bytes == 20000);
    CHECK(record->fields.back().name == "f9999");
    CHECK(record->fields.back().offset_bits == 16 * 9999);
    CHECK(record->fields.back().place.line == 10001);
}

TEST_CASE("An enumeration without a name may have ten thousand enumerators, and each is a constant") {
    std::string enumerators;
    for (int index = 0; index < 10000; ++index) enumerators += "E" + std::to_string(index) + ",\n";
    CHECK(constants_of(read("a.c", "enum {\n" + enumerators + "};\n")).size() == 10000);
}

TEST_CASE("Keywords of other languages may be names") {
    const auto reading = read("a.c",
                              "struct class { int new; int template; int fn; int this; };\n"
                              "struct fn { int type; int impl; }; struct proc { int var; };\n",
                              {"class", "fn", "proc"});
    CHECK(text_of(reading, "class") == "16/4: new i32 @0, template i32 @4, fn i32 @8, this i32 @12");
    CHECK(text_of(reading, "fn") == "8/4: type i32 @0, impl i32 @4");
    CHECK(text_of(reading, "proc") == "4/4: var i32 @0");
}

TEST_CASE("A second definition, too deep a nesting, an endless include and #error give the first error of a unit") {
    struct Case {
        std::string file;
        std::string source;
        std::string error;
    };
    const Case several[] = {
        {"a.c", "struct S { int x; };\nstruct S { int y; };\n", "a.c:2:8: error: redefinition of 'S'\n"},
        {"a.cpp", "struct S { int x; };\nstruct S { int x; };\n", "a.cpp:2:8: error: redefinition of 'S'\n"},
        {"a.c", "struct S { int x; };\n#error no\n", "a.c:2:2: error: no\n"},
        {"a.c", "#include \"a.c\"\n", "a.c:1:10: error: #include nested too deeply\n"},
        {"a.c", "int x = " + repeated("(", 10000) + "1" + repeated(")", 10000) + ";\n",
         "a.c:1:265: error: bracket nesting level exceeded maximum of 256\n"},
        {"a.c", repeated("struct { ", 10000) + "int x;" + repeated(" } x;", 10000),
         "a.c:1:2312: error: bracket nesting level exceeded maximum of 256\n"},
        {"a.c", "struct S { char x[0x7fffffffffffffff]; };\n",
         "a.c:1:19: error: array is too large (9223372036854775807 elements)\n"},
    };
    for (const auto& [file, source, error] : several) {
        CAPTURE(source.substr(0, 60));
        const auto reading = read(file, source, {"S", "M"});
        CHECK(text_of(reading.problems) == error);
        CHECK(record_names(reading) == Names{});
    }
}

TEST_CASE("Braces of a function body may be nested to any depth") {
    const auto reading =
        read("a.c", "void f(void) " + repeated("{", 10000) + repeated("}", 10000) + "\nstruct S { int x; };\n", {"S"});
    CHECK(text_of(reading, "S") == "4/4: x i32 @0");
}

TEST_CASE("Records of one name in several scopes are several records") {
    const auto reading = read(
        "a.cpp",
        "namespace a { struct S { int x; }; } namespace b { struct S { long long y; }; } struct S { char z; };", {"S"});
    CHECK(record_names(reading) == Names{"a::S", "b::S", "S"});
}

TEST_CASE("Bytes that are not text are an error, but line ends of other systems are not") {
    CHECK(text_of(read("a.c", std::string("\x01\x02\xFF\x00 struct", 11)).problems).starts_with("a.c:1:"));
    CHECK(text_of(read("a.c", "struct S {\r\n int x;\r\n};\r\n#define M 5\r\n", {"S", "M"}), "S") == "4/4: x i32 @0");
    CHECK(constants_of(read("a.c", "#define M 5\r\n", {"M"})) == Names{"M = 5"});
    CHECK(text_of(read("a.c", std::string("struct S { int x; };\0\0 int y;", 29)), "S") == "4/4: x i32 @0");
}

TEST_CASE("A macro that is too large is not a constant, and the names after it are answered") {
    CHECK(constants_of(read("a.c", doubling("1", " + ", 9), {"M8"})) == Names{"M8 = 0x100"});
    CHECK(constants_of(read("a.c", doubling("1", " + ", 15), {"M14"})) == Names{});
    for (const auto& [first, joint] : {std::pair<std::string, std::string>{"1", " + "}, {"()", " "}, {"", " "}}) {
        CAPTURE(first);
        const auto reading =
            read("a.c", doubling(first, joint, 40) + "#define AFTER 7\nstruct S { int x; };\n", {"M39", "AFTER", "S"});
        CHECK(text_of(reading.problems) == "");
        CHECK(constants_of(reading) == Names{"AFTER = 7"});
        CHECK(record_names(reading) == Names{"S"});
    }
    const auto deep = read("a.c", "#define M " + repeated("(", 300) + "1" + repeated(")", 300) + "\n#define AFTER 7\n",
                           {"M", "AFTER"});
    CHECK(text_of(deep.problems) == "");
    CHECK(constants_of(deep) == Names{"AFTER = 7"});
}

TEST_CASE("A long chain of bases is read, and so are bases that occur many times") {
    std::string line = "struct B0 { int x; };\n";
    std::string twice = line;
    for (int index = 1; index < 400; ++index) {
        const std::string number = std::to_string(index);
        const std::string before = std::to_string(index - 1);
        line += "struct B" + number + " : B" + before + " { int y; };\n";
        if (index > 8) continue;
        twice += "struct L" + number + " : B" + before + " {}; struct R" + number + " : B" + before + " {}; struct B" +
                 number + " : L" + number + ", R" + number + " {};\n";
    }
    const auto long_line = read("a.cpp", line, {"B399"});
    REQUIRE(find_record(long_line.layout, "B399") != nullptr);
    CHECK(find_record(long_line.layout, "B399")->fields.size() == 400);
    const auto many = read("a.cpp", twice, {"B8"});
    REQUIRE(find_record(many.layout, "B8") != nullptr);
    CHECK(find_record(many.layout, "B8")->fields.size() == 256);
    CHECK(find_record(many.layout, "B8")->size_bytes == 1024);
}
