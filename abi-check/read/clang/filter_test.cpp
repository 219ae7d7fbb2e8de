// Which units are parsed, and which are left out because they cannot declare a wanted name. Every reading is compared
// with one that parses all units.
#include "read/clang/filter.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "model/words.h"
#include "read/clang/clang_test.h"
#include "read/clang/files.h"
#include "read/clang/unit_scan.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::constants_of;
using abi::test::record_names;
using abi::test::request_for;
using abi::test::Source;
using abi::test::text_of;

namespace {

using Names = std::vector<std::string>;

std::string declarations_of(const Reading& reading) {
    std::string text;
    for (const auto& record : reading.layout.records) {
        text += record.name + " " + to_string(record.place) + " " + text_of(record) + "\n";
    }
    for (const auto& record : reading.other_definitions) {
        text += "other " + record.name + " in " + record.unit + " " + text_of(record) + "\n";
    }
    for (const auto& one : reading.layout.enums) text += "enum " + one.name + " " + to_string(one.place) + "\n";
    for (const auto& one : constants_of(reading)) text += one + "\n";
    return text;
}

/// What is read with the filter. Fails if more is read without it.
Reading filtered(Request request) {
    auto reading = clang_reader::read(request);
    request.filters = false;
    request.cache_folder = "";
    CHECK(declarations_of(reading) == declarations_of(clang_reader::read(request)));
    return reading;
}

Names left_out(const Reading& reading) {
    Names files;
    for (const auto& choice : reading.choices) {
        if (choice.is_left_out) files.push_back(choice.file);
    }
    return files;
}

std::string why(const Reading& reading, const std::string& file) {
    for (const auto& choice : reading.choices) {
        if (choice.file == file) return choice.why + (choice.found_in.empty() ? "" : " in " + choice.found_in);
    }
    return "";
}

/// Whether the struct S of `unit.c`, or of another source with that name, is read; beside it lies a unit that is plain.
struct Found {
    bool is_read = false;  // the record S was found
    bool is_left_out = false;
    std::string why;
};
Found find_s(std::vector<Source> sources, const Names& flags = {}, const std::string& triple = "riscv64-linux-gnu") {
    const std::string unit = sources.front().name;
    sources.insert(sources.begin(), {"plain.c", "struct Plain { int x; };\n"});
    auto request = request_for(sources, triple);
    request.names = {"Plain", "S", "CmdPacket"};
    request.flags = {"-ffreestanding"};
    request.flags.insert(request.flags.end(), flags.begin(), flags.end());
    const auto reading = filtered(request);
    return {
        .is_read = find_record(reading.layout, "S") != nullptr || find_record(reading.layout, "CmdPacket") != nullptr,
        .is_left_out = left_out(reading) == Names{unit},
        .why = why(reading, unit)};
}

constexpr const char* s = "struct S { int x; };\n";

TEST_CASE("A unit whose files have no wanted name is left out") {
    auto request = request_for({{"a.c", "#include \"s.h\"\n"},
                                {"b.c", "#include \"t.h\"\nint S_size; /* S */\nconst char* c = \"S\";\n// struct S\n"},
                                {"s.h", s},
                                {"t.h", "struct T { int x; };\n"}});
    request.names = {"S"};
    const auto reading = filtered(request);
    CHECK(left_out(reading) == Names{"b.c"});
    CHECK(why(reading, "a.c") == "it has S in s.h");
    CHECK(why(reading, "b.c") == "none of its 3 files can declare a wanted name");
    CHECK(reading.units == Names{"/src/a.c"});
}

TEST_CASE("A unit that only uses a name is left out") {
    auto request = request_for({{"a.c", "#include \"s.h\"\nstruct S s;\n"},
                                {"b.c", "int f(int kind) { if (kind == S) return S; return g(S); }\n"},
                                {"c.c", "#define DECLARE(x) struct x { int y; };\nint a; DECLARE(S)\n"},
                                {"d.c", "#include \"m.h\"\nint a; DECLARE(S)\n"},
                                {"m.h", "#define OTHER(x) struct x { int y; };\n#define DECLARE OTHER\n"},
                                {"s.h", s}});
    request.names = {"S"};
    request.filters = true;
    const auto reading = clang_reader::read(request);
    CHECK(left_out(reading) == Names{"b.c"});
    CHECK(why(reading, "d.c") == "it has S in d.c");
    CHECK(reading.other_definitions.size() == 2);
}

TEST_CASE("Without names no unit is left out") {
    auto request = request_for({{"a.c", s}, {"b.c", "int x;\n"}});
    CHECK(clang_reader::read(request).choices.empty());
}

TEST_CASE("A request that does not filter parses every unit") {
    auto request = request_for({{"a.c", s}, {"b.c", "int x\n"}});
    request.names = {"S"};
    request.filters = false;
    const auto reading = clang_reader::read(request);
    CHECK(reading.choices.empty());
    CHECK(reading.problems.size() == 1);
}

TEST_CASE("If no unit has a wanted name, the first file is read, and its errors are told") {
    auto request = request_for({{"a.c", "int x\n"}, {"b.c", "int y\n"}});
    request.names = {"S"};
    const auto reading = clang_reader::read(request);
    CHECK(left_out(reading) == Names{"a.c", "b.c"});
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems[0].place.file == "a.c");
}

