// What a probe states about its target.
#include <doctest/doctest.h>

#include "read/probe/probe_test.h"
#include "read/probe/section.h"

using namespace abi;
using namespace abi::test;

TEST_CASE("The section of facts is pairs of texts; an unknown key is a problem") {
    TargetFacts facts;
    std::string bytes(2, '\0');
    for (const std::string text :
         {"pointer_bits", "064", "record_layout", "m", "u128_align", "000", "char_sign", "signed"}) {
        bytes += text + std::string(3, '\0');
    }
    CHECK_FALSE(probe::read_facts(bytes, facts));
    CHECK(facts[Fact::pointer_bits] == "64");
    CHECK(facts[Fact::record_layout] == "microsoft");
    CHECK(facts[Fact::u128_align] == "");
    CHECK(facts[Fact::char_sign] == "signed");
    CHECK_FALSE(probe::read_facts("enum_bits", facts));
    CHECK(facts[Fact::enum_bits] == "");
    CHECK(probe::read_facts("nonsense", facts));
}

TEST_CASE("A C or C++ compiler answers for its own target and flags, even if the user's file redefines them") {
    const Folder folder;
    folder.write("a.h", "#pragma pack(1)\nstruct A { int a; };\n");
    struct Row {
        std::string language, triple;
        std::vector<std::string> flags;
        Fact fact;
        std::string value;
    };
    const std::vector<Row> rows{{"c", "x86_64-linux-gnu", {}, Fact::u64_align, "8"},
                                {"cpp", "x86_64-linux-gnu", {}, Fact::u64_align, "8"},
                                {"c", "i386-linux-gnu", {}, Fact::u64_align, "4"},
                                {"c", "i386-linux-gnu", {"-malign-double"}, Fact::u64_align, "8"},
                                {"c", "x86_64-linux-gnux32", {}, Fact::pointer_bits, "32"},
                                {"cpp", "x86_64-linux-gnu", {"-funsigned-char"}, Fact::char_sign, "unsigned"},
                                {"c", "x86_64-linux-gnu", {"-fshort-wchar"}, Fact::wchar_bits, "16"},
                                {"c", "x86_64-linux-gnu", {"-fshort-enums"}, Fact::enum_bits, "8"},
                                {"c", "x86_64-linux-gnu", {"-mms-bitfields"}, Fact::record_layout, "microsoft"},
                                {"c", "s390x-linux-gnu", {}, Fact::bit_order, "high"},
                                {"c", "arm-none-eabi", {}, Fact::enum_bits, "open"},
                                {"c", "arm-none-eabi", {"-fshort-enums"}, Fact::enum_bits, "8"}};
    for (const auto& row : rows) {
        CAPTURE(row.triple);
        CAPTURE(row.value);
        auto request = request_for(row.language, folder, folder.path + "/a.h", row.triple);
        request.flags = row.flags;
        request.records = {asked("A", {"a"})};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        CHECK(reading.layout.facts[row.fact] == row.value);
    }
    auto request = request_for("c", folder, folder.path + "/a.h", "x86_64-linux-gnu");
    request.records = {asked("A", {"a"})};
    request.target.compilers["c"].target = "aarch64-linux-gnu";
    CHECK(probe::read(request).layout.facts[Fact::architecture] == "aarch64");
}
