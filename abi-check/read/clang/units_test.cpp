// Several units, their errors, and how they are merged.
#include <doctest/doctest.h>

#include <map>

#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::constants_of;
using abi::test::record_names;
using abi::test::request_for;
using abi::test::text_of;

namespace {

using Names = std::vector<std::string>;
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

TEST_CASE("A static assertion that fails is told once, and hides no layout") {
    const char* const header =
        "struct S { int a, b; };\n_Static_assert(sizeof(struct S) == 4, \"S grew\");\n"
        "_Static_assert(sizeof(struct S) == 8, \"S is as it was\");\n";
    const auto reading = clang_reader::read(
        request_for({{"a.c", "#include \"s.h\"\n"}, {"b.c", "#include \"s.h\"\n"}, {"s.h", header}}));
    CHECK(reading.problems.empty());
    REQUIRE(find_record(reading.layout, "S") != nullptr);
    CHECK(find_record(reading.layout, "S")->size_bytes == 8);
    REQUIRE(reading.failed_assertions.size() == 1);
    CHECK(to_string(reading.failed_assertions[0]).find("s.h:2:") == 0);
    CHECK(reading.failed_assertions[0].found.find("S grew") != std::string::npos);
}

TEST_CASE("A static assertion within a class hides none of its fields") {
    const auto reading = clang_reader::read(
        request_for({{"a.cpp", "struct S { int a; static_assert(sizeof(int) == 8, \"\"); int b; };"}}));
    REQUIRE(find_record(reading.layout, "S") != nullptr);
    CHECK(find_record(reading.layout, "S")->size_bytes == 8);
    CHECK(find_record(reading.layout, "S")->fields.size() == 2);
    CHECK(reading.failed_assertions.size() == 1);
}

TEST_CASE("An error beside a static assertion is a problem") {
    const auto reading = clang_reader::read(
        request_for({{"a.c", "struct S { int a; };\n_Static_assert(sizeof(struct S) == 8, \"\");\nint b = c;\n"}}));
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.failed_assertions.empty());
}

}  // namespace

TEST_CASE("A unit that does not compile gives its first error and no records") {
    const auto reading = clang_reader::read(request_for({{"bad.c",
                                                          "struct Early { int x; };\n"
                                                          "#include \"types.h\"\n"
                                                          "struct Late { nowhere_t y; };\n"},
                                                         {"types.h", "struct Broken {\n  missing_t x;\n};\n"},
                                                         {"good.c", "struct Good { int x; };\n"}}));
    CHECK(text_of(reading.problems) == "types.h:2:3: error: unknown type name 'missing_t'\n");
    CHECK(record_names(reading) == Names{"Good"});
    CHECK(reading.units == Names{"/src/good.c"});
}

TEST_CASE("A warning is not an error, whatever the flags are") {
    auto request = request_for({{"a.c", "#warning beware\nstruct S { int x; };;\n"}});
    request.flags = {"-Weverything", "-Werror", "-pedantic-errors"};
    CHECK(text_of(clang_reader::read(request), "S") == "4/4: x i32 @0");
}

TEST_CASE("Function bodies are not parsed") {
    CHECK(text_of(clang_reader::read(request_for({{"a.c", "void f(void) { nowhere(1 +); }\nstruct S { int x; };"}})),
                  "S") == "4/4: x i32 @0");
}

TEST_CASE(
    "A missing file, a missing header and an unknown option are problems "
    "with a place") {
    auto request = request_for({{"a.c", "#include \"gone.h\"\n"}});
    request.files.push_back("/src/gone.c");
    CHECK(text_of(clang_reader::read(request).problems) ==
          "a.c:1:10: error: 'gone.h' file not found\n"
          "gone.c: error: error reading '/src/gone.c': No such file or "
          "directory\n");
    request = request_for({{"a.c", "int x;"}});
    request.flags = {"-fno-such-thing"};
    CHECK(text_of(clang_reader::read(request).problems) == "a.c: error: unknown argument: '-fno-such-thing'\n");
}

