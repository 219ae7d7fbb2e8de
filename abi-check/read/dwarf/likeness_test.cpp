// What is skipped because another unit wrote it alike, and because its name is not asked for.
#include "read/dwarf/dwarf_test.h"

using namespace abi;
using namespace abi::dwarf;
using namespace abi::test;

namespace {

std::string text_of(const Reading& reading) {
    std::string text = test::text_of(reading.problems);
    for (const auto& record : reading.layout.records) text += record.name + " " + test::text_of(record) + "\n";
    for (const auto& record : reading.other_definitions) {
        text += "other " + record.name + " " + test::text_of(record) + "\n";
    }
    for (const auto& one : reading.layout.enums) text += one.name + " " + test::text_of(one) + "\n";
    for (const auto& one : constants_of(reading)) text += one + "\n";
    return text;
}

/// The text of two units that are linked into one program. Checks that it is that of two objects, which share nothing.
std::string text_of_units(const std::string& first, const std::string& second, std::vector<std::string> names = {}) {
    const Folder folder;
    folder.write("a.c", first);
    folder.write("b.c", second);
    std::string text;
    for (const std::string compiler : {"clang-19", "gcc", "gcc -gdwarf-4"}) {
        CAPTURE(compiler);
        run(folder, compiler +
                        " -g -fms-extensions -fno-eliminate-unused-debug-types -c a.c b.c && gcc -shared -nostdlib a.o "
                        "b.o -o ab.so");
        text = text_of(dwarf::read(request_for(folder, {"ab.so"}, names)));
        CHECK(text == text_of(dwarf::read(request_for(folder, {"a.o", "b.o"}, names))));
    }
    return text;
}

}  // namespace

TEST_CASE("Types without names that are written alike in two units keep the names of their own fields") {
    CHECK(text_of_units("struct a { struct { int x; } n; } va;\n", "struct b { struct { int x; } n; } vb;\n") ==
          "a 4: n a::n @0\na::n 4: x i32 @0\nb 4: n b::n @0\nb::n 4: x i32 @0\n");
}

TEST_CASE("A record that was read is read again if a record within it has another layout under the same name") {
    CHECK(text_of_units("struct in { int x; }; struct a { struct in i; } va;\n",
                        "struct in { float x; }; struct a { struct in i; } va2;\n",
                        {"a"}) == "a 4: i in @0\nin 4: x i32 @0\nother in 4: x f32 @0\n");
}

TEST_CASE("An enumeration without a name stays that of its field in the unit that repeats the record") {
    const std::string record = "struct a { enum { one, two } kind; };\n";
    CHECK(text_of_units(record + "struct a va;\n", record + "struct a vb;\n") ==
          "a 4: kind a::kind @0\na::kind a::kind: u32, one = 0, two = 1\n");
}

TEST_CASE("A type of a field that typeof repeats keeps the name of the first field") {
    const std::string record = "struct a { struct { int x; } n; };\n";
    CHECK(text_of_units(record + "struct a va;\n", record + "struct a vb; struct c { __typeof__(vb.n) m; } vc;\n") ==
          "a 4: n a::n @0\na::n 4: x i32 @0\nc 4: m a::n @0\n");
}

TEST_CASE("A record within several others, by -fms-extensions, keeps the names of the types of its fields") {
    const std::string record = "struct a { struct { int x; } n; }; struct b { struct a whole; };\n";
    CHECK(text_of_units(record + "struct b va;\n", record + "struct b vb; struct c { struct a; } vc;\n") ==
          "a 4: n a::n @0\nb 4: whole a @0\na::n 4: x i32 @0\nc 4: n a::n @0\n");
}

TEST_CASE("What differs only in a value, its width or a short name is read in both units") {
    CHECK(text_of_units("enum e { one = 1 } va; enum f { all = 0xff } vf; struct s { enum e x; } vs;\n",
                        "enum e { one = 2 } vb; enum f { all = 0xff00 } vg; struct s { enum e y; } vt;\n") ==
          "s 4: x e @0\nother s 4: y e @0\n"
          "e e: u32, one = 1\nf f: u32, all = 0xff\ne e: u32, one = 2\nf f: u32, all = 0xff00\n");
}
