// Debug information that no compiler here writes: abi-check/test/dwarf/*.yaml, whose comments say what is odd.
#include "read/dwarf/dwarf_test.h"

using namespace abi;
using namespace abi::dwarf;
using namespace abi::test;

namespace {

/// Tests run in the root of the project.
Reading read_yaml(const std::string& name, const std::vector<std::string>& names) {
    const Folder folder;
    const auto yaml = std::filesystem::absolute("abi-check/test/dwarf/" + name + ".yaml").string();
    run(folder, "yaml2obj-19 '" + yaml + "' -o a.o");
    return dwarf::read(request_for(folder, {"a.o"}, names));
}

}  // namespace

TEST_CASE("A type that contains itself is unknown, and reading it ends") {
    const auto reading = read_yaml("self_reference", {"S"});
    CHECK(text_of(reading, "S") == "8 blind: the size of a is not known");
}

TEST_CASE("Reading a record that holds itself ends") {
    const auto reading = read_yaml("record_in_itself", {"S"});
    REQUIRE(find_record(reading.layout, "S") != nullptr);
    CHECK(find_record(reading.layout, "S")->fields_unknown != "");
}

TEST_CASE("A member's place is read if its expression adds a constant, but not if it depends on the object") {
    const auto reading = read_yaml("location_expressions", {"S", "T"});
    CHECK(text_of(reading, "S") == "8: a u32 @0, b u32 @4");
    CHECK(text_of(reading, "T") == "8 blind: the place of b is computed");
}

TEST_CASE("Differences of labels that RISC-V leaves to the linker are computed") {
    const auto reading = read_yaml("riscv_differences", {"S"});
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "S") == "8: a u32 @0, b u32 @4");
}

TEST_CASE("The variants of a record of Ada are members that share bytes") {
    CHECK(text_of(read_yaml("variant_part", {"S"}), "S") == "8: kind u32 @0, a u32 @4");
}

TEST_CASE("Ranges, packed arrays and computed sizes of Ada and Pascal are what they are in memory, or unknown") {
    if (!present("clang-19")) {
        MESSAGE("not tested: no clang-19 here");
        return;
    }
    const Folder folder;
    const auto source = std::filesystem::absolute("abi-check/test/dwarf/ranges_of_ada.s").string();
    run(folder, "clang-19 --target=x86_64-linux-gnu -c '" + source + "' -o a.o");
    const auto reading = dwarf::read(request_for(folder, {"a.o"}));
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "packet") ==
          "32: by_kind u8[3] @0, all_of u8[3] @3, bits boolean @6, short u16 @8, level u32:4 @10.0, signed i32:4 "
          "@10.4, biased integer @11, wide long_long_float @16");
    for (const std::string name : {"bits", "biased", "wide"}) {
        CAPTURE(name);
        const auto& fields = find_record(reading.layout, "packet")->fields;
        const auto field = std::ranges::find(fields, name, &Field::name);
        CHECK(field->type.kind == Kind::unknown);
        CHECK(size_bits(*field) == (name == "wide" ? 128 : 8));
    }
    CHECK(text_of(reading, "text") == "? blind: its size depends on the values in it");
    CHECK(text_of(reading, "holder") == "8 blind: the size of letters is not known");
}

TEST_CASE("A number is not a name") {
    const auto reading = read_yaml("number_for_a_name", {});
    CHECK(record_names(reading) == std::vector<std::string>{"S"});
    CHECK(text_of(reading, "S") == "4: a u32 @0");
}

TEST_CASE("References that lead nowhere make one record unknown, not its neighbours") {
    const auto reading = read_yaml("stray_references", {"S", "T"});
    CHECK(text_of(reading, "S") == "8 blind: the size of a is not known");
    CHECK(text_of(reading, "T") == "4: a u32 @0");
}