TEST_CASE("A file that clang does not compile is a problem that names its suffix, or its command if that is for C") {
    const auto problem_of = [](const std::string& name, const std::string& text) {
        return text_of(clang_reader::read(request_for({{name, text}})).problems);
    };
    CHECK(problem_of("a.o", "") ==
          "a.o: error: expected an object, an archive or an executable, found an empty file\n");
    CHECK(problem_of("a.o", "hello") ==
          "a.o: error: expected an object, an archive or an executable, found another kind of file\n");
    CHECK(problem_of("a.zig", "const x = 1;") ==
          "a.zig: error: expected a compiled file, or a source in C or C++, found .zig, which a probe reads by its own "
          "compiler "
          "(\"reader\": \"probe\" of a layer in .abi-check.json)\n");
    for (const auto& [name, suffix] : {std::pair("a.inc", ".inc"), {"packet", "no suffix"}, {"a.s", ".s"}}) {
        CAPTURE(name);
        CHECK(problem_of(name, "struct S { int x; };") ==
              std::string(name) +
                  ": error: expected a compiled file, or a source whose suffix clang knows as C or C++, found " +
                  suffix + "; name its language by the flag -x c or -x c++: abi-check … FILE -- -x c\n");
    }
    auto request = request_for({{"packet", "struct S { int x; };"}});
    request.flags = {"-x", "c"};
    CHECK(text_of(clang_reader::read(request), "S") == "4/4: x i32 @0");
    request = request_for({{"a.c", "int x;"}});
    request.flags = {"/src/b.c"};
    CHECK(text_of(clang_reader::read(request).problems) ==
          "a.c: error: the command does not compile exactly one source file\n");
}

TEST_CASE("Asking for macros neither hides nor moves an error at the end of a unit") {
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
        CHECK(text_of(clang_reader::read(request).problems) == error);
    }
}

TEST_CASE("A function body that is never closed is a problem, because it hides the declarations after it") {
    for (const auto* file : {"a.c", "a.cpp"}) {
        CAPTURE(file);
        const auto reading = clang_reader::read(request_for({{file, "void f() { if (1) { }\nstruct S { int x; };\n"}}));
        CHECK(text_of(reading.problems) == std::string(file) +
                                               ":3:1: error: expected '}' of a function body, "
                                               "found the end of the file\n");
        CHECK(reading.units.empty());
    }
}

TEST_CASE("A record in a header that many units read is one record") {
    const auto reading = clang_reader::read(
        request_for({{"a.c", "#include \"p.h\"\n"}, {"b.c", "#include \"p.h\"\n"}, {"p.h", "struct P { int x; };\n"}}));
    CHECK(record_names(reading) == Names{"P"});
    CHECK(reading.other_definitions.empty());
    CHECK(reading.units.size() == 2);
}

TEST_CASE("Two definitions with one layout are one record, the first") {
    const auto reading = clang_reader::read(request_for(
        {{"a.c", "struct P { unsigned x; };\n"}, {"b.c", "\ntypedef unsigned u32; struct P { u32 x; };\n"}}));
    CHECK(record_names(reading) == Names{"P"});
    CHECK(reading.layout.records[0].place.file == "a.c");
    CHECK(reading.other_definitions.empty());
}

