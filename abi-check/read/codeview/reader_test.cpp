// CodeView that clang-cl writes is read as the source declares it.
#include <algorithm>

#include "read/codeview/codeview_test.h"

using namespace abi;
using namespace abi::test;

namespace {

using Words = std::vector<std::string>;

constexpr const char* x64 = "x86_64-pc-windows-msvc";

Reading read(const Folder& folder, const std::string& file, const std::string& source, Words names = {}) {
    folder.write(file, source);
    return codeview::read(request_for(folder, compile(folder, file, x64), std::move(names)));
}

struct Case {
    std::string sentence;
    std::string file;
    std::string source;
    std::string record;
    std::string expected;
};

const Case cases[] = {
    {"A packet of fixed-width integers has its fields where the story puts them", "a.c",
     "struct CmdPacket { unsigned kind; unsigned _pad; unsigned long long arg; unsigned __int128 id; } x;", "CmdPacket",
     "32: kind u32 @0, _pad u32 @4 (padding), arg u64 @8, id u128 @16"},
    {"A plain char is one byte whose sign CodeView does not tell", "a.c", "struct S { char a; char b[3]; } x;", "S",
     "4: a u8 @0, b bytes[3] @1"},
    {"long and pointers are host-sized, long long is not", "a.c", "struct S { long a; long long b; void *c; } x;", "S",
     "24: a i32! @0, b i64 @8, c ptr! @16"},
    {"A flexible tail is open and takes no room", "a.c", "struct S { unsigned n; unsigned char data[]; } x;", "S",
     "4: n u32 @0, data u8[] @4"},
    {"Each declared type opens a storage unit of its own for bit-fields", "a.c",
     "struct S { unsigned char a : 3; unsigned b : 7; unsigned c : 20; } x;", "S",
     "8: a u8:3 @0.0, b u32:7 @4.0, c u32:20 @4.7"},
    {"A packed record has fields off their multiples", "a.c",
     "#pragma pack(1)\nstruct S { unsigned char a; int b; } x;", "S", "5 packed: a u8 @0, b i32 @1"},
    {"A nested record goes by its name, a nameless one by its typedef or its field", "a.c",
     "struct In { int a; }; typedef struct { int a, b; } Pair; "
     "struct S { struct In in; Pair pairs[2]; struct { short c; } one; } x;",
     "S", "24: in In @0, pairs Pair[2] @4, one S::one @20"},
    {"A nameless record of C++ has the name of its field", "a.cpp",
     "struct S { struct { int x; } one; } s; auto &t = s.one;", "S", "4: one S::one @0"},
    {"Two nameless records with the same members have two names", "a.c",
     "struct S { struct { int x; } a; struct { int x; } b; } x;", "S", "8: a S::a @0, b S::b @4"},
    {"Two fields of one nameless record share its name", "a.c", "struct S { struct { int x; } a, b; } x;", "S",
     "8: a S::a @0, b S::a @4"},
    {"What CodeView does not describe is unknown", "a.c", "struct S { _Atomic int a; int b; _Atomic int c[2]; } x;",
     "S", "16: a unknown @0, b i32 @4, c unknown @8"},
    {"A record with a virtual base is blind, because CodeView does not tell where the base lies", "a.cpp",
     "struct B { int b; }; struct S : virtual B { int s; } x;", "S",
     "24 blind: it has virtual bases, and CodeView does not tell where they lie"},
    {"An object of an empty class that has its byte is a field", "a.cpp", "struct E {}; struct S { int a; E f; } x;",
     "S", "8: a i32 @0, f E @4"},
    {"An object of an empty class that shares its byte makes the record blind", "a.cpp",
     "struct E {}; struct S { [[msvc::no_unique_address]] E e; int a; } x;", "S",
     "4 blind: an object of an empty class shares its byte with another member (e), and CodeView does not tell whether "
     "it "
     "takes room"},
    {"So does an alternative of a union without a name", "a.cpp", "struct E {}; struct S { union { E e; int a; }; } x;",
     "S",
     "4 blind: an object of an empty class shares its byte with another member (e), and CodeView does not tell whether "
     "it "
     "takes room"},
    {"Static members take no room", "a.cpp", "struct S { static int s; int a; void f(); } x;", "S", "4: a i32 @0"},
    {"More members than one list can hold are all there", "a.c",
     [] {
         std::string source = "struct S {";
         for (int i = 0; i < 4000; ++i) source += "int a_member_with_a_long_name_" + std::to_string(i) + ";";
         return source + "} x; struct T { struct S s[2]; } t;";
     }(),
     "T", "32000: s S[2] @0"},
};

bool at_hand() {
    return present("clang-cl-19");
}

}  // namespace