TEST_CASE("A unit that lacks a header is parsed and told, because the header could have the name") {
    auto request = request_for({{"a.c", s}, {"b.c", "#include \"gone.h\"\n"}, {"c.c", "int x\n"}});
    request.names = {"S"};
    const auto reading = filtered(request);
    CHECK(left_out(reading) == Names{"c.c"});
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems[0].place.file == "b.c");
    CHECK(why(reading, "b.c") == "'gone.h' file not found");
}

TEST_CASE("A unit whose preprocessor meets #error is parsed and told") {
    auto request = request_for({{"a.c", s},
                                {"b.c", "#ifndef A\n#error \"A is \\\n missing\"\n#endif\n"},
                                {"c.c", "#ifdef A\n  # error A\n#endif\nint x\n"},
                                {"d.c", "/*\n#error */ struct S { long x; };\n"}});
    request.names = {"S"};
    const auto reading = filtered(request);
    CHECK(left_out(reading) == Names{"c.c"});
    REQUIRE(reading.problems.size() == 1);
    CHECK(to_string(reading.problems[0]) == "b.c:2:2: error: \"A is  missing\"");
    CHECK(reading.other_definitions.size() == 1);
}

TEST_CASE("A unit with an option that cannot be followed is told") {
    const auto found = find_s({{"b.c", "int x;\n"}}, {"-fplugin=x.so"});
    CHECK_FALSE(found.is_left_out);
}

TEST_CASE("Every word of a qualified name must be there") {
    auto request = request_for({{"a.cpp", "namespace a { struct S { int x; }; }\n"},
                                {"b.cpp", "namespace b { struct S { int x; }; }\n"},
                                {"c.cpp", "namespace a { struct T { int x; }; }\n"}});
    request.names = {"a::S"};
    CHECK(left_out(filtered(request)) == Names{"b.cpp", "c.cpp"});
    request.names = {"S"};
    CHECK(left_out(filtered(request)) == Names{"c.cpp"});
}

TEST_CASE("The arguments of a template need not be looked for") {
    auto request =
        request_for({{"a.cpp", "template <class T, int N> struct Ring { T t[N]; };\ntypedef Ring<int, 4> X;\n"},
                     {"b.cpp", "int x;\n"}});
    request.names = {"Ring<int, 4>"};
    const auto reading = filtered(request);
    CHECK(left_out(reading) == Names{"b.cpp"});
    CHECK(reading.layout.records.size() == 1);
}

