// What clang states about the target of a unit.
#include <doctest/doctest.h>

#include "model/unit_facts.h"
#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::test;

namespace {

TargetFacts facts_with(const std::string& triple, const std::vector<std::string>& flags = {}) {
    auto request = request_for({{"a.c", "struct A { int a; };\n"}}, triple);
    request.flags = flags;
    return clang_reader::read(request).layout.facts;
}

}  // namespace

TEST_CASE("A unit has the facts of its target") {
    struct Row {
        std::string triple;
        Fact fact;
        std::string value;
    };
    const std::vector<Row> rows{
        {"x86_64-linux-gnu", Fact::architecture, "x86_64"},   {"x86_64-linux-gnux32", Fact::pointer_bits, "32"},
        {"x86_64-linux-gnu", Fact::u128_align, "16"},         {"i386-linux-gnu", Fact::u64_align, "4"},
        {"i386-linux-gnu", Fact::double_align, "4"},          {"i386-linux-gnu", Fact::u128_align, ""},
        {"armv7-linux-gnueabihf", Fact::u64_align, "8"},      {"armv7-linux-gnueabihf", Fact::char_sign, "unsigned"},
        {"armv7-linux-gnueabihf", Fact::enum_bits, "32"},     {"arm-none-eabi", Fact::enum_bits, "open"},
        {"thumbv7em-none-eabi", Fact::architecture, "arm"},   {"x86_64-pc-windows-msvc", Fact::long_bits, "32"},
        {"x86_64-windows-gnu", Fact::wchar_bits, "16"},       {"x86_64-windows-gnu", Fact::record_layout, "microsoft"},
        {"x86_64-linux-gnu", Fact::record_layout, "itanium"}, {"s390x-linux-gnu", Fact::bit_order, "high"},
        {"s390x-linux-gnu", Fact::u128_align, "8"},           {"avr", Fact::enum_bits, "16"}};
    for (const auto& row : rows) {
        CAPTURE(row.triple);
        CAPTURE(static_cast<int>(row.fact));
        CHECK(facts_with(row.triple)[row.fact] == row.value);
    }
}

TEST_CASE("A flag changes the facts of a unit") {
    CHECK(facts_with("x86_64-linux-gnu", {"-funsigned-char"})[Fact::char_sign] == "unsigned");
    CHECK(facts_with("x86_64-linux-gnu", {"-fshort-wchar"})[Fact::wchar_bits] == "16");
    CHECK(facts_with("x86_64-linux-gnu", {"-mms-bitfields"})[Fact::record_layout] == "microsoft");
    CHECK(facts_with("x86_64-linux-gnu", {"-mlong-double-64"})[Fact::long_double_bits] == "64");
    CHECK(facts_with("i386-linux-gnu", {"-malign-double"})[Fact::u64_align] == "8");
    CHECK(facts_with("arm-none-eabi", {"-fshort-enums"})[Fact::enum_bits] == "8");
    CHECK(facts_with("arm-none-eabi", {"-fno-short-enums"})[Fact::enum_bits] == "32");
}

TEST_CASE("A target has the facts of its triple and its flags") {
    Target target{"a", "mips64el-linux-gnuabi64", "", {}};
    CHECK(clang_reader::facts_of_target(target)[Fact::pointer_bits] == "64");
    target.flags = {"-mabi=n32"};
    CHECK(clang_reader::facts_of_target(target)[Fact::pointer_bits] == "32");
    target.flags = {"-include", "missing.h"};
    CHECK(clang_reader::facts_of_target(target)[Fact::architecture] == "mips64el");
    CHECK(clang_reader::facts_of_target({"a", "x86_64", "", {}})[Fact::architecture] == "x86_64");
    CHECK(clang_reader::facts_of_target({"a", "x86_64", "", {}})[Fact::pointer_bits] == "");
    CHECK(is_empty(clang_reader::facts_of_target({"a", "", "", {}})));
    CHECK(is_empty(clang_reader::facts_of_target({"a", "nosuch-linux-gnu", "", {}})));
}
