// What a unit has only if it is asked for: instances of templates, constants with their scope, records in function
// bodies. Questions that the unit cannot answer do not change its other answers.
#include <doctest/doctest.h>

#include "read/clang/clang_test.h"
#include "read/clang/names.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::constants_of;
using abi::test::record_names;
using abi::test::request_for;
using abi::test::text_of;

namespace {

using Names = std::vector<std::string>;

Reading read(const std::string& file, const std::string& source, const Names& names) {
    auto request = request_for({{file, source}});
    request.names = names;
    request.flags = file.ends_with(".cpp") ? Names{"-std=c++20"} : Names{};
    return clang_reader::read(request);
}

const std::string rings =
    "struct Cmd { int kind; };\n"
    "template <class T, unsigned N> struct Ring { T slots[N]; unsigned head; };\n"
    "namespace ns {\n"
    "struct Cmd { long long id; };\n"
    "template <class T, int N> struct Ring { T slots[N]; };\n"
    "template <class T> struct Holder { template <int K> struct In { T all[K]; }; };\n"
    "template <int N> constexpr int twice = N * 2;\n"
    "template <class T> using Pair = Ring<T, 2>;\n"
    "}\n"
    "template <> struct Ring<char, 1> { char only; };\n"
    "template struct Ring<short, 2>;\n";

}  // namespace

TEST_CASE("A template is instantiated for the arguments in a wanted name, even if the source does not use them") {
    struct Case {
        std::string name;
        std::string expected;
    };
    const Case several[] = {
        {"Ring<Cmd, 64>", "260/4: slots Cmd[64] @0, head u32 @256"},
        {"Ring<Cmd,64>", "260/4: slots Cmd[64] @0, head u32 @256"},
        {"Ring< ::Cmd , 4 >", "20/4: slots Cmd[4] @0, head u32 @16"},
        {"ns::Ring<ns::Cmd,4>", "32/8: slots ns::Cmd[4] @0"},
        {"::ns::Ring<Cmd, 4>", "16/4: slots Cmd[4] @0"},
        {"Ring<unsigned long, 2>", "24/8: slots u64[2]! @0, head u32 @16"},
        {"Ring<Ring<Cmd, 1>, 2>", "20/4: slots Ring<Cmd, 1>[2] @0, head u32 @16"},
        {"ns::Holder<int>::In<3>", "12/4: all i32[3] @0"},
        {"ns::Pair<char>", "2/1: slots u8[2] @0"},
        {"Ring<char,1>", "1/1: only u8 @0"},
        {"Ring<short,  2>", "8/4: slots i16[2] @0, head u32 @4"},
        {"Ring<char, 2 + 2>", "8/4: slots u8[4] @0, head u32 @4"},
    };
    for (const auto& [name, expected] : several) {
        CAPTURE(name);
        const auto reading = read("a.cpp", rings, {name});
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, name) == expected);
        CHECK(record_names(reading).front() == name);
    }
    const auto reading = read("a.cpp", rings + "struct S { Ring<Cmd, 8> ring; };", {"S", "Ring<Cmd,8>"});
    CHECK(text_of(reading, "S") == "36/4: ring Ring<Cmd,8> @0");
    CHECK(text_of(reading, "Ring<Cmd,8>") == "36/4: slots Cmd[8] @0, head u32 @32");
}

TEST_CASE("A name with template arguments that a unit does not know, or that is not valid, does not change the unit") {
    for (const std::string name : {"Gone<Cmd, 64>", "Ring<Gone, 64>", "Ring<Cmd>", "Ring<Cmd, 64", "Cmd, 64>",
                                   "Ring<)>", "Ring<Cmd; int, 3>", "Ring<\"\", 3>", "Ring<Cmd, 64>\n#error no\n>"}) {
        CAPTURE(name);
        for (const std::string file : {"a.cpp", "a.c"}) {
            CAPTURE(file);
            const auto reading = read(file, file == "a.c" ? "struct Cmd { int kind; };" : rings, {name, "Cmd"});
            CHECK(text_of(reading.problems) == "");
            CHECK(record_names(reading).front() == "Cmd");
        }
    }
}

