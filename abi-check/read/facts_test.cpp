#include "read/facts.h"

#include <doctest/doctest.h>

using namespace abi;

TEST_CASE("A machine has LLVM's name, and Thumb is arm") {
    struct Row {
        std::string triple, architecture, system, environment, byte_order, bit_order;
    };
    const std::vector<Row> rows{{"x86_64-linux-gnu", "x86_64", "linux", "gnu", "little", "low"},
                                {"thumbv7em-none-eabihf", "arm", "none", "eabihf", "little", "low"},
                                {"s390x-linux-musl", "s390x", "linux", "musl", "big", "high"},
                                {"riscv64-unknown-elf", "riscv64", "none", "", "little", "low"},
                                {"x86_64-pc-windows-msvc", "x86_64", "windows", "msvc", "little", "low"}};
    for (const auto& row : rows) {
        CAPTURE(row.triple);
        TargetFacts facts;
        set_machine(llvm::Triple(llvm::Triple::normalize(row.triple)), facts);
        CHECK(facts[Fact::architecture] == row.architecture);
        CHECK(facts[Fact::system] == row.system);
        CHECK(facts[Fact::environment] == row.environment);
        CHECK(facts[Fact::byte_order] == row.byte_order);
        CHECK(facts[Fact::bit_order] == row.bit_order);
    }
}

TEST_CASE("A reading has each fact from the first unit that knows it, and lists units that differ") {
    Reading reading;
    TargetFacts facts;
    facts[Fact::architecture] = "arm";
    facts[Fact::compiler] = "clang 19";
    add_facts("a.c", facts, reading);
    facts[Fact::compiler] = "gcc 12";
    add_facts("b.c", facts, reading);
    facts[Fact::enum_bits] = "8";
    add_facts("c.c", facts, reading);
    add_facts("d.c", {}, reading);
    CHECK(reading.layout.facts[Fact::architecture] == "arm");
    CHECK(reading.layout.facts[Fact::enum_bits] == "8");
    CHECK(reading.layout.facts[Fact::compiler] == "clang 19, gcc 12");
    REQUIRE(reading.unit_facts.size() == 2);
    CHECK(reading.unit_facts[0].unit == "a.c");
    CHECK(reading.unit_facts[1].unit == "c.c");
}