TEST_CASE("A name with letters that a source may spell otherwise turns the filter off") {
    auto request = request_for({{"a.c", "struct gr\\u00f6\\u00dfe { int x; };\n"}, {"b.c", "int x;\n"}});
    request.names = {
        "gr\xc3\xb6\xc3\x9f"
        "e"};
    const auto reading = filtered(request);
    CHECK(left_out(reading).empty());
    CHECK(reading.layout.records.size() == 1);
}

TEST_CASE("A name may come from the command line") {
    CHECK(find_s({{"u.c", "struct NAME { int x; };\n"}}, {"-DNAME=S"}).is_read);
    CHECK(find_s({{"u.c", "DECLARE\n"}}, {"-DDECLARE=struct S { int x; };"}).is_read);
    CHECK(find_s({{"u.c", "int x;\n"}, {"s.h", s}}, {"-include", "/src/s.h"}).is_read);
    CHECK(
        find_s({{"u.c", "struct NAME { int x; };\n"}, {"m.h", "#define NAME S\n"}}, {"-imacros", "/src/m.h"}).is_read);
    CHECK(find_s({{"u.c", "#include <s.h>\n"}, {"d/s.h", s}}, {"-I/src/d"}).is_read);
    CHECK(find_s({{"u.c", "int x;\n"}}).is_left_out);
}

TEST_CASE("A macro may name the header") {
    CHECK(find_s({{"u.c", "#include HEADER\n"}, {"s.h", s}}, {"-DHEADER=\"s.h\""}).is_read);
    CHECK(find_s({{"u.c", "#define H <s.h>\n#include H\n"}, {"s.h", s}}, {"-I/src"}).is_read);
    CHECK(find_s({{"u.c", "#define Q(x) #x\n#define H(x) Q(x.h)\n#include H(s)\n"}, {"s.h", s}}).is_read);
    CHECK(find_s({{"u.c", "#if __has_include(\"s.h\")\n#include \"s.h\"\n#endif\n"}, {"s.h", s}}).is_read);
    CHECK(find_s({{"u.c", "#if defined A && A > 2\n#include \"s.h\"\n#endif\n"}, {"s.h", s}}, {"-DA=3"}).is_read);
    CHECK(find_s({{"u.c", "#if defined A && A > 2\n#include \"s.h\"\n#endif\n"}, {"s.h", s}}, {"-DA=2"}).is_left_out);
}

TEST_CASE("The value of a macro that no file defines is a constant") {
    auto request = request_for({{"a.c", "int x;\n"}, {"b.c", "int y;\n"}});
    request.names = {"__SIZEOF_INT128__"};
    const auto reading = filtered(request);
    CHECK(left_out(reading).empty());
    CHECK(join(constants_of(reading)) == "__SIZEOF_INT128__ = 0x10");
}

