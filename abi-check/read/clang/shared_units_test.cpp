// Which units get the declarations of another unit without being parsed. Every reading is compared with one that parses
// all units.
#include "read/clang/shared_units.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::constants_of;
using abi::test::request_for;
using abi::test::Source;
using abi::test::text_of;

namespace {

using Names = std::vector<std::string>;

std::string text_of_reading(const Reading& reading) {
    std::string text;
    for (const auto& record : reading.layout.records) {
        text += record.name + " " + to_string(record.place) + " " + text_of(record) + "\n";
    }
    for (const auto& record : reading.other_definitions) {
        text += "other " + record.name + " in " + record.unit + " " + text_of(record) + "\n";
    }
    for (const auto& one : reading.layout.enums) {
        text += "enum " + one.name + " " + to_string(one.place);
        for (const auto& each : one.enumerators) text += " " + each.name + " = " + to_string(each.value);
        text += "\n";
    }
    for (const auto& one : constants_of(reading)) text += one + "\n";
    for (const auto& problem : reading.failed_assertions) text += to_string(problem) + "\n";
    for (const auto& unit : reading.units) text += "unit " + unit + "\n";
    return text;
}

/// Fails if the reading is another one than without the filter.
Reading compared(Request request) {
    auto reading = clang_reader::read(request);
    request.filters = false;
    request.cache_folder = "";
    CHECK(text_of_reading(reading) == text_of_reading(clang_reader::read(request)));
    return reading;
}

/// The units that are not parsed, because they say the same as another one.
Names same(const Reading& reading) {
    Names files;
    for (const auto& choice : reading.choices) {
        if (choice.why.starts_with("it says the same")) files.push_back(choice.file);
    }
    return files;
}

std::string why(const Reading& reading, const std::string& file) {
    for (const auto& choice : reading.choices) {
        if (choice.file == file) return choice.why;
    }
    return "";
}

/// All units must have a wanted name, or the filter leaves them out.
Reading read_all(const std::vector<Source>& sources, const Names& names = {"S"}, const Names& flags = {}) {
    auto request = request_for(sources);
    request.names = names;
    request.flags = {"-ffreestanding"};
    request.flags.insert(request.flags.end(), flags.begin(), flags.end());
    return compared(request);
}

/// Whether b.cpp says the same as a.cpp. Both are the given text, with the header s.h.
bool is_same(const std::string& a, const std::string& b, const std::string& s, std::vector<Source> headers = {},
             const Names& names = {"S"}) {
    std::vector<Source> sources{{"a.cpp", a}, {"b.cpp", b}, {"s.h", s}};
    sources.insert(sources.end(), headers.begin(), headers.end());
    const auto reading = read_all(sources, names);
    CAPTURE(why(reading, "b.cpp"));
    return same(reading) == Names{"b.cpp"};
}

const std::string include_s = "#include \"s.h\"\n";
const std::string plain_s = "struct S { int x; };\n";

TEST_CASE("Units that include the same header are parsed once") {
    const auto reading = read_all({{"a.cpp", include_s + "int f(S s) { return s.x; }\n"},
                                   {"b.cpp", "int y;\n" + include_s + "#include \"t.h\"\nS* g();\n"},
                                   {"c.cpp", include_s},
                                   {"s.h", "#pragma once\n" + plain_s},
                                   {"t.h", "#include \"s.h\"\nstruct T { S s; };\n"}});
    CHECK(same(reading) == Names{"b.cpp", "c.cpp"});
    CHECK(why(reading, "b.cpp") == "it says the same as a.cpp: it has S");
    CHECK(reading.units == Names{"/src/a.cpp", "/src/b.cpp", "/src/c.cpp"});
    CHECK(reading.layout.records.size() == 1);
}

TEST_CASE("Units of C that include the same header are parsed once") {
    const auto reading =
        read_all({{"a.c", include_s}, {"b.c", "int y;\n" + include_s + "int f(struct S* s);\n"}, {"s.h", plain_s}});
    CHECK(same(reading) == Names{"b.c"});
}

TEST_CASE("Units with other units between them are found, too") {
    const auto reading = read_all({{"a.cpp", include_s},
                                   {"b.cpp", "#define A\n" + include_s},
                                   {"c.cpp", include_s},
                                   {"d.cpp", "#define A\n" + include_s},
                                   {"s.h", "struct S {\n#ifdef A\nint a;\n#endif\nint x; };\n"}});
    CHECK(same(reading) == Names{"c.cpp", "d.cpp"});
    CHECK(reading.other_definitions.size() == 1);
}

TEST_CASE("A macro that changes a field makes another unit") {
    const std::string s = "struct S { TYPE x; };\n";
    CHECK(is_same("#define TYPE int\n" + include_s, "#define TYPE int\n" + include_s, s));
    CHECK_FALSE(is_same("#define TYPE int\n" + include_s, "#define TYPE long\n" + include_s, s));
    CHECK_FALSE(is_same("#define TYPE int\n" + include_s, "#include \"t.h\"\n" + include_s, s,
                        {{"t.h", "#define TYPE long\n"}}));
    CHECK_FALSE(is_same("#define TYPE int\n" + include_s, "#define MORE long\n#define TYPE MORE\n" + include_s, s));
    CHECK_FALSE(is_same(include_s, "#define int long\n" + include_s, plain_s));
    CHECK_FALSE(is_same(include_s, "#define x y\n" + include_s, plain_s));
    CHECK(is_same(include_s, include_s + "#define int long\n#define x y\n", plain_s));
    CHECK(is_same(include_s, "#define y x\n" + include_s, plain_s));
    CHECK_FALSE(is_same("#define N x\n" + include_s, "#define N y\n" + include_s,
                        "#define CAT(a, b) a##b\n#define C(a, b) CAT(a, b)\nstruct S { int C(N, 1); };\n"));
    CHECK_FALSE(is_same(include_s, "#define private public\n" + include_s, "class S { int x; private: int y; };\n"));
}

TEST_CASE("A condition that chooses other text makes another unit") {
    const std::string s = "#ifdef LONG\nstruct S { long x; };\n#else\nstruct S { int x; };\n#endif\n";
    CHECK_FALSE(is_same(include_s, "#define LONG\n" + include_s, s));
    CHECK_FALSE(is_same(include_s, "int y;\n#ifndef LONG\n#define LONG\n#endif\n" + include_s, s));
    CHECK(is_same(include_s, include_s + "#define LONG\n", s));
    CHECK_FALSE(is_same(include_s, "int y = __COUNTER__;\n" + include_s, "struct S { char x[__COUNTER__ + 1]; };\n"));
    // The same text at another place.
    CHECK_FALSE(is_same(include_s, "#define LONG\n" + include_s,
                        "#ifdef LONG\nstruct S { int x; };\n#else\n"
                        "struct S { int x; };\n#endif\n"));
}

TEST_CASE("A pragma before the header makes another unit") {
    CHECK_FALSE(is_same(include_s, "#pragma pack(1)\n" + include_s, plain_s));
    CHECK_FALSE(is_same("#pragma pack(2)\n" + include_s, "#pragma pack(1)\n" + include_s, plain_s));
    CHECK_FALSE(is_same(include_s, "#include \"p.h\"\n" + include_s, plain_s, {{"p.h", "#pragma pack(1)\n"}}));
    CHECK_FALSE(is_same(include_s, "#define P _Pragma(\"pack(1)\")\nP\n" + include_s, plain_s));
    CHECK_FALSE(is_same(include_s, "#pragma ms_struct on\n" + include_s, plain_s));
    CHECK_FALSE(is_same(include_s,
                        "#pragma clang attribute push(__attribute__((aligned(64))), apply_to = record)\n" + include_s +
                            "#pragma clang attribute pop\n",
                        plain_s));
    CHECK_FALSE(is_same("#define N 1\n" + include_s, "#define N 2\n" + include_s, "#pragma pack(N)\n" + plain_s));
    CHECK(is_same(include_s, "#pragma GCC diagnostic push\n" + include_s + "#pragma GCC diagnostic pop\n", plain_s));
    CHECK(is_same(include_s, include_s + "#pragma pack(1)\n", plain_s));
}

TEST_CASE("A header within a declaration belongs to the unit that includes it") {
    CHECK_FALSE(is_same("namespace n {\n" + include_s + "}\n", "namespace m {\n" + include_s + "}\n", plain_s));
    CHECK_FALSE(is_same(include_s, "extern \"C\" {\n" + include_s + "}\n", plain_s));
    CHECK_FALSE(
        is_same(include_s, "__attribute__((packed))\n" + include_s, "struct T; struct S { char c; int x; };\n"));
    CHECK_FALSE(is_same("typedef struct { int x; }\n" + include_s, "typedef struct { long x; }\n" + include_s, "S;\n"));
    CHECK_FALSE(is_same("struct S\n" + include_s + ";\n", "struct T { int y; } t; struct S\n" + include_s + ";\n",
                        "{ int x; }\n", {}, {"S"}));
    // The head of a declaration is in another header, which is then a part of the unit, too.
    const std::string h = "#ifdef A\nstruct __attribute__((aligned(64)))\n#else\nstruct\n#endif\n";
    CHECK_FALSE(is_same("#include \"h.h\"\n" + include_s, "#define A\n#include \"h.h\"\n" + include_s,
                        "S { int x; };\n", {{"h.h", h}}));
    CHECK_FALSE(is_same("#include \"o.h\"\n", "#define A\n#include \"o.h\"\n", "",
                        {{"h.h", h}, {"o.h", "#include \"h.h\"\nS { int x; };\n"}}));
}

TEST_CASE("A file within an enumeration counts as its text") {
    const std::string s = "enum S {\n#include \"x.h\"\n};\n";
    const std::string x = "#ifdef A\nX,\n#endif\nY\n";
    CHECK(is_same(include_s, include_s, s, {{"x.h", x}}));
    CHECK_FALSE(is_same(include_s, "#define A\n" + include_s, s, {{"x.h", x}}));
}

TEST_CASE("A header that is included twice counts twice") {
    const std::string s = "#ifdef TWICE\nstruct S { int x; };\n#endif\n#define TWICE\n";
    CHECK(is_same(include_s + include_s, include_s + include_s, s));
    CHECK(is_same(include_s + include_s, "#define TWICE\n" + include_s, s));
    const std::string fields = "FIELD(int, x)\n#undef FIELD\n";
    const std::string twice = "struct S {\n#define FIELD(type, name) type name;\n#include \"s.h\"\n};\n";
    CHECK(is_same("#include \"t.h\"\n", "#include \"t.h\"\nint y;\n", fields, {{"t.h", twice}}));
}

TEST_CASE("The place at which a header is included within another one counts") {
    const std::string t =
        "#if defined SKIP\n#undef SKIP\n#elif !defined DONE\n#define DONE\n"
        "namespace n { namespace i { typedef long T; } }\n#endif\n";
    const std::string s =
        "#include \"t.h\"\nnamespace n { typedef short T; namespace i { typedef T Q; } }\n#include \"t.h\"\n"
        "namespace n { namespace i { struct S { Q x; }; } }\n";
    CHECK(is_same(include_s, "int y;\n" + include_s, s, {{"t.h", t}}));
    CHECK_FALSE(is_same(include_s, "#define SKIP\n" + include_s, s, {{"t.h", t}}));
}

TEST_CASE("A type of a field that another header declares otherwise makes another unit") {
    const std::string s = "#include \"t.h\"\nstruct S { T x; };\n";
    const std::string t = "#pragma once\n#ifdef LONG\ntypedef long T;\n#else\ntypedef int T;\n#endif\n";
    CHECK(is_same(include_s, include_s, s, {{"t.h", t}}));
    CHECK(is_same(include_s, "#include \"t.h\"\nT y;\n" + include_s, s, {{"t.h", t}}));
    CHECK_FALSE(is_same(include_s, "#define LONG\n" + include_s, s, {{"t.h", t}}));
    // Through another typedef, an enumeration, a base, a size and a pointer.
    const std::vector<Source> t_header{{"t.h", t}};
    for (const std::string between :
         {"typedef T U;\n", "enum U : T { A };\n", "struct B { T t; };\nstruct U : B {};\n",
          "typedef char U[sizeof(T)];\n", "using V = T;\nstruct U { V v[2]; };\n",
          "const unsigned long N = sizeof(T);\nstruct U { char c[N]; };\n",
          "enum { N = sizeof(T) };\nstruct U { char c : N; };\n", "struct alignas(T) U { char c; };\n",
          "typedef char U __attribute__((aligned(sizeof(T))));\n", "class W { T t; };\nstruct U { W w; };\n"}) {
        CAPTURE(between);
        const std::vector<Source> headers{{"t.h", t}, {"u.h", "#pragma once\n#include \"t.h\"\n" + between}};
        const std::string through = "#include \"u.h\"\nstruct S { U x; };\n";
        CHECK(is_same(include_s, "int y;\n" + include_s, through, headers));
        CHECK_FALSE(is_same(include_s, "#define LONG\n" + include_s, through, headers));
    }
}

TEST_CASE("A nearer declaration of a type makes another unit") {
    const std::string s = "#include \"t.h\"\nnamespace n { struct S { T x; }; }\n";
    const std::vector<Source> headers{{"t.h", "#pragma once\ntypedef int T;\nnamespace other { typedef long T; }\n"},
                                      {"near.h", "namespace n { typedef long T; }\n"},
                                      {"use.h", "#include \"t.h\"\nnamespace n { using other::T; }\n"},
                                      {"far.h", "namespace m { using T = long; }\nnamespace k { enum T { A }; }\n"},
                                      {"all.h",
                                       "#include \"t.h\"\nnamespace n { namespace i { using namespace other; } }\n"
                                       "namespace n { using namespace i; }\n"}};
    CHECK(is_same(include_s, "int y;\n" + include_s, s, headers));
    CHECK_FALSE(is_same(include_s, "#include \"near.h\"\n" + include_s, s, headers));
    CHECK_FALSE(is_same(include_s, "#include \"use.h\"\n" + include_s, s, headers));
    CHECK_FALSE(is_same(include_s, "#include \"all.h\"\n" + include_s, s, headers));
    // It does not matter, but the text does not show it.
    CHECK_FALSE(is_same(include_s, "#include \"far.h\"\n" + include_s, s, headers));
}

TEST_CASE("A directive that shows a namespace with a used name makes another unit") {
    const std::string t =
        "#pragma once\nnamespace g { namespace d { typedef long T; } }\n"
        "namespace g { namespace n {} }\ntypedef int T;\n";
    const std::string s = "#include \"t.h\"\nnamespace g { namespace n { struct S { T x; }; } }\n";
    CHECK(is_same(include_s, "int y;\n" + include_s, s, {{"t.h", t}}));
    for (const std::string opening :
         {"namespace g { namespace n { using namespace d; } }\n", "namespace g { inline namespace d {} }\n"}) {
        CAPTURE(opening);
        CHECK_FALSE(is_same(include_s, opening + include_s, s, {{"t.h", t}}));
        CHECK_FALSE(is_same(include_s, "#include \"t.h\"\n" + opening + include_s, s, {{"t.h", t}}));
    }
    const std::string q = "#include \"t.h\"\nnamespace g { namespace n { struct S { l::T x; }; } }\n";
    const std::string l = "#include \"t.h\"\nnamespace l { typedef int T; }\n";
    CHECK_FALSE(is_same(l + include_s, l + "namespace g { namespace l = d; }\n" + include_s, q, {{"t.h", t}}));
    CHECK_FALSE(is_same("#include \"l.h\"\n" + include_s,
                        "#include \"l.h\"\nnamespace g { namespace l = d; }\n" + include_s, q,
                        {{"t.h", t}, {"l.h", l}}));
    const std::string e = "enum E { N = 2 };\nnamespace n { enum class F { N = 3 }; }\n#include \"s.h\"\n";
    CHECK_FALSE(
        is_same("#include \"e.h\"\n", "#define A\n#include \"e.h\"\n",
                "namespace k {\n#ifdef A\nusing enum n::F;\n#endif\n}\nnamespace k { struct S { char c[int(N)]; }; }\n",
                {{"e.h", e}}));
}

TEST_CASE("An order of headers that gives other types makes another unit") {
    const std::string s = "namespace n { struct S { T x; }; }\n";
    const std::vector<Source> headers{{"t.h", "#pragma once\ntypedef int T;\n"},
                                      {"u.h", "#pragma once\nnamespace n { typedef long T; }\n"}};
    const std::string t = "#include \"t.h\"\n";
    const std::string u = "#include \"u.h\"\n";
    CHECK(is_same(t + u + include_s, t + u + include_s, s, headers));
    CHECK_FALSE(is_same(t + include_s + u, t + u + include_s, s, headers));
    CHECK_FALSE(is_same(t + u + include_s, u + t + include_s, s, headers));
    CHECK(is_same("#include \"y.h\"\n" + t + include_s, t + include_s + "#include \"y.h\"\n", s,
                  {headers[0], {"y.h", "int y;\nstruct Y { int y; };\n"}}));
}

TEST_CASE("Templates, functions and operators that decide a layout are parsed") {
    for (const std::string s : {
             "template <class T> struct Box { T t; };\nstruct S { Box<int> x; };\n",
             "template <class T> struct Base { T t; };\nstruct S : Base<int> {};\n",
             "constexpr int n() { return 2; }\nstruct S { char c[n()]; };\n",
             "enum E { A = 1 };\nstruct S { char c[A | A]; };\n",
             "template <int N> constexpr int n = N;\nstruct S { char c[n<3>]; };\n",
             "int y;\nstruct S { decltype(y) x; };\n",
             "struct L { constexpr operator int() const { return 2; } };\nstruct S { char c[L()]; };\n",
         }) {
        CAPTURE(s);
        CHECK_FALSE(is_same(include_s, include_s, s));
    }
    const std::string s =
        "#include \"t.h\"\ntemplate <class T> struct Box { T t; };\n#ifdef A\n"
        "template <> struct Box<int> { char c; };\n#endif\n#include \"u.h\"\n";
    CHECK_FALSE(
        is_same(include_s, "#define A\n" + include_s, s, {{"t.h", ""}, {"u.h", "struct S { Box<int> x; };\n"}}));
}

TEST_CASE("A name with template arguments is parsed") {
    const std::string s = "template <class T> struct Ring { T t; };\n";
    CHECK_FALSE(
        is_same(include_s + "typedef Ring<int> X;\n", include_s + "typedef Ring<int> X;\n", s, {}, {"Ring<int>"}));
}

TEST_CASE("A wanted name that is a macro is parsed, because its value is that of the end of the unit") {
    const std::string s = "#define BASE 1\n#define LIMIT (BASE + 1)\nstruct S { int x; };\n";
    CHECK_FALSE(is_same(include_s, include_s + "#undef BASE\n#define BASE 5\n", s, {}, {"S", "LIMIT"}));
    CHECK_FALSE(is_same(include_s, include_s, s, {}, {"S", "LIMIT"}));
    CHECK_FALSE(is_same(include_s, include_s + "#define LIMIT 5\n", plain_s, {}, {"S", "LIMIT"}));
}

TEST_CASE("Constants and enumerators are shared") {
    const std::string s =
        "enum class Kind : unsigned char { one, two = 5 };\nconst int LIMIT = 3 + 4;\nenum { COUNT = LIMIT };\n";
    CHECK(is_same(include_s, "int y;\n" + include_s, s, {}, {"Kind", "LIMIT", "COUNT", "Kind::two"}));
    CHECK_FALSE(is_same(include_s, "const int LIMIT = 8;\n", s, {}, {"LIMIT"}));
}

TEST_CASE("A unit that declares a wanted name itself is parsed") {
    CHECK_FALSE(is_same(include_s, "namespace n { struct S { long x; }; }\n" + include_s, plain_s));
    CHECK_FALSE(is_same(include_s, include_s + "void f() { struct S { long x; } s; }\n", plain_s));
    CHECK_FALSE(
        is_same(include_s, include_s + "#define MAKE(x) struct x { long y; };\nnamespace m { MAKE(S) }\n", plain_s));
    CHECK_FALSE(is_same(include_s,
                        include_s + "#define CAT(a, b) a##b\nnamespace m { struct CAT(Cmd, Packet) { int y; }; }\n",
                        plain_s, {}, {"S", "CmdPacket"}));
    CHECK_FALSE(is_same(include_s, include_s + "typedef S Cmd;\n", plain_s, {}, {"S", "Cmd"}));
    CHECK(is_same(include_s, include_s + "int f(S& s) { return sizeof(S) + s.x; }\n", plain_s));
}

TEST_CASE("A typedef in one header of a struct in another one") {
    const std::vector<Source> headers{{"tag.h", "#pragma once\nstruct tag {\n#ifdef A\nlong x;\n#endif\nint y; };\n"}};
    const std::string s = "#include \"tag.h\"\ntypedef struct tag S;\n";
    CHECK(is_same(include_s, "int y;\n" + include_s, s, headers));
    CHECK_FALSE(is_same(include_s, "#define A\n" + include_s, s, headers));
    CHECK_FALSE(is_same("#include \"tag.h\"\n" + include_s, "#define A\n#include \"tag.h\"\n" + include_s, s, headers));
}

TEST_CASE("Other options make another unit") {
    const auto with = [](const std::string& a, const std::string& b) {
        const std::string folder = "/tmp";
        auto request = request_for(
            {{"a.cpp", include_s},
             {"b.cpp", include_s},
             {"t/b.h", ""},
             {"s.h", "struct S { enum E { A } e; char c;\n#ifdef D\nint d;\n#endif\n long double x; };\n"}});
        request.names = {"S"};
        const auto path =
            std::filesystem::temp_directory_path() / ("abi-check-shared-" + std::to_string(std::random_device()()));
        std::filesystem::create_directories(path);
        std::ofstream(path / "compile_commands.json")
            << "[{\"directory\": \"/src\", \"file\": \"a.cpp\", \"command\": \"c++ -ffreestanding " + a +
                   " -o a.o -c a.cpp\"},"
            << "{\"directory\": \"/src\", \"file\": \"b.cpp\", \"command\": \"c++ -ffreestanding " + b +
                   " -o b.o -c b.cpp\"}]";
        request.compile_commands = path.string();
        request.target.triple = "x86_64-linux-gnu";
        const auto reading = compared(request);
        std::filesystem::remove_all(path);
        CAPTURE(why(reading, "b.cpp"));
        return same(reading) == Names{"b.cpp"};
    };
    CHECK(with("-Wall -Isub -DX", "-Werror -Iother -DY"));
    CHECK_FALSE(with("", "-fshort-enums"));
    CHECK_FALSE(with("", "-mlong-double-64"));
    CHECK_FALSE(with("", "-fpack-struct=1"));
    CHECK_FALSE(with("", "-std=c++11"));
    CHECK_FALSE(with("", "-DD"));
    CHECK_FALSE(with("", "-Dlong=short"));
    CHECK_FALSE(with("", "-include t/p.h"));
}

TEST_CASE("A static assertion about a wanted name is checked in each unit") {
    CHECK_FALSE(is_same(include_s, include_s + "static_assert(sizeof(S) == 5);\n", plain_s));
    CHECK_FALSE(is_same(include_s, include_s + "using P = S;\nstatic_assert(sizeof(P) == 5);\n", plain_s));
    CHECK_FALSE(
        is_same(include_s, include_s + "#include \"c.h\"\n", plain_s, {{"c.h", "static_assert(sizeof(S) == 5);\n"}}));
    CHECK_FALSE(is_same(include_s, include_s, plain_s + "static_assert(sizeof(S) == 5);\n"));
    CHECK(is_same(include_s, include_s + "int y;\n", plain_s + "static_assert(sizeof(S) == 4);\n"));
}

TEST_CASE("An error of the preprocessor is told; an error behind a shared header is not, as with the filter") {
    auto request = request_for({{"a.cpp", include_s},
                                {"b.cpp", include_s + "#include \"gone.h\"\n"},
                                {"c.cpp", include_s + "#error gone\n"},
                                {"d.cpp", include_s + "int x\n"},
                                {"e.cpp", include_s + "Unknown x;\n"},
                                {"s.h", plain_s}});
    request.names = {"S"};
    const auto reading = clang_reader::read(request);
    CHECK(reading.problems.size() == 3);
    CHECK(same(reading) == Names{"e.cpp"});
}

TEST_CASE("A unit with an error gives its declarations to no other one") {
    const auto reading =
        read_all({{"a.cpp", include_s + "Unknown x;\n"}, {"b.cpp", include_s}, {"c.cpp", include_s}, {"s.h", plain_s}});
    CHECK(same(reading) == Names{"c.cpp"});
    CHECK(reading.problems.size() == 1);
}

TEST_CASE("The result does not depend on the number of threads" * doctest::test_suite("threads")) {
    std::vector<Source> sources{{"s.h", "struct S {\n#ifdef A\nint a;\n#endif\n#ifdef B\nint b;\n#endif\nint x; };\n"}};
    for (int at = 0; at < 24; ++at) {
        const std::string macros = std::string(at % 2 == 0 ? "#define A\n" : "") + (at % 3 == 0 ? "#define B\n" : "");
        sources.push_back({"u" + std::to_string(at) + ".cpp", macros + include_s});
    }
    auto request = request_for(sources);
    request.names = {"S"};
    const auto one = compared(request);
    request.jobs = 4;
    const auto many = compared(request);
    CHECK(same(one).size() > 12);
    CHECK(same(one) == same(many));
    CHECK(text_of_reading(one) == text_of_reading(many));
}

/// A folder on the disk with a cache; gone at the end of the test.
struct Folder {
    Folder()
        : path(std::filesystem::temp_directory_path() /
               ("abi-check-shared-" + std::to_string(std::random_device()()))) {
        std::filesystem::create_directories(path);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path / name) << text;
        std::filesystem::last_write_time(path / name,
                                         std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
    }
    Request request(const Names& files) const {
        Request made;
        for (const auto& file : files) made.files.push_back((path / file).string());
        made.flags = {"-ffreestanding"};
        made.root = path.string();
        made.target.triple = "riscv64-linux-gnu";
        made.names = {"S"};
        made.cache_folder = (path / "cache").string();
        return made;
    }

