#include "replay/machine_file.h"

#include <doctest/doctest.h>

#include "replay/machine.h"

using abi::parse_machine;

namespace {

std::string first_problem(const std::string& text) {
    const auto machine = parse_machine("m.json", text);
    return machine.problems.empty() ? "" : to_string(machine.problems[0]);
}

}  // namespace

TEST_CASE("A machine file has the command, the addresses and what the machine is told") {
    const auto machine = parse_machine("m.json", R"({
      "name": "board",
      "command": ["emulator", "--ram={ram}", "--append={append} poll"],
      "ram": { "address": "0x40000000", "bytes": "0x8000000" },
      "blob": { "address": "0x42000000", "bytes": "0x100000" },
      "results": { "address": "0x43000000", "bytes": 65536 },
      "boot_arguments": "replay={blob_address} at={results_address}",
      "time_limit_seconds": 5
    })");
    for (const auto& problem : machine.problems) FAIL(to_string(problem));
    CHECK(machine->name == "board");
    CHECK(machine->request.time_limit == std::chrono::seconds(5));
    const auto words = machine_command(machine->request, {"/b", "/r"}, false);
    CHECK(words == std::vector<std::string>{"emulator", "--ram=/r", "--append=replay=0x42000000 at=0x43000000 poll"});
    CHECK(results_place(machine->request).address == 0x43000000);
    CHECK(results_place(machine->request).bytes == 65536);
}

TEST_CASE("A command that does not share its memory prints its results, and so does one that says so") {
    auto machine = parse_machine("m.json", R"({"command": ["target", "{blob}"]})");
    REQUIRE(machine);
    CHECK(results_place(machine->request).bytes == 0);
    machine = parse_machine("m.json", R"({"command": ["target", "{ram}"], "results": "printed"})");
    REQUIRE(machine);
    CHECK(shares_memory(machine->request));
    CHECK(results_place(machine->request).bytes == 0);
}

TEST_CASE("Each error in a machine file has its place, what was expected and what was found") {
    struct Row {
        const char* text;
        const char* message;
    };
    const Row rows[] = {
        {"[]", "m.json:1:1: error: expected an object, found an array"},
        {"{}", "m.json:1:1: error: expected the key \"command\", found no such key"},
        {R"({"command": [""]})", "m.json:1:14: error: /command/0: expected a program, found \"\""},
        {R"({"command": ["x"], "results": {"address": 0, "bytes": 4096}})",
         "m.json:1:31: error: /results: expected \"printed\", because the command does not use {ram}, found an "
         "address"},
        {R"({"command": ["{ram}"], "blob": {"address": "0x8c000001", "bytes": 4096}})",
         "m.json:1:44: error: /blob/address: expected a multiple of 4096 up to 0x100000000000000, found 0x8c000001"},
        {R"({"command": ["{ram}"], "blob": {"address": "0x90000000", "bytes": 4096}})",
         "m.json:1:32: error: /blob: expected a part of the memory, 0x80000000 to 0x90000000, found 0x90000000 to "
         "0x90001000"},
        {R"({"command": ["{ram}"], "results": {"address": "0x8c000000", "bytes": 4096}})",
         "m.json:1:35: error: /results: expected memory that is not that of the blob, 0x8c000000 to 0x8f000000, found "
         "0x8c000000 to 0x8c001000"},
    };
    for (const auto& row : rows) CHECK(first_problem(row.text) == std::string(row.message));
    CHECK(first_problem(R"({"command": ["x"], "ram": {"address": "y", "bytes": 1}})").starts_with("m.json:1:39"));
}

TEST_CASE("A command is split as a shell splits it") {
    using Words = std::vector<std::string>;
    CHECK(abi::split_command("a  b\tc") == Words{"a", "b", "c"});
    CHECK(abi::split_command("qemu -append '{append} poll' x\"y z\"w") ==
          Words{"qemu", "-append", "{append} poll", "xy zw"});
    CHECK(abi::split_command(R"(a\ b "c\"d" 'e\f' '')") == Words{"a b", "c\"d", "e\\f", ""});
    CHECK(abi::split_command("") == Words{});
    CHECK_FALSE(abi::split_command("a 'b"));
}
