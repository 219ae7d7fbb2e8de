#include "replay/transcript.h"

#include <doctest/doctest.h>

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
    CHECK(*abi::find_value(transcript.answers[0].fields, "arg") == abi::Integer{0x1122334455667788});
    CHECK(*abi::find_value(transcript.answers[0].fields, "id") == abi::Integer{1, 0x0123456789abcdef});
    CHECK(transcript.answers[1].index == 2);
    CHECK(*abi::find_value(transcript.answers[1].fields, "_pad") == abi::Integer{7});
}

TEST_CASE("Nothing is no answer and no problem: the machine's end tells why") {
    const auto transcript = read("");
    CHECK_FALSE(transcript.ended);
    CHECK(transcript.answers.empty());
    CHECK(transcript.problems.empty());
}

TEST_CASE("Every kind of nonsense is named with its line") {
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
        {"@replay " + result0 + "\n", ""},  // spaces between digits are not of the protocol
        {"@replay-end 00\n", "console:1: error: expected 32 hexadecimal digits after \"@replay-end \", found 2 digits"},
        {line_of(bad_pad), "console:1: error: expected ReplayResult._pad2 to be 0, found 0x80"},
        {line_of(far), "console:1: error: expected answers to 3 cases, from 0, found one to case 3"},
        {line_of(wide), "console:1: error: expected answers to 3 cases, from 0, found one to case 0xffffffff"},
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

TEST_CASE("However long the nonsense, the problems stay few") {
    std::string console;
    for (int i = 0; i < 1000; ++i) console += "@replay x\n";
    CHECK(read(console).problems.size() == 8);
}