TEST_CASE("A name may be made by ##") {
    const std::string cat = "#define CAT(a, b) a##b\n#define CALL(a, b) CAT(a, b)\n";
    for (const std::string text : {
             "struct CAT(Cmd, Packet) { int x; };\n",
             "struct CALL(CAT(C, md), CAT(Pack, et)) { int x; };\n",
             "#define P Packet\nstruct CALL(Cmd, P) { int x; };\n",
             "#define T(n) struct n##Packet { int x; };\nT(Cmd)\n",
             "#define APPLY(m, a, b) m(a, b)\nstruct APPLY(CAT, Cmd, Packet) { int x; };\n",
             "#define OPEN CALL(\nstruct OPEN Cmd, Packet ) { int x; };\n",
             "#define ALL(...) __VA_ARGS__\nALL(int y; struct CAT(Cmd, Packet) { int x; };)\n",
             "#define ALL(...) __VA_ARGS__\n#define L (\nALL(struct CAT L Cmd, Packet) { int x; };)\n",
             "#define GLUE(a, b) a##b\n#define MAKECmd struct CALL(Cmd, Packet) { int x; };\nGLUE(MAKE, Cmd)\n",
             "struct CAT\n(Cmd,\n#if 1\nPacket\n#else\nOther\n#endif\n) { int x; };\n",
             "struct CAT(Cmd, Pack\\\net) { int x; };\n",
             "struct CA\\\nT(Cmd, Packet) { int x; };\n",
             "#define END Packet)\nstruct CALL(Cmd, CAT(Pack, et)) { int x; };\n",
             "#include \"x_def.h\"\n#define X(n) struct Cmd##n { int x; };\n#include \"x_def.h\"\n",
         }) {
        CAPTURE(text);
        const auto found = find_s({{"u.c", cat + text}, {"x_def.h", "#ifdef X\nX(Packet)\n#endif\n"}});
        CHECK(found.is_read);
        CHECK(found.why == "the preprocessor makes CmdPacket");
    }
    const std::string digraph = "%:define CAT(a, b) a%:%:b\nstruct CAT(Cmd, Packet) { int x; };\n";
    CHECK(find_s({{"u.c", digraph}}).is_read);
    CHECK(find_s({{"u.c", "struct CAT(Cmd, Packet) { int x; };\n"}}, {"-DCAT(a,b)=a##b"}).is_read);
    CHECK(find_s({{"u.c", "#define CAT(a, b) a##b\n#define C(a, b) CAT(a, b)\nstruct C(PRE, Packet) { int x; };\n"}},
                 {"-DPRE=Cmd"})
              .is_read);
}

TEST_CASE("Digits of a name that is made by ## may come from the place") {
    auto request = request_for(
        {{"a.c", "int y;\n"},
         {"b.c", "#define CAT(a, b) a##b\n#define C(a, b) CAT(a, b)\nstruct C(Slot, __LINE__) { int x; };\n"}});
    request.names = {"Slot3"};
    const auto reading = filtered(request);
    CHECK(left_out(reading) == Names{"a.c"});
    CHECK(reading.layout.records.size() == 1);
}

TEST_CASE("Tokens that no ## can reach make no name") {
    const std::string text =
        "#define CAT(a, b) a##b\n#define C Cmd\nint CAT(x, 1); int Cmd; int Packet;\nint f(int Cmd) { return Cmd; }\n";
    const auto found = find_s({{"u.c", text}});
    CHECK(found.is_left_out);
    CHECK(found.why == "none of its 2 files can declare a wanted name");
    // Here only the whole preprocessor knows.
    const auto other = find_s({{"u.c", "#define CAT(a, b) a##b\nint CAT(Packet, Cmd); int CAT(x, Cmd);\n"}});
    CHECK(other.is_left_out);
}

TEST_CASE("Lines may be spliced within a name") {
    CHECK(find_s({{"u.c", "struct Cmd\\\nPacket { int x; };\n"}}).is_read);
    CHECK(find_s({{"u.c", "struct Cmd\\\r\nPac\\\r\n\\\r\nket { int x; };\n"}}).is_read);
    CHECK(find_s({{"u.c", "struct Cmd\\  \nPacket { int x; };\n"}}).is_read);
    CHECK(find_s({{"u.c", "struct Cmd\?\?/\nPacket { int x; };\n"}}, {"-std=c17"}).is_read);
    CHECK(find_s({{"u.c", "#inc\\\nlude \"s.\\\nh\"\n"}, {"s.h", s}}).is_read);
}

TEST_CASE("A text that languages read differently is left to clang's preprocessor") {
    // C knows no raw strings, so S is not a part of one.
    CHECK(find_s({{"u.c", "#define R\nconst char* a = R\"(\";\nstruct S { int x; };\nconst char* b = \")\";\n"}},
                 {"-std=c17"})
              .is_read);
    CHECK(find_s({{"u.c", "#define DROP(a)\nDROP(1'2') struct S { int x; }; int c = '3';\n"}}).is_read);
    CHECK(find_s({{"u.c", "int c = 1 //**/ 1; struct S { int x; }; int y\n;\n"}}, {"-std=c89"}).is_read);
    CHECK(find_s({{"u.c", "\?\?=include \"s.h\"\n"}, {"s.h", s}}, {"-std=c17"}).is_read);
    CHECK(find_s({{"u.c", "#warning see a/*\nstruct S { int x; };\n/* */\n"}}).is_read);
}