TEST_CASE(
    "A template that cannot be instantiated for the wanted arguments is a problem of the unit, with clang's message") {
    const std::string source = "template <int N> struct Even { int x[N - 4]; };\n";
    CHECK(text_of(read("a.cpp", source, {"Even<8>"}), "Even<8>") == "16/4: x i32[4] @0");
    CHECK(text_of(read("a.cpp", source, {"Even<3>"}).problems)
              .starts_with("a.cpp:1:38: error: 'x' declared as an array with a negative size"));
}

TEST_CASE("A template whose assertion fails for the wanted arguments has no layout, and the assertion is told") {
    const std::string source = "template <int N> struct Even { static_assert(N % 2 == 0, \"odd\"); int x[N]; };\n";
    CHECK(text_of(read("a.cpp", source, {"Even<4>"}), "Even<4>") == "16/4: x i32[4] @0");
    const auto odd = read("a.cpp", source, {"Even<3>"});
    CHECK(text_of(odd, "Even<3>") == "declared only");
    CHECK(text_of(odd.failed_assertions)
              .starts_with("a.cpp:1:46: error: static assertion failed due to requirement '3 % 2 == 0'"));
}

TEST_CASE("An instance of a variable template is a constant") {
    const auto reading = read("a.cpp", rings, {"ns::twice<21>"});
    CHECK(constants_of(reading) == Names{"ns::twice<21> = 0x2a"});
    CHECK(to_string(reading.layout.constants.at(0).place).starts_with("a.cpp:7:"));
}

TEST_CASE("White space counts only between two words, and a name's last component is not in its arguments") {
    CHECK(plain_name(" Ring < unsigned  int ,\t4 > ") == "Ring<unsigned int,4>");
    CHECK(plain_name("") == "");
    CHECK(last_component("core::Ring<core::Cmd, 64>") == "Ring");
    CHECK(last_component("core::Ring<core::Cmd, 64>::Slot") == "Slot");
    CHECK(last_component(":: Cmd ") == "Cmd");
    CHECK(last_component("Cmd") == "Cmd");
    CHECK(last_component("a<b") == "a");
    CHECK(last_component("") == "");
}

TEST_CASE("An enumerator that is asked for with its scope is a constant of that name") {
    const std::string source =
        "namespace ns { enum class Op : int { exec = 7, exit }; enum Plain { first = 3 }; struct C { enum { deep = 4 "
        "}; "
        "}; }\n";
    CHECK(constants_of(read("a.cpp", source, {"ns::Op::exec"})) == Names{"ns::Op::exec = 7"});
    CHECK(constants_of(read("a.cpp", source, {"ns::Plain::first"})) == Names{"ns::Plain::first = 3"});
    CHECK(constants_of(read("a.cpp", source, {"ns::first"})) == Names{"ns::first = 3"});
    CHECK(constants_of(read("a.cpp", source, {"ns::C::deep"})) == Names{"ns::C::deep = 4"});
    CHECK(constants_of(read("a.cpp", source, {"exec"})) == Names{});
    CHECK(read("a.cpp", source, {"exec"}).layout.enums.empty());
    CHECK(read("a.cpp", source, {"first"}).layout.enums.size() == 1);
    CHECK(constants_of(read("a.cpp", source, {"Other::exec"})) == Names{});
}

TEST_CASE("A plain name does not find members of a class or of a scoped enumeration") {
    const std::string source =
        "enum class Color : int { red, MAX = 2 }; struct S { static constexpr int MAX = 3; enum Kind { LAST = 7 }; "
        "enum { ONLY = 8 }; Color color; Kind kind; };\n"
        "constexpr int MAX = 64; constexpr int LAST = 9;\n";
    CHECK(constants_of(read("a.cpp", source, {"MAX", "LAST", "ONLY"})) == Names{"MAX = 0x40", "LAST = 9"});
    CHECK(constants_of(read("a.cpp", source, {"S::MAX", "Color::MAX"})) == Names{"S::MAX = 3", "Color::MAX = 2"});
    const auto values = [&](const Names& names) {
        std::string text;
        for (const auto& one : values_of(read("a.cpp", source, names).layout)) text += one.owner + "." + one.name + " ";
        return text;
    };
    CHECK(values({"S", "MAX", "LAST"}) == ".MAX .LAST Color.red ");
    CHECK(values({"S", "Color", "MAX"}) == ".MAX Color.red Color.MAX S::Kind.LAST ");
    CHECK(constants_of(read("a.c", "struct S { enum { LAST = 7 } kind; };", {"LAST"})) == Names{"LAST = 7"});
}

