#include "model/on_target.h"

#include <doctest/doctest.h>

namespace abi {
namespace {

Record record(const std::string& name, std::uint64_t size_bytes, std::vector<std::string> targets) {
    Record made;
    made.name = name;
    made.size_bytes = size_bytes;
    made.targets = std::move(targets);
    Field field{.name = "first", .type = {.kind = Kind::unsigned_integer, .width_bits = 32}};
    made.fields = {field};
    return made;
}

TEST_CASE("a target has its own layout of a record, and other targets the one without targets") {
    Layout spec;
    spec.records = {record("P", 24, {}), record("Q", 4, {}), record("P", 16, {"i686", "armv7"})};
    const Layout on_i686 = on_target(spec, "i686");
    REQUIRE(on_i686.records.size() == 2);
    CHECK(on_i686.records[0].name == "P");
    CHECK(on_i686.records[0].size_bytes == 16);
    CHECK(on_i686.records[0].targets.empty());
    CHECK(find_record(on_target(spec, "x86_64"), "P")->size_bytes == 24);
    CHECK(find_record_on(spec, "P", "armv7")->size_bytes == 16);
    CHECK(varies_by_target(spec, "P"));
    CHECK_FALSE(varies_by_target(spec, "Q"));
}

TEST_CASE("a record whose layouts all state targets does not exist elsewhere") {
    Layout spec;
    spec.records = {record("P", 24, {"x86_64"}), record("P", 16, {"i686"})};
    CHECK(on_target(spec, "riscv64").records.empty());
    CHECK(RecordTargets(spec).of("P") == std::vector<std::string>{"x86_64", "i686"});
    spec.records.push_back(record("P", 32, {}));
    CHECK(RecordTargets(spec).of("P").empty());
}

TEST_CASE("enumerations and constants are chosen by target, too") {
    Layout spec;
    spec.constants.resize(2);
    spec.constants[0].name = spec.constants[1].name = "O_DIRECT";
    spec.constants[0].value = {.low = 0x4000};
    spec.constants[1].value = {.low = 0x10000};
    spec.constants[1].targets = {"aarch64"};
    CHECK(on_target(spec, "x86_64").constants.at(0).value == Integer{.low = 0x4000});
    CHECK(on_target(spec, "aarch64").constants.at(0).value == Integer{.low = 0x10000});
}

TEST_CASE("native becomes the order of the machine, and only another order than the layout's is stated") {
    Layout spec;
    spec.byte_order = ByteOrder::native;
    spec.records = {record("P", 4, {}), record("Wire", 4, {}), record("Host", 4, {})};
    spec.records[1].byte_order = ByteOrder::big;
    spec.records[2].byte_order = ByteOrder::native;

    const Layout little = on_target(spec, "x86_64", ByteOrder::little);
    CHECK(little.byte_order == ByteOrder::little);
    CHECK_FALSE(little.records[0].fields[0].byte_order);
    CHECK(little.records[1].fields[0].byte_order == ByteOrder::big);
    CHECK_FALSE(little.records[2].fields[0].byte_order);

    const Layout big = on_target(spec, "s390x", ByteOrder::big);
    CHECK(big.byte_order == ByteOrder::big);
    CHECK_FALSE(big.records[1].fields[0].byte_order);

    spec.byte_order = ByteOrder::little;
    CHECK(on_target(spec, "s390x", ByteOrder::big).records[2].fields[0].byte_order == ByteOrder::big);
    CHECK_FALSE(on_target(spec, "s390x", ByteOrder::big).records[0].fields[0].byte_order);
}

TEST_CASE("the order of a field wins over that of its record") {
    Layout spec;
    spec.records = {record("P", 4, {})};
    spec.records[0].byte_order = ByteOrder::big;
    spec.records[0].fields[0].byte_order = ByteOrder::little;
    CHECK_FALSE(on_target(spec, "x86_64").records[0].fields[0].byte_order);
}

TEST_CASE("extents overlap where they share a target") {
    const Extent everywhere;
    const Extent i686{{"i686"}, {}};
    const Extent others{{}, {"i686"}};
    CHECK(overlap(everywhere, i686));
    CHECK(overlap(i686, everywhere));
    CHECK_FALSE(overlap(i686, others));
    CHECK_FALSE(overlap(others, i686));
    CHECK_FALSE(overlap(i686, {{"x86_64"}, {}}));
    CHECK(overlap(others, everywhere));
    CHECK(holds_on(others, "x86_64"));
    CHECK_FALSE(holds_on(others, "i686"));
}

TEST_CASE("a spec tells what varies by target, and which targets it names") {
    Layout spec;
    spec.records = {record("P", 24, {}), record("Q", 4, {"riscv64"}), record("P", 16, {"i686", "armv7"})};
    Constant constant;
    constant.name = "C";
    spec.constants = {constant, constant};
    spec.constants[1].targets = {"i686", "mips"};
    CHECK(names_that_vary(spec) == std::vector<std::string>{"P", "C"});
    CHECK(targets_named(spec) == std::vector<std::string>{"riscv64", "i686", "armv7", "mips"});
}

}  // namespace
}  // namespace abi