    std::filesystem::path path;
};

TEST_CASE("The cache keeps what a unit that was not parsed declares") {
    const Folder folder;
    folder.write("a.cpp", include_s);
    folder.write("b.cpp", "#include \"t.h\"\n" + include_s);
    folder.write("t.h", "int y;\n");
    folder.write("s.h", "struct S {\n#ifdef A\nint a;\n#endif\nint x; };\n");
    CHECK(same(compared(folder.request({"a.cpp", "b.cpp"}))) == Names{"b.cpp"});
    CHECK(same(compared(folder.request({"a.cpp", "b.cpp"}))) == Names{"b.cpp"});
    CHECK(compared(folder.request({"b.cpp"})).layout.records.size() == 1);
    folder.write("a.cpp", "struct S { char c; };\n");
    CHECK(compared(folder.request({"a.cpp", "b.cpp"})).other_definitions.size() == 1);
    folder.write("a.cpp", include_s);
    folder.write("t.h", "#define A\n");
    CHECK(compared(folder.request({"a.cpp", "b.cpp"})).other_definitions.size() == 1);
    folder.write("t.h", "int z;\n");
    CHECK(compared(folder.request({"a.cpp", "b.cpp"})).other_definitions.empty());
    folder.write("s.h", "struct S { long x; };\n");
    CHECK(compared(folder.request({"a.cpp", "b.cpp"})).other_definitions.empty());
}

/// Random units that include the same headers in different ways.
class RandomUnits {
  public:
    explicit RandomUnits(unsigned seed) : random_(seed) {}