TEST_CASE("Directives are found in each spelling") {
    for (const std::string text :
         {"%:include \"s.h\"\n", "/* a */ #include \"s.h\"\n", "\\\n#include \"s.h\"\n",
          "/*\n*/ # /**/ include /**/ \"s.h\"\n", "#import \"s.h\"\n",
          "#define A\n#if defined(A) // \\\n\n#include \"s.h\"\n#endif\n",
          "const char* c = \"/*\"; // '\n#include \"s.h\"\n", "#define Q '\"'\n#include \"s.h\"\n",
          "#error_is_no_directive\n", "#if 0\n\"don't\n#endif\n#include \"s.h\"\n", "\f\v#include \"s.h\"\n",
          "int c = '\\\"';\n#include \"s.h\"\n"}) {
        CAPTURE(text);
        const auto found = find_s({{"u.c", text}, {"s.h", s}});
        CHECK(found.is_left_out == (text.find("s.h") == std::string::npos));
    }
}

TEST_CASE("What a macro's pragma changes is left to clang's preprocessor") {
    const std::string text =
        "#define PUSH _Pragma(\"push_macro(\\\"H\\\")\")\n#define POP _Pragma(\"pop_macro(\\\"H\\\")\")\n"
        "#define H \"s.h\"\nPUSH\n#undef H\n#define H \"t.h\"\nPOP\n#include H\n";
    CHECK(find_s({{"u.c", text}, {"s.h", s}, {"t.h", "int y;\n"}}).is_read);
    const std::string plain =
        "#pragma push_macro(\"H\")\n#define H \"s.h\"\n#pragma push_macro(\"H\")\n#undef H\n#define H \"t.h\"\n"
        "#pragma pop_macro(\"H\")\n#include H\n";
    CHECK(find_s({{"u.c", plain}, {"s.h", s}, {"t.h", "int y;\n"}}).is_read);
}

TEST_CASE("A count that only the whole unit tells is left to clang's preprocessor") {
    const std::string text = "int a = __COUNTER__;\n#if __COUNTER__ == 1\n#include \"s.h\"\n#endif\n";
    CHECK(find_s({{"u.c", text}, {"s.h", s}}).is_read);
    const std::string line = "#line 100\n#if __LINE__ > 50\n#include \"s.h\"\n#endif\n";
    CHECK(find_s({{"u.c", line}, {"s.h", s}}).is_read);
}

TEST_CASE("A unit with modules or a precompiled header is parsed") {
    CHECK(find_s({{"u.cpp", "export module m;\n"}}, {"-std=c++20", "-x", "c++-module"}).why ==
          "modules, by /src/u.cpp");
    CHECK(find_s({{"u.cpp", "import m;\n"}}, {"-std=c++20"}).why == "modules, by /src/u.cpp");
    CHECK(find_s({{"u.cpp", "#define IMPORT import\nIMPORT m;\n"}}, {"-std=c++20"}).why == "modules, by /src/u.cpp");
    CHECK(find_s({{"u.c", "int x;\n"}}, {"-fmodules"}).why == "modules");
    CHECK(find_s({{"u.c", "int x;\n"}}, {"-include-pch", "/src/s.pch"}).why == "a precompiled header of other files");
}

TEST_CASE("The choice does not depend on the number of threads" * doctest::test_suite("threads")) {
    std::vector<Source> sources{{"s.h", s}, {"t.h", "#define CAT(a, b) a##b\n"}};
    for (int at = 0; at < 24; ++at) {
        const auto* const text = at % 3 == 0   ? "#include \"s.h\"\n"
                                 : at % 3 == 1 ? "#include \"t.h\"\nstruct CAT(Cmd, Packet) { int x; };\n"
                                               : "#include \"t.h\"\nint CAT(x, y);\n";
        sources.push_back({"u" + std::to_string(at) + ".c", text});
    }
    auto request = request_for(sources);
    request.names = {"S", "CmdPacket"};
    const auto one = filtered(request);
    request.jobs = 4;
    const auto many = filtered(request);
    CHECK(left_out(one).size() == 8);
    CHECK(left_out(one) == left_out(many));
    CHECK(declarations_of(one) == declarations_of(many));
}