TEST_CASE("CodeView of clang-cl is read as the source declares it") {
    if (!at_hand()) return;
    for (const auto& one : cases) {
        CAPTURE(one.sentence);
        const Folder folder;
        const auto reading = read(folder, one.file, one.source);
        CHECK(text_of(reading, one.record) == one.expected);
        CHECK(text_of(reading.problems) == "");
    }
}

TEST_CASE("A list of members that is continued is read to its end") {
    if (!at_hand()) return;
    const Folder folder;
    const auto& many = cases[std::size(cases) - 1];
    const auto reading = read(folder, many.file, many.source);
    REQUIRE(find_record(reading.layout, "S") != nullptr);
    CHECK(find_record(reading.layout, "S")->fields.size() == 4000);
    CHECK(find_record(reading.layout, "S")->fields.back().name == "a_member_with_a_long_name_3999");
}

TEST_CASE("A record has the place of its declaration, and no alignment") {
    if (!at_hand()) return;
    const Folder folder;
    const auto reading = read(folder, "src/a.c", "\n\nstruct S { int a; } x;\n");
    REQUIRE(find_record(reading.layout, "S") != nullptr);
    CHECK(to_string(find_record(reading.layout, "S")->place) == "src/a.c:3");
    CHECK(to_string(find_record(reading.layout, "S")->fields.front().place) == "src/a.c:3");
    CHECK(!find_record(reading.layout, "S")->align_bytes);
}

TEST_CASE("Constants have their values, and enumerators are found with their scope") {
    if (!at_hand()) return;
    const Folder folder;
    const auto reading =
        read(folder, "a.cpp",
             "namespace n { constexpr int K = -7; constexpr unsigned long long L = 0x8000000000000000; "
             "enum class E : short { A = -2 }; } struct S { static const int K = 5; n::E e; } s; "
             "unsigned long long use() { return n::K + n::L + S::K; }",
             {"K", "L", "n::E::A"});
    std::string texts;
    for (const auto& one : reading.layout.constants) texts += one.name + " = " + to_string(one.value) + "\n";
    CHECK(texts == "n::E::A = -2\nn::K = -7\nn::L = 0x8000000000000000\n");
}

TEST_CASE("What a function declares is another type than what the unit declares") {
    if (!at_hand()) return;
    const Folder folder;
    const auto reading =
        read(folder, "a.c",
             "struct S { int a; } x; int f(int i) { struct S { char b; } s = {1}; struct L { int l; } l "
             "= {i}; return s.b + l.l; }",
             {"S", "L"});
    CHECK(text_of(reading, "S") == "4: a i32 @0");
    CHECK(text_of(reading, "L") == "4: l i32 @0");
    CHECK(reading.other_definitions.empty());
}

TEST_CASE("What lies in a namespace without a name is found by its name, and not listed unasked") {
    if (!at_hand()) return;
    const Folder folder;
    const std::string source = "namespace { struct S { int a; } x; } int use() { return x.a; }";
    CHECK(text_of(read(folder, "a.cpp", source, {"S"}), "S") == "4: a i32 @0");
    CHECK(record_names(read(folder, "a.cpp", source)).empty());
}

