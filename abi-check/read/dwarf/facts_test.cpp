// What objects state about their target.
#include "read/dwarf/dwarf_test.h"

using namespace abi;
using namespace abi::test;

TEST_CASE("An object has the facts of its headers, attributes, base types and producer") {
    struct Row {
        std::string compiler;
        Fact fact;
        std::string value;
    };
    const std::vector<Row> rows{{"clang-19 --target=x86_64-linux-gnu", Fact::architecture, "x86_64"},
                                {"clang-19 --target=x86_64-linux-gnux32", Fact::pointer_bits, "32"},
                                {"clang-19 --target=mips64el-linux-gnuabi64 -mabi=n32", Fact::architecture, "mips64el"},
                                {"clang-19 --target=s390x-linux-gnu", Fact::byte_order, "big"},
                                {"clang-19 --target=arm64-apple-macos", Fact::system, "darwin"},
                                {"clang-19 --target=x86_64-w64-mingw32", Fact::system, "windows"},
                                {"clang-19 --target=x86_64-linux-gnu", Fact::system, ""},
                                {"clang-19 --target=arm-none-eabi", Fact::enum_bits, "32"},
                                {"clang-19 --target=arm-none-eabi -fshort-enums", Fact::enum_bits, "8"},
                                {"clang-19 --target=arm-none-eabi -fshort-wchar", Fact::wchar_bits, "16"},
                                {"clang-19 --target=x86_64-linux-gnu", Fact::long_bits, "64"},
                                {"clang-19 --target=i386-linux-gnu", Fact::long_double_bits, "96"},
                                {"clang-19 --target=x86_64-linux-gnu -funsigned-char", Fact::char_sign, "unsigned"},
                                {"clang-19 --target=avr", Fact::pointer_bits, ""}};
    const Folder folder;
    folder.write("a.c", "struct A { int a; } a;\nlong b;\nlong double c;\nchar d;\n__WCHAR_TYPE__ w;\n");
    for (const auto& row : rows) {
        CAPTURE(row.compiler);
        run(folder, row.compiler + " -ffreestanding -g -c a.c -o a.o");
        CHECK(dwarf::read(request_for(folder, {"a.o"}, {"A"})).layout.facts[row.fact] == row.value);
    }
}

TEST_CASE("GCC writes its options into the producer") {
    const Folder folder;
    if (!ran(folder, "gcc --version")) return;
    folder.write("a.c", "struct A { int a; } a;\n");
    run(folder, "gcc -fshort-enums -fshort-wchar -g -c a.c -o a.o");
    const auto facts = dwarf::read(request_for(folder, {"a.o"}, {"A"})).layout.facts;
    CHECK(facts[Fact::enum_bits] == "8");
    CHECK(facts[Fact::wchar_bits] == "16");
    CHECK(facts[Fact::compiler].starts_with("GNU C"));
}