TEST_CASE("A record in a function body is found if it is wanted and is nowhere else") {
    struct Case {
        std::string sentence;
        std::string file;
        std::string source;
        std::string name;  // in the layout
    };
    const Case several[] = {
        {"In C", "a.c", "int f(void) { struct Local { int x; }; return 0; }", "Local"},
        {"Behind an attribute", "a.c", "int f(void) { struct __attribute__((aligned(4))) Local { int x; }; return 0; }",
         "Local"},
        {"By a typedef", "a.c", "int f(void) { typedef struct { int x; } Local; return 0; }", "Local"},
        {"In a method", "a.cpp", "struct T { void f() { struct Local { int x; }; } };", "Local"},
        {"In a namespace, in a block of a function", "a.cpp",
         "namespace n { inline void f() { if (true) { struct Local { int x; }; } } }", "Local"},
        {"Within another local record", "a.cpp", "void f() { struct Outer { struct Local { int x; } in; }; }", "Local"},
    };
    for (const auto& [sentence, file, source, name] : several) {
        CAPTURE(sentence);
        const auto reading = read(file, source, {"Local"});
        CHECK(text_of(reading.problems) == "");
        REQUIRE(reading.layout.records.size() == 1);
        CHECK(last_component(reading.layout.records[0].name) == name);
        CHECK(text_of(reading.layout.records[0]) == "4/4: x i32 @0");
    }
    CHECK(record_names(read("a.c", several[0].source, {"f"})) == Names{});
    const auto kind = read("a.cpp", "void f() { enum class Kind : short { a = 5 }; }", {"Kind"});
    REQUIRE(kind.layout.enums.size() == 1);
    CHECK(to_string(kind.layout.enums[0].type) == "i16");
}

TEST_CASE("Function bodies are parsed only if a wanted record is not outside of them; then their errors count") {
    CHECK(text_of(read("a.c", "void f(void) { struct S { int y; }; nowhere(1 +); }\nstruct S { int x; };", {"S"}),
                  "S") == "4/4: x i32 @0");
    CHECK(text_of(read("a.c", "void f(void) { struct S *p; nowhere(1 +); }", {"S"}).problems) == "");
    CHECK(text_of(read("a.c", "void f(void) { struct S { int y; }; int z = 1 +; }", {"S"}).problems) ==
          "a.c:1:48: error: expected expression\n");
}

TEST_CASE("A macro with unbalanced brackets affects neither the unit nor the macros after it") {
    for (const std::string odd : {"ODD )",
                                  "ODD (",
                                  "ODD ]",
                                  "ODD }",
                                  "ODD {",
                                  "ODD 1; struct Evil { int e; }; int q",
                                  "ODD ( ; struct E2 {",
                                  "ODD typedef struct {",
                                  "ODD <",
                                  "ODD __attribute__((",
                                  "ODD struct",
                                  "ODD asm",
                                  "ODD \"",
                                  "ODD template <",
                                  "ODD WITHIN\n#define WITHIN )",
                                  "ODD CALL(1\n#define CALL(x) x",
                                  "ODD ODD )",
                                  "ODD __VA_OPT__(",
                                  "ODD //",
                                  "ODD namespace x {",
                                  "ODD extern \"C\" {",
                                  "ODD #",
                                  "ODD ??"}) {
        CAPTURE(odd);
        for (const std::string file : {"a.c", "a.cpp"}) {
            CAPTURE(file);
            const auto reading =
                read(file, "#define " + odd + "\n#define AFTER 9\nstruct S { int x; };\n", {"ODD", "AFTER", "S"});
            CHECK(text_of(reading.problems) == "");
            CHECK(constants_of(reading) == Names{"AFTER = 9"});
            CHECK(record_names(reading) == Names{"S"});
        }
    }
    const auto braces = read("a.cpp", "#define M (unsigned{5})\n#define N int{7}\n", {"M", "N"});
    CHECK(constants_of(braces) == Names{"M = 5", "N = 7"});
}