TEST_CASE("A PDB of two units that define one name differently has both definitions") {
    if (!at_hand() || !present("lld-link-19")) return;
    const Folder folder;
    folder.write("a.c", "struct S { int a; } x;");
    folder.write("b.c", "struct S { long long b; } y;");
    std::filesystem::rename(compile(folder, "a.c", x64), folder.path + "/first.obj");
    const auto second = compile(folder, "b.c", x64);
    run(folder, {"lld-link-19", "/debug", "/dll", "/noentry", "/nodefaultlib", "first.obj", second, "/out:a.dll"});
    const auto reading = codeview::read(request_for(folder, folder.path + "/a.pdb", {"S"}));
    CHECK(text_of(reading, "S") == "4: a i32 @0");
    REQUIRE(reading.other_definitions.size() == 1);
    CHECK(text_of(reading.other_definitions.front()) == "8: b i64 @0");
}

TEST_CASE("A PDB of two units with two values of one constant has both values, and an equal one once") {
    if (!at_hand() || !present("lld-link-19")) return;
    const Folder folder;
    std::vector<std::string> link{"lld-link-19", "/debug", "/dll", "/noentry", "/nodefaultlib", "/out:a.dll"};
    for (const std::string unit : {"a", "b", "c"}) {
        const std::string value = unit == "b" ? "2" : "1";
        folder.write(unit + ".cpp", "static const int K = " + value + "; int " + unit + "() { return K; }");
        std::filesystem::rename(compile(folder, unit + ".cpp", x64), folder.path + "/" + unit + "_unit.obj");
        link.push_back(unit + "_unit.obj");
    }
    run(folder, link);
    const auto reading = codeview::read(request_for(folder, folder.path + "/a.pdb", {"K"}));
    std::string texts;
    for (const auto& one : reading.layout.constants) texts += one.name + " = " + to_string(one.value) + "\n";
    CHECK(texts == "K = 1\nK = 2\n");
}

TEST_CASE("The objects of an archive are read") {
    if (!at_hand() || !present("llvm-ar-19")) return;
    const Folder folder;
    folder.write("a.c", "struct S { int a; } x;");
    run(folder, {"llvm-ar-19", "rc", "a.lib", compile(folder, "a.c", x64)});
    const auto reading = codeview::read(request_for(folder, folder.path + "/a.lib"));
    CHECK(text_of(reading, "S") == "4: a i32 @0");
    CHECK(reading.units == std::vector<std::string>{"a.lib(a.obj)"});
}

TEST_CASE("The layout of records is Microsoft's, unless clang's own triple says otherwise") {
    if (!at_hand()) return;
    const Folder folder;
    folder.write("a.c", "struct S { int a; } x;");
    const auto facts_for = [&](const std::string& triple, const std::string& option) {
        run(folder, {"clang-19", "--target=" + triple, "-gcodeview", "-g", option, "-c", "a.c", "-o", "a.obj"});
        return codeview::read(request_for(folder, folder.path + "/a.obj")).layout.facts;
    };
    const auto msvc = facts_for("i686-pc-windows-msvc", "-O0");
    CHECK(msvc[Fact::record_layout] == "microsoft");
    CHECK(msvc[Fact::compiler] == "clang 19");
    CHECK(msvc[Fact::pointer_bits] == "32");
    CHECK(facts_for("x86_64-w64-windows-gnu", "-mno-ms-bitfields")[Fact::record_layout] == "itanium");
    CHECK(facts_for("x86_64-w64-windows-gnu", "-mno-ms-bitfields")[Fact::environment] == "gnu");
    CHECK(facts_for("x86_64-pc-windows-msvc", "-gno-codeview-command-line")[Fact::record_layout].empty());
}

TEST_CASE("A file of another machine is a problem") {
    if (!at_hand()) return;
    const Folder folder;
    folder.write("a.c", "struct S { int a; } x;");
    auto request = request_for(folder, compile(folder, "a.c", "i686-pc-windows-msvc"));
    request.target.triple = x64;
    CHECK(text_of(codeview::read(request).problems) ==
          "a.obj: error: expected code for x86_64-pc-windows-msvc, found code for i386\n");
}
