#include "replay/transcript.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "replay/small_specs.h"

namespace {

using abi::Transcript;

const std::string result0 =
    "00000000 01000000 00040000 00000000 8877665544332211 0000000000000000 "
    "0100000000000000 efcdab8967452301";
const std::string result2 =
    "02000000 00000000 00010000 07000000 0000000000000000 0000000000000000 "
    "0200000000000000 0000000000000080";

std::string no_spaces(std::string text) {
    std::erase(text, ' ');
    return text;
}

std::string line_of(const std::string& result) {
    return "@replay " + no_spaces(result) + "\n";
}

std::string sentinel(std::uint32_t count, const std::string& results, std::uint32_t crc_error = 0,
                     std::uint32_t pad = 0, std::uint32_t magic = 0x444e4552) {
    const auto layout = abi::test::small_protocol();
    const auto crc = abi::crc32_of(*abi::parse_hex(results)) ^ crc_error;
    const auto bytes = encode(layout, *find_record(layout, "ReplayEnd"),
                              {{"magic", {magic}}, {"case_count", {count}}, {"crc32", {crc}}, {"_pad", {pad}}},
                              abi::ByteOrder::little);
    return "@replay-end " + abi::to_hex(*bytes, 0) + "\n";
}

Transcript read(const std::string& console, std::size_t case_count = 3) {
    const auto layout = abi::test::small_protocol();
    return read_transcript(console, *abi::find_protocol(layout), case_count);
}

}  // namespace

TEST_CASE("Results and the sentinel are read between other lines, with or without carriage returns") {
    auto end = sentinel(2, result0 + result2);
    end.insert(end.size() - 1, "\r");
    auto first = line_of(result0);
    first.insert(first.size() - 1, "\r");
    const auto transcript =
        read("OpenSBI\r\n\r\n" + first + "[Loader] Summoning\nno line break" + line_of(result2) + "x\n" + end + "bye");
    for (const auto& problem : transcript.problems) FAIL(to_string(problem));
    CHECK(transcript.ended);
    REQUIRE(transcript.answers.size() == 2);
    CHECK(transcript.answers[0].index == 0);
    CHECK(transcript.answers[0].line == 3);
    CHECK(transcript.answers[1].index == 2);
    CHECK(transcript.results == *abi::parse_hex(result0 + result2));
}

TEST_CASE("An empty console gives no answers and no problems: the machine's end explains it") {
    const auto transcript = read("");
    CHECK_FALSE(transcript.ended);
    CHECK(transcript.answers.empty());
    CHECK(transcript.problems.empty());
}

TEST_CASE("Each kind of invalid line is reported with its line number") {
    std::string bad_pad = result0;
    bad_pad[bad_pad.find("8877665544332211") + 17] = '8';
    std::string far = result0;
    far[1] = '3';
    std::string wide = result0;
    wide.replace(0, 8, "ffffffff");
    struct Row {
        std::string console;
        std::string message;  // empty: any
    };
    const Row rows[] = {
        {"x\n@replay 00\n", "console:2: error: expected 96 hexadecimal digits after \"@replay \", found 2 digits"},
        {"@replay \n", "console:1: error: expected 96 hexadecimal digits after \"@replay \", found 0 digits"},
        {"@replay " + std::string(95, '0') + "g\n", ""},
        {"@replay \x1b[2J\n",
         "console:1: error: expected 96 hexadecimal digits after \"@replay \", found \"\\x1b[2J\""},
        {"@replay " + result0 + "\n", ""},  // the protocol has no spaces between digits
        {"@replay-end 00\n", "console:1: error: expected 32 hexadecimal digits after \"@replay-end \", found 2 digits"},
        {line_of(bad_pad), "console:1: error: expected ReplayResult._pad2 to be 0, found 0x80"},
        {line_of(far), "console:1: error: expected an answer to one of the 3 cases, found one to case 3"},
        {line_of(wide), "console:1: error: expected an answer to one of the 3 cases, found one to case 0xffffffff"},
        {line_of(result0) + line_of(result0),
         "console:2: error: expected the answer to case 1 or a later one, found one to case 0"},
        {line_of(result2) + line_of(result0),
         "console:2: error: expected the answer to case 3 or a later one, found one to case 0"},
        {line_of(result0) + sentinel(2, result0),
         "console:2: error: expected the sentinel to count the 1 results above it, found 2"},
        {line_of(result0) + sentinel(1, result0, 1),
         "console:2: error: expected the sentinel's CRC-32 to be 0x98ef9cd9, that of the results above it, found "
         "0x98ef9cd8"},
        {line_of(result0) + sentinel(1, result0, 0, 9), "console:2: error: expected ReplayEnd._pad to be 0, found 9"},
        {line_of(result0) + sentinel(1, result0, 0, 0, 1),
         "console:2: error: expected the sentinel's magic to be 0x444e4552, found 1"},
        {line_of(result0) + sentinel(1, result0) + line_of(result2),
         "console:3: error: expected nothing after the sentinel, found another result"},
        {line_of(result0) + sentinel(1, result0) + sentinel(1, result0),
         "console:3: error: expected one sentinel, found another"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.console);
        const auto transcript = read(row.console);
        REQUIRE(transcript.problems.size() == 1);
        if (!row.message.empty()) CHECK(to_string(transcript.problems[0]) == row.message);
    }
}