/// A folder on the disk with a cache; gone at the end of the test.
struct Folder {
    Folder()
        : path(std::filesystem::temp_directory_path() /
               ("abi-check-filter-" + std::to_string(std::random_device()()))) {
        std::filesystem::create_directories(path / "first");
        std::filesystem::create_directories(path / "second");
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
    Request request() const {
        Request made;
        made.files = {(path / "a.c").string(), (path / "b.c").string()};
        made.flags = {"-ffreestanding", "-I" + (path / "first").string(), "-I" + (path / "second").string()};
        made.root = path.string();
        made.target.triple = "riscv64-linux-gnu";
        made.names = {"S"};
        made.cache_folder = (path / "cache").string();
        return made;
    }

    std::filesystem::path path;
};

TEST_CASE("With the cache, a unit that was left out is parsed when a header appears or changes") {
    const Folder folder;
    folder.write("a.c", s);
    folder.write("b.c", "#include <h.h>\n#if __has_include(<later.h>)\n#include <later.h>\n#endif\n");
    folder.write("second/h.h", "int y;\n");
    CHECK(left_out(filtered(folder.request())) == Names{"b.c"});
    CHECK(left_out(filtered(folder.request())) == Names{"b.c"});
    folder.write("first/h.h", "struct S { long x; };\n");  // hides the other one
    auto reading = filtered(folder.request());
    CHECK(left_out(reading).empty());
    CHECK(reading.other_definitions.size() == 1);
    std::filesystem::remove(folder.path / "first/h.h");
    CHECK(left_out(filtered(folder.request())) == Names{"b.c"});
    folder.write("first/later.h", "struct S { char x; };\n");
    reading = filtered(folder.request());
    CHECK(left_out(reading).empty());
    CHECK(reading.other_definitions.size() == 1);
    std::filesystem::remove(folder.path / "first/later.h");
    CHECK(left_out(filtered(folder.request())) == Names{"b.c"});
    folder.write("second/h.h", "struct S { short x; };\n");
    CHECK(filtered(folder.request()).other_definitions.size() == 1);
}

TEST_CASE("The cache keeps what was chosen, and does not mix it with what is read without the filter") {
    const Folder folder;
    folder.write("a.c", s);
    folder.write("b.c", "int x\n");
    auto request = folder.request();
    CHECK(clang_reader::read(request).problems.empty());
    CHECK(why(clang_reader::read(request), "b.c") == "none of its 2 files can declare a wanted name");
    request.filters = false;
    CHECK(clang_reader::read(request).problems.size() == 1);
    request.filters = true;
    folder.write("a.c", "int y\n");  // now no unit has the name
    CHECK(clang_reader::read(request).problems.size() == 1);
    CHECK(clang_reader::read(request).problems.size() == 1);
    folder.write("b.c", s);
    CHECK(clang_reader::read(request).problems.empty());
}

/// Random sources of macros that may make CmdPacket.
class RandomSource {
  public:
    explicit RandomSource(unsigned seed) : random_(seed) {}

    std::string text() {
        std::string made;
        const unsigned lines = 3 + below(8);
        for (unsigned at = 0; at < lines; ++at) made += line();
        return made;
    }