    std::vector<Source> sources() {
        std::vector<Source> made{
            {"base.h",
             "#pragma once\n#define M int\n#define M1 1\ntypedef short T;\ntypedef int U;\nenum { COUNT = 2 };\n"
             "namespace n { typedef char T; namespace m { typedef long U; } }\nnamespace k {}\nnamespace l {}\n"}};
        for (const char* header : {"h0.h", "h1.h", "h2.h", "h3.h"}) {
            made.push_back({header, (below(4) != 0 ? "#pragma once\n" : "") + lines(header)});
        }
        made.push_back({"s.h", "#pragma once\n" + (below(2) == 0 ? "" : include()) + in_namespace(record("S"))});
        for (unsigned unit = 0; unit < 4; ++unit) {
            std::string text = "#include \"base.h\"\n";
            for (unsigned at = below(3); at != 0; --at)
                text += below(3) != 0 ? include() : line("u" + std::to_string(unit));
            text += "#include \"s.h\"\n";
            if (below(2) == 0) text += line("v" + std::to_string(unit));
            made.push_back({"u" + std::to_string(unit) + ".cpp", text});
        }
        return made;
    }

  private:
    unsigned below(std::size_t end) { return static_cast<unsigned>(random_() % end); }
    std::string one_of(const Names& words) { return words[below(words.size())]; }
    std::string include() { return "#include \"h" + std::to_string(below(4)) + ".h\"\n"; }
    std::string in_namespace(const std::string& text) {
        return below(3) == 0 ? text : "namespace " + one_of({"k", "k", "l"}) + " {\n" + text + "}\n";
    }
    std::string type() { return one_of({"int", "char", "long", "T", "U", "M", "T", "n::T", "n::m::U"}); }
    std::string record(const std::string& name) {
        std::string text = "struct " + name + " {\n";
        for (unsigned at = 1 + below(3); at != 0; --at) {
            const bool is_chosen = below(4) == 0;
            if (is_chosen) text += one_of({"#ifdef A\n", "#ifndef B\n", "#if M1 > 1\n"});
            text += type() + " f" + std::to_string(at) + one_of({"", "[COUNT]", "[M1 + 1]", "", ""}) + ";\n";
            if (is_chosen) text += "#endif\n";
        }
        return text + "};\n";
    }
    std::string lines(const std::string& own) {
        std::string text;
        for (unsigned at = 1 + below(3); at != 0; --at) text += line(own);
        return text;
    }
    std::string line(const std::string& own) {
        std::string name = own.substr(0, own.find('.'));
        switch (below(13)) {
        case 0: return "#undef A\n#define A\n";
        case 1: return "#define B\n#undef M1\n#define M1 " + one_of({"1", "2", "A", "3"}) + "\n";
        case 2: return "#undef M\n#define M " + one_of({"int", "long", "T", "U", "n::T"}) + "\n";
        case 3: return in_namespace("typedef " + one_of({"int", "long", "char", "short"}) + " T;\n");
        case 4: return in_namespace("using U = " + type() + ";\n");
        case 5: return in_namespace("enum { COUNT = " + std::to_string(1 + below(4)) + " };\n");
        case 6:
            return one_of({"#pragma pack(1)\n", "#pragma pack(push, 2)\n", "#pragma pack(pop)\n", "#pragma pack()\n"});
        case 7: return include();
        case 8:
            return one_of({"using namespace n;\n", "namespace k { using namespace n::m; }\n",
                           "namespace k { using n::T; }\n", "namespace l { namespace n = ::n::m; }\n",
                           "namespace k { inline namespace i { typedef char U; } }\n"});
        case 9: return "namespace k {\n" + include() + "}\n";
        case 10: return "#ifdef A\n" + include() + "#endif\n";
        default: return "int y_" + name + std::to_string(++count_) + ";\n";
        }
    }

    std::mt19937 random_;
    unsigned count_ = 0;
};

TEST_CASE("Random units are read as if each was parsed") {
    unsigned shared = 0;
    unsigned read = 0;
    for (unsigned seed = 0; seed < 150; ++seed) {
        CAPTURE(seed);
        auto request = request_for(RandomUnits(seed).sources());
        request.names = {"S"};
        request.flags = {"-ffreestanding"};
        auto plain = request;
        plain.filters = false;
        const auto whole = clang_reader::read(plain);
        const auto reading = clang_reader::read(request);
        const auto equal = same(reading);
        // A unit with an error counts as read if it is not parsed. Then there is nothing to compare.
        if (whole.problems.size() != reading.problems.size()) continue;
        CHECK(text_of_reading(reading) == text_of_reading(whole));
        shared += static_cast<unsigned>(equal.size());
        read += static_cast<unsigned>(whole.units.size());
    }
    MESSAGE(read << " read, " << shared << " shared");
    CHECK(shared > 50);
}

}  // namespace