TEST_CASE("The number of problems is limited, however many lines are invalid") {
    std::string console;
    for (int i = 0; i < 1000; ++i) console += "@replay x\n";
    CHECK(read(console).problems.size() == 8);
}

namespace {

/// Three cases, of which the last needs a fresh boot, and the memory that two boots of a kernel leave.
struct Memory {
    abi::Layout layout = abi::test::small_protocol();
    abi::Protocol protocol = *abi::find_protocol(layout);
    abi::FixtureSet fixtures;
    abi::CaseSet set;
    std::vector<abi::FieldValue> head;
    abi::Bytes records;
    std::string console;

    Memory() {
        fixtures.key = abi::Bytes(16);
        for (int i = 0; i < 3; ++i) fixtures.cases.push_back({"case", "", abi::Bytes(32), "VERDICT_OK", {}, {}});
        fixtures.cases[2].fresh_boot = true;
        set = *cases_of(fixtures, abi::test::small_membrane(), protocol);
        std::string result1 = result0;
        result1[1] = '1';
        records = *abi::parse_hex(result0 + result1 + result2);
        head = {{"magic", protocol.results_magic},   {"version", {2}}, {"recorded", {3}},
                {"crc32", {abi::crc32_of(records)}}, {"boots", {2}},   {"next", {64 + 3 * 40}}};
        console = sentinel(3, abi::to_hex(records, 0));
    }
    void set_field(const std::string& name, std::uint64_t value) {
        for (auto& field : head) {
            if (field.path == name) field.value = {value};
        }
    }
    /// Changes the memory to what a kernel leaves that stopped after `count` results.
    void cut(std::uint32_t count, std::uint32_t boots, std::uint64_t next) {
        set_field("recorded", count);
        set_field("boots", boots);
        set_field("next", next);
        records.resize(count * protocol.result_bytes());
        set_field("crc32", abi::crc32_of(records));
        records.resize(3 * protocol.result_bytes());
        console.clear();
    }
    abi::ResultsMemory memory() const { return {*encode(layout, *protocol.results, head, layout.byte_order), records}; }
    Transcript read() const { return read_results(memory(), console, protocol, set); }
};

}  // namespace

TEST_CASE("Results are read from memory, and the sentinel from the console") {
    const Memory memory;
    const auto transcript = memory.read();
    for (const auto& problem : transcript.problems) FAIL(to_string(problem));
    CHECK(transcript.ended);
    REQUIRE(transcript.answers.size() == 3);
    CHECK(transcript.answers[2].index == 2);
    CHECK(transcript.answers[2].line == 0);
    CHECK(transcript.results == memory.records);
}

TEST_CASE("Results of a kernel that stopped half-way are accepted") {
    struct Row {
        std::uint32_t recorded, boots;
    };
    for (const auto& [recorded, boots] : {Row{0, 1}, Row{1, 1}, Row{2, 1}, Row{2, 2}}) {  // the last: after the reset
        CAPTURE(recorded);
        Memory memory;
        memory.cut(recorded, boots, 64 + 40 * recorded);
        const auto transcript = memory.read();
        for (const auto& problem : transcript.problems) FAIL(to_string(problem));
        CHECK(transcript.answers.size() == recorded);
        CHECK_FALSE(transcript.ended);
    }
    Memory memory;
    memory.cut(1, 2, 64 + 40);
    CHECK(memory.read().problems.size() == 1);
}

TEST_CASE("Unwritten memory gives no answers and no problems") {
    const Memory memory;
    const auto transcript = read_results({abi::Bytes(64), abi::Bytes(144)}, "", memory.protocol, memory.set);
    CHECK(transcript.answers.empty());
    CHECK(transcript.problems.empty());
    CHECK(read_results({}, "", memory.protocol, memory.set).problems.empty());
}