  private:
    using Words = std::vector<std::string>;
    unsigned below(std::size_t end) { return static_cast<unsigned>(random_() % end); }
    std::string one_of(const Words& words) { return words[below(words.size())]; }
    std::string piece() { return one_of({"Cmd", "Packet", "Pack", "et", "C", "md", "x", "Cmd", "Packet"}); }
    std::string name() { return one_of({"A", "B", "D", "F", "G", "ALL", "CAT"}); }
    std::string use(unsigned depth = 0) {
        if (depth > 2) return piece();
        switch (below(8)) {
        case 0: return name();
        case 1: return name() + "(" + use(depth + 1) + ")";
        case 2:
        case 3: return name() + "(" + use(depth + 1) + ", " + use(depth + 1) + ")";
        case 4: return name() + " L " + use(depth + 1) + ", " + use(depth + 1) + ")";
        case 5: return "ALL(" + name() + " L " + use(depth + 1) + ", " + use(depth + 1) + "))";
        case 6: return "ALL(" + use(depth + 1) + "; " + use(depth + 1) + ")";
        default: return piece();
        }
    }
    std::string value() {
        return one_of({"a ## b", "a ## b", piece() + " ## a", "a ## " + piece(), name() + "(a, b)",
                       name() + "(a, " + piece() + ")", name() + " (", "a b", name(), piece(),
                       "b(a, " + piece() + ")"});
    }
    std::string line() {
        switch (below(9)) {
        case 0:
            return "#define " + name() + " " +
                   one_of({piece(), name(), name() + "(Cmd", name() + " (", name() + "(Cmd, Packet)"}) + "\n";
        case 1: return "#undef " + name() + "\n";
        case 2: return one_of({"#if 1\n", "#if 0\n#else\n", "#ifdef A\n", "#ifndef B\n"}) + line() + "#endif\n";
        case 3:
        case 4: return "#define " + name() + "(a, b...) " + value() + "\n";
        case 5:
            return "#define " + name() + "(a, b...) " +
                   one_of({"a", "a ## Packet", "Cmd ## a", "B(a, Packet)", "A(Cmd, a)"}) + "\n";
        case 6: return use() + " " + use() + one_of({"", ";", "{", "\n", ")"}) + "\n";
        default: return "struct " + use() + " { int x; };\n";
        }
    }

    std::mt19937 random_;
};

TEST_CASE("Of random macros, none makes a name in a unit that was left out") {
    std::vector<Source> sources{
        {"base.h",
         "#define L (\n#define ALL(...) __VA_ARGS__\n#define CAT_(a, b) a##b\n#define CAT(a, b) CAT_(a, b)\n"}};
    for (unsigned at = 0; at < 1500; ++at) {
        RandomSource random(at);
        const std::string header = "h" + std::to_string(at) + ".h";
        sources.push_back({header, random.text()});
        sources.push_back(
            {"u" + std::to_string(at) + ".c", "#include \"base.h\"\n#include \"" + header + "\"\n" + random.text()});
    }
    auto request = request_for(sources);
    request.flags = {"-ffreestanding"};
    const auto commands = commands_for(request, request.files_from);
    REQUIRE(commands);
    const Names names{"CmdPacket"};
    const WantedWords words(names);
    SharedFiles shared;
    shared.files = request.files_from;
    const auto files_of = [&](std::size_t at) { return files_from_directory(shared, (*commands)[at].directory); };
    const auto choices = choose_units(*commands, names, request.root, 1, files_of);
    unsigned made = 0;
    unsigned omitted = 0;
    for (std::size_t at = 0; at < commands->size(); ++at) {
        ScannedFiles table(words);
        const auto truth = preprocess_unit((*commands)[at], table, files_of(at), request.root);
        const bool is_made = words.first_name(truth.words, truth.words) != nullptr;
        const bool is_left_out = choices[at].is_left_out;
        CAPTURE((*commands)[at].file);
        CAPTURE(choices[at].why);
        if (is_made) CHECK_FALSE(is_left_out);
        made += is_made ? 1 : 0;
        omitted += is_left_out ? 1 : 0;
    }
    CHECK(made > 50);
    CHECK(omitted > 150);
    MESSAGE(made << " made, " << omitted << " left out");
}

}  // namespace