TEST_CASE("A second definition with another layout is kept beside the first") {
    const auto reading =
        clang_reader::read(request_for({{"a.c", "struct P { int x; };\n"},
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

TEST_CASE("A record of a namespace without a name, or of a function, is local to its unit") {
    const test::Source templates{"ring.h", "template <class T> struct Ring { T slot; };\n"};
    auto request = request_for({{"a.cpp",
                                 "#include \"ring.h\"\nstruct Shared { int x; };\n"
                                 "namespace { struct Own { int x; }; }\ntypedef Ring<Own> OwnRing;\n"
                                 "void f() { struct Body { int x; }; }\n"},
                                {"b.cpp",
                                 "namespace { struct Own { long x; }; }\n"
                                 "void g() { struct Body { long x; }; }\n"},
                                templates});
    request.names = {"Shared", "Own", "OwnRing", "Body"};
    const auto reading = clang_reader::read(request);
    CHECK(text_of(reading.problems) == "");
    std::map<std::string, bool> local;
    for (const auto& record : reading.layout.records) local[record.name] = record.unit_local;
    CHECK_FALSE(local.at("Shared"));
    CHECK(local.at("Own"));
    CHECK(local.at("OwnRing"));
    CHECK(local.at("Body"));
    REQUIRE_FALSE(reading.other_definitions.empty());
    for (const auto& other : reading.other_definitions) CHECK(other.unit_local);
}

TEST_CASE("A record that C and C++ read from one header is one definition, even if its inner types have other names") {
    const test::Source header{"p.h",
                              "struct P {\n"
                              "  struct In { struct { struct Deep { int a; } deep; } un; } in;\n"
                              "  union { int b; char c[2]; };\n"
                              "  enum Kind { k } kind;\n"
                              "  struct { int d; } nameless;\n"
                              "};\n"};
    for (const bool c_first : {true, false}) {
        CAPTURE(c_first);
        const auto reading = clang_reader::read(request_for({{c_first ? "a.c" : "a.cpp", "#include \"p.h\"\n"},
                                                             {c_first ? "b.cpp" : "b.c", "#include \"p.h\"\n"},
                                                             header}));
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "P").starts_with("16/4: in "));
        Names others;
        for (const auto& other : reading.other_definitions) others.push_back(other.name);
        CHECK(others == Names{});
    }
}

TEST_CASE("If C and C++ give a record different layouts, it has two definitions; so has an inner record") {
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
        const auto reading = clang_reader::read(
            request_for({{"a.c", "#include \"p.h\"\n"}, {"b.cpp", "#include \"p.h\"\n"}, {"p.h", header}}));
        CHECK(text_of(reading.problems) == "");
        REQUIRE(reading.other_definitions.size() == 1);
        CHECK(reading.other_definitions[0].name == "P");
    }
    const auto apart = clang_reader::read(request_for({{"a.c", "struct P { struct In { int x; } in; };\n"},
                                                       {"b.cpp", "\nstruct P { struct In { int x; } in; };\n"}}));
    CHECK(apart.other_definitions.size() == 1);
}

TEST_CASE("A definition in one unit replaces a declaration in another, in either order") {
    for (const bool first : {true, false}) {
        CAPTURE(first);
        auto request = request_for({{"a.c", first ? "struct P { int x; };" : "struct P;"},
                                    {"b.c", first ? "struct P;" : "struct P { int x; };"}});
        request.names = {"P"};
        const auto reading = clang_reader::read(request);
        CHECK(text_of(reading, "P") == "4/4: x i32 @0");
        CHECK(reading.other_definitions.empty());
    }
}

TEST_CASE("Enumerations and constants that differ between units are both kept") {
    auto request = request_for({{"a.c", "enum E { A = 1 };\n#define M 1\n"},
                                {"b.c", "enum E { A = 2 };\n#define M 2\n"},
                                {"c.c", "enum E { A = 1 };\n#define M 1\n"}});
    request.names = {"E", "M"};
    const auto reading = clang_reader::read(request);
    CHECK(constants_of(reading) == Names{"M = 1", "M = 2"});
    CHECK(reading.layout.enums.size() == 2);
}

TEST_CASE("The number of jobs does not change the answer" * doctest::test_suite("threads")) {
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
    const std::string one = all_of(clang_reader::read(request));
    CHECK(one.find("other Odd") != std::string::npos);
    CHECK(one.find("unit7.c:4:1: error: unknown type name 'broken7'") != std::string::npos);
    for (const unsigned jobs : {2U, 4U, 64U}) {
        CAPTURE(jobs);
        request.jobs = jobs;
        CHECK(all_of(clang_reader::read(request)) == one);
    }
}

TEST_CASE("Without files nothing is read, and there is no problem") {
    const auto reading = clang_reader::read(Request{});
    CHECK(all_of(reading).empty());
}