TEST_CASE("Each kind of invalid memory is reported") {
    struct Row {
        const char* field;
        std::uint64_t value;
        std::string message;
    };
    const Row rows[] = {
        {"magic", 1, "expected ReplayResults.magic to be 0x32544c5352494241, found 1"},
        {"version", 1, "expected ReplayResults.version to be 2, found 1"},
        {"recorded", 4, "expected at most 3 results, one for each case, found 4"},
        {"recorded", 0xffffffff, "expected at most 3 results, one for each case, found 0xffffffff"},
        {"crc32", 5, "expected ReplayResults.crc32 to be 0x2e496d56, that of its results, found 5"},
        {"boots", 1, "expected 2 boots for 3 results, found 1"},
        {"boots", 3, "expected 2 boots for 3 results, found 3"},
        {"boots", 0xffffffff, "expected 2 boots for 3 results, found 0xffffffff"},
        {"next", 0, "expected ReplayResults.next to be 0xb8, after 3 cases, found 0"},
        {"next", ~std::uint64_t{0}, "expected ReplayResults.next to be 0xb8, after 3 cases, found 0xffffffffffffffff"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.message);
        Memory memory;
        memory.set_field(row.field, row.value);
        const auto transcript = memory.read();
        REQUIRE_FALSE(transcript.problems.empty());
        CHECK(to_string(transcript.problems[0]) == "results: error: " + row.message);
    }
    Memory reserved;
    reserved.head.push_back({"_reserved[31]", {9}});
    REQUIRE(reserved.read().problems.size() == 1);
    CHECK(to_string(reserved.read().problems[0]) ==
          "results: error: expected ReplayResults._reserved[31] to be 0, found 9");
}

TEST_CASE("A truncated file, a result at the wrong index and a printed result are reported") {
    const Memory memory;
    auto read = [&](abi::ResultsMemory found, const std::string& console) {
        const auto transcript = read_results(std::move(found), console, memory.protocol, memory.set);
        REQUIRE_FALSE(transcript.problems.empty());
        return to_string(transcript.problems[0]);
    };
    auto cut = memory.memory();
    cut.head.resize(63);
    CHECK(read(cut, memory.console) == "results: error: expected 64 bytes of ReplayResults, found 63");
    cut = memory.memory();
    cut.records.pop_back();
    CHECK(read(cut, memory.console) == "results: error: expected 144 bytes of results, found 143");
    auto swapped = memory.memory();
    std::swap_ranges(swapped.records.begin(), swapped.records.begin() + 48, swapped.records.begin() + 48);
    CHECK(read(swapped, memory.console) ==
          "results: error: expected the answer to case 0 at index 0, found one to case 1");
    CHECK(read(memory.memory(), line_of(result0) + memory.console) ==
          "console:1: error: expected results in memory only, found one on the console");
    CHECK(read(memory.memory(), sentinel(2, result0)) ==
          "console:1: error: expected the sentinel to count the 3 results in memory, found 2");
}

TEST_CASE("Without the sentinel a set has not ended, whatever is in memory") {
    Memory memory;
    memory.console = "bye\n";
    const auto transcript = memory.read();
    CHECK(transcript.problems.empty());
    CHECK_FALSE(transcript.ended);
}

TEST_CASE("A target may say its name and the digest of its spec, once") {
    const std::string digest(64, 'a');
    auto transcript = read("@replay-target mine " + digest + "\r\n");
    CHECK(transcript.problems.empty());
    CHECK(transcript.target.name == "mine");
    CHECK(transcript.target.digest == digest);
    transcript = read("@replay-target mine -\n@replay-target mine -\n");
    CHECK(transcript.problems.empty());
    CHECK(transcript.target.digest.empty());
    for (const std::string& bad : {std::string(""), std::string("mine x"), "mine " + std::string(63, 'a'),
                                   std::string(65, 'n') + " -", "m\x01 -" + std::string()}) {
        CAPTURE(bad);
        CHECK(read("@replay-target " + bad + "\n").problems.size() == 1);
    }
    CHECK(to_string(read("@replay-target a -\n@replay-target b -\n").problems[0]) ==
          "console:2: error: expected one target, a, found another, b");
}

TEST_CASE("A last line that is cut off is not an error of the protocol, but is named") {
    const auto transcript = read("@replay 0123");
    CHECK(transcript.problems.empty());
    CHECK(transcript.cut == "its line is cut off after 4 of 96 digits");
    CHECK(read("@replay 0123\n").problems.size() == 1);
    CHECK(read("@replay 01x3").problems.size() == 1);
}

TEST_CASE("Results that a machine wrote and had not counted are taken when it ended badly") {
    abi::Transcript transcript;
    abi::Bytes records(3 * 48);
    records[8] = 4;   // case 0: a kind
    records[48] = 1;  // case 1: its index
    const auto layout = abi::test::small_protocol();
    const auto protocol = *abi::find_protocol(layout);
    add_uncounted(transcript, records, protocol, 3);
    CHECK(transcript.answers.size() == 2);
    CHECK(transcript.results.size() == 2 * 48);
}
