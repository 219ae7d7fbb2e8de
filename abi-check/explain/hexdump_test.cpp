#include "explain/hexdump.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "test/hexdump_text.h"

namespace {

/// 0x400, 0, 0x1234, zeros, and text of an odd length: 63 bytes.
abi::Bytes sample() {
    abi::Bytes bytes(48, 0);
    bytes[1] = 0x04;
    bytes[8] = 0x34;
    bytes[9] = 0x12;
    for (const char c : std::string("Hello, ring!\x01\x02\x03")) bytes.push_back(static_cast<std::uint8_t>(c));
    return bytes;
}

struct Dump {
    const char* tool;
    abi::DumpFormat format;
    const char* text;
};

const Dump dumps[] = {
    {"xxd", abi::DumpFormat::xxd,
     "00000000: 0004 0000 0000 0000 3412 0000 0000 0000  ........4.......\n"
     "00000010: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n"
     "00000020: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n"
     "00000030: 4865 6c6c 6f2c 2072 696e 6721 0102 03    Hello, ring!...\n"},
    {"xxd -g4", abi::DumpFormat::xxd,
     "00000000: 00040000 00000000 34120000 00000000  ........4.......\n"
     "00000010: 00000000 00000000 00000000 00000000  ................\n"
     "00000020: 00000000 00000000 00000000 00000000  ................\n"
     "00000030: 48656c6c 6f2c2072 696e6721 010203    Hello, ring!...\n"},
    {"xxd -g1", abi::DumpFormat::xxd,
     "00000000: 00 04 00 00 00 00 00 00 34 12 00 00 00 00 00 00  ........4.......\n"
     "00000010: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ................\n"
     "00000020: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ................\n"
     "00000030: 48 65 6c 6c 6f 2c 20 72 69 6e 67 21 01 02 03     Hello, ring!...\n"},
    {"xxd -u", abi::DumpFormat::xxd,
     "00000000: 0004 0000 0000 0000 3412 0000 0000 0000  ........4.......\n"
     "00000010: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n"
     "00000020: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n"
     "00000030: 4865 6C6C 6F2C 2072 696E 6721 0102 03    Hello, ring!...\n"},
    {"xxd -e", abi::DumpFormat::xxd,
     "00000000: 00000400 00000000 00001234 00000000  ........4.......\n"
     "00000010: 00000000 00000000 00000000 00000000  ................\n"
     "00000020: 00000000 00000000 00000000 00000000  ................\n"
     "00000030: 6c6c6548 72202c6f 21676e69   030201  Hello, ring!...\n"},
    {"xxd -e -g2", abi::DumpFormat::xxd,
     "00000000: 0400 0000 0000 0000 1234 0000 0000 0000  ........4.......\n"
     "00000010: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n"
     "00000020: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n"
     "00000030: 6548 6c6c 2c6f 7220 6e69 2167 0201   03  Hello, ring!...\n"},
    {"xxd -p", abi::DumpFormat::plain,
     "000400000000000034120000000000000000000000000000000000000000\n"
     "00000000000000000000000000000000000048656c6c6f2c2072696e6721\n"
     "010203\n"},
    {"xxd -i", abi::DumpFormat::plain,
     "unsigned char s_bin[] = {\n"
     "  0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x34, 0x12, 0x00, 0x00,\n"
     "  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,\n"
     "  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,\n"
     "  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,\n"
     "  0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x2c, 0x20, 0x72, 0x69, 0x6e, 0x67, 0x21,\n"
     "  0x01, 0x02, 0x03\n"
     "};\n"
     "unsigned int s_bin_len = 63;\n"},
    {"hexdump -C", abi::DumpFormat::hexdump_canonical,
     "00000000  00 04 00 00 00 00 00 00  34 12 00 00 00 00 00 00  |........4.......|\n"
     "00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
     "*\n"
     "00000030  48 65 6c 6c 6f 2c 20 72  69 6e 67 21 01 02 03     |Hello, ring!...|\n"
     "0000003f\n"},
    {"hexdump", abi::DumpFormat::hexdump_words,
     "0000000 0400 0000 0000 0000 1234 0000 0000 0000\n"
     "0000010 0000 0000 0000 0000 0000 0000 0000 0000\n"
     "*\n"
     "0000030 6548 6c6c 2c6f 7220 6e69 2167 0201 0003\n"
     "000003f\n"},
    {"hexdump -b", abi::DumpFormat::hexdump_words,
     "0000000 000 004 000 000 000 000 000 000 064 022 000 000 000 000 000 000\n"
     "0000010 000 000 000 000 000 000 000 000 000 000 000 000 000 000 000 000\n"
     "*\n"
     "0000030 110 145 154 154 157 054 040 162 151 156 147 041 001 002 003    \n"
     "000003f\n"},
    {"hexdump -o", abi::DumpFormat::hexdump_words,
     "0000000  002000  000000  000000  000000  011064  000000  000000  000000\n"
     "0000010  000000  000000  000000  000000  000000  000000  000000  000000\n"
     "*\n"
     "0000030  062510  066154  026157  071040  067151  020547  001001  000003\n"
     "000003f\n"},
    {"od", abi::DumpFormat::od,
     "0000000 002000 000000 000000 000000 011064 000000 000000 000000\n"
     "0000020 000000 000000 000000 000000 000000 000000 000000 000000\n"
     "*\n"
     "0000060 062510 066154 026157 071040 067151 020547 001001 000003\n"
     "0000077\n"},
    {"od -b", abi::DumpFormat::od,
     "0000000 000 004 000 000 000 000 000 000 064 022 000 000 000 000 000 000\n"
     "0000020 000 000 000 000 000 000 000 000 000 000 000 000 000 000 000 000\n"
     "*\n"
     "0000060 110 145 154 154 157 054 040 162 151 156 147 041 001 002 003\n"
     "0000077\n"},
    {"od -A x", abi::DumpFormat::od,
     "000000 002000 000000 000000 000000 011064 000000 000000 000000\n"
     "000010 000000 000000 000000 000000 000000 000000 000000 000000\n"
     "*\n"
     "000030 062510 066154 026157 071040 067151 020547 001001 000003\n"
     "00003f\n"},
    {"od -A d", abi::DumpFormat::od,
     "0000000 002000 000000 000000 000000 011064 000000 000000 000000\n"
     "0000016 000000 000000 000000 000000 000000 000000 000000 000000\n"
     "*\n"
     "0000048 062510 066154 026157 071040 067151 020547 001001 000003\n"
     "0000063\n"},
    {"od -A x -t x1", abi::DumpFormat::od,
     "000000 00 04 00 00 00 00 00 00 34 12 00 00 00 00 00 00\n"
     "000010 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
     "*\n"
     "000030 48 65 6c 6c 6f 2c 20 72 69 6e 67 21 01 02 03\n"
     "00003f\n"},
    {"od -t x2", abi::DumpFormat::od,
     "0000000 0400 0000 0000 0000 1234 0000 0000 0000\n"
     "0000020 0000 0000 0000 0000 0000 0000 0000 0000\n"
     "*\n"
     "0000060 6548 6c6c 2c6f 7220 6e69 2167 0201 0003\n"
     "0000077\n"},
    {"od -A d -t x4", abi::DumpFormat::od,
     "0000000 00000400 00000000 00001234 00000000\n"
     "0000016 00000000 00000000 00000000 00000000\n"
     "*\n"
     "0000048 6c6c6548 72202c6f 21676e69 00030201\n"
     "0000063\n"},
    {"od -t x8", abi::DumpFormat::od,
     "0000000 0000000000000400 0000000000001234\n"
     "0000020 0000000000000000 0000000000000000\n"
     "*\n"
     "0000060 72202c6f6c6c6548 0003020121676e69\n"
     "0000077\n"},
    {"od -A x -t x1z", abi::DumpFormat::od,
     "000000 00 04 00 00 00 00 00 00 34 12 00 00 00 00 00 00  >........4.......<\n"
     "000010 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  >................<\n"
     "*\n"
     "000030 48 65 6c 6c 6f 2c 20 72 69 6e 67 21 01 02 03     >Hello, ring!...<\n"
     "00003f\n"},
    {"od -A n -v -t x1", abi::DumpFormat::plain,
     " 00 04 00 00 00 00 00 00 34 12 00 00 00 00 00 00\n"
     " 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
     " 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
     " 48 65 6c 6c 6f 2c 20 72 69 6e 67 21 01 02 03\n"},
};

/// Without addresses the end within the last word is not known: a zero follows the 63 bytes.
const Dump padded_dumps[] = {
    {"od -A n -v", abi::DumpFormat::od,
     " 002000 000000 000000 000000 011064 000000 000000 000000\n"
     " 000000 000000 000000 000000 000000 000000 000000 000000\n"
     " 000000 000000 000000 000000 000000 000000 000000 000000\n"
     " 062510 066154 026157 071040 067151 020547 001001 000003\n"},
    {"od -A n -v -t x2", abi::DumpFormat::od,
     " 0400 0000 0000 0000 1234 0000 0000 0000\n"
     " 0000 0000 0000 0000 0000 0000 0000 0000\n"
     " 0000 0000 0000 0000 0000 0000 0000 0000\n"
     " 6548 6c6c 2c6f 7220 6e69 2167 0201 0003\n"},
    {"od -A n -v -t x4", abi::DumpFormat::od,
     " 00000400 00000000 00001234 00000000\n"
     " 00000000 00000000 00000000 00000000\n"
     " 00000000 00000000 00000000 00000000\n"
     " 6c6c6548 72202c6f 21676e69 00030201\n"},
    {"od -A n -v -t x8", abi::DumpFormat::od,
     " 0000000000000400 0000000000001234\n"
     " 0000000000000000 0000000000000000\n"
     " 0000000000000000 0000000000000000\n"
     " 72202c6f6c6c6548 0003020121676e69\n"},
};

/// Dumps of the first 32 bytes.
const Dump gdb_dumps[] = {
    {"x/32bx", abi::DumpFormat::gdb,
     "0x4010 <slots>:\t0x00\t0x04\t0x00\t0x00\t0x00\t0x00\t0x00\t0x00\n"
     "0x4018 <slots+8>:\t0x34\t0x12\t0x00\t0x00\t0x00\t0x00\t0x00\t0x00\n"
     "0x4020 <slots+16>:\t0x00\t0x00\t0x00\t0x00\t0x00\t0x00\t0x00\t0x00\n"
     "0x4028 <slots+24>:\t0x00\t0x00\t0x00\t0x00\t0x00\t0x00\t0x00\t0x00\n"},
    {"x/8wx", abi::DumpFormat::gdb,
     "0x4010 <slots>:\t0x00000400\t0x00000000\t0x00001234\t0x00000000\n"
     "0x4020 <slots+16>:\t0x00000000\t0x00000000\t0x00000000\t0x00000000\n"},
    {"x/4gx", abi::DumpFormat::gdb,
     "0x4010 <slots>:\t0x0000000000000400\t0x0000000000001234\n"
     "0x4020 <slots+16>:\t0x0000000000000000\t0x0000000000000000\n"},
    {"x/16hx", abi::DumpFormat::gdb,
     "0x4010 <slots>:\t0x0400\t0x0000\t0x0000\t0x0000\t0x1234\t0x0000\t0x0000\t0x0000\n"
     "0x4020 <slots+16>:\t0x0000\t0x0000\t0x0000\t0x0000\t0x0000\t0x0000\t0x0000\t0x0000\n"},
};

abi::Bytes bytes_of(const abi::Result<abi::HexDump>& dump) {
    return dump && dump->chunks.size() == 1 ? dump->chunks[0].bytes : abi::Bytes();
}

}  // namespace

TEST_CASE("Each tool's dump of the same bytes gives the same bytes") {
    for (const auto& dump : dumps) {
        CAPTURE(std::string(dump.tool));
        const auto read = abi::read_hex_dump("dump", dump.text);
        REQUIRE(read);
        CHECK(abi::to_string(read->format) == abi::to_string(dump.format));
        CHECK(bytes_of(read) == sample());
        CHECK_FALSE(read->starts_late);
        CHECK(abi::remarks(*read).empty());
    }
}

TEST_CASE("Lines may end in CR LF, and a text may begin with the byte order mark of UTF-8") {
    for (const auto& dump : dumps) {
        CAPTURE(std::string(dump.tool));
        std::string text = "\xEF\xBB\xBF";
        for (const char* c = dump.text; *c != '\0'; ++c) text += *c == '\n' ? "\r\n" : std::string(1, *c);
        CHECK(bytes_of(abi::read_hex_dump("dump", text)) == sample());
    }
}

TEST_CASE("od -A n prints no addresses; it is recognised by one blank before each word and 16 bytes a line") {
    for (const auto& dump : padded_dumps) {
        CAPTURE(std::string(dump.tool));
        auto bytes = sample();
        bytes.push_back(0);
        const auto read = abi::read_hex_dump("dump", dump.text);
        REQUIRE(read);
        CHECK(abi::to_string(read->format) == abi::to_string(dump.format));
        CHECK(bytes_of(read) == bytes);
    }
    const auto starred = abi::read_hex_dump("dump", " 0400 0000 0000 0000 0000 0000 0000 0000\n*\n 0001\n");
    REQUIRE(starred);
    CHECK(starred->cut.starts_with("a \"*\" was ignored: without addresses"));
    // A short line that is not the last, and indented lines.
    CHECK(bytes_of(abi::read_hex_dump("dump", " 0400 0000 0000 0000 0000 0000 0000 0000\n 0001\n 0002\n"))[0] == 0x04);
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("dump", "  0400 0000\n  0001 0000\n")), 0) == "0400000000010000");
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("dump", " 0400 0000\n")), 0) == "04000000");
}

TEST_CASE("gdb's groups are little-endian words, with and without symbols") {
    auto expected = sample();
    expected.resize(32);
    for (const auto& dump : gdb_dumps) {
        CAPTURE(std::string(dump.tool));
        const auto read = abi::read_hex_dump("dump", dump.text);
        REQUIRE(read);
        CHECK(read->format == abi::DumpFormat::gdb);
        CHECK(bytes_of(read) == expected);
        CHECK(read->chunks[0].address == 0x4010);
        CHECK_FALSE(read->order_is_guess);
        // A terminal may copy a tab as blanks.
        std::string blanks;
        for (const char* c = dump.text; *c != '\0'; ++c) blanks += *c == '\t' ? "    " : std::string(1, *c);
        CHECK(bytes_of(abi::read_hex_dump("dump", blanks)) == expected);
    }
    const auto bare = abi::read_hex_dump("gdb", "(gdb) x/2wx $a0\n0x7ffe10:\t0x00000400\t0x00000001\n");
    REQUIRE(bare);
    CHECK(abi::to_hex(bytes_of(bare), 4) == "00040000 01000000");
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("short", "0x0: 00 04\n0x2: 00 01\n")), 0) == "00040001");
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("tabs", "0000:\t00\t04\t00\n")), 0) == "000400");
    CHECK(bare->ignored_lines == 1);
    CHECK(bare->ignored_example == "(gdb) x/2wx $a0");
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("gdb", "0x7ffe10 <ring::take(int, char)::slots+16>:\t0x00000400\n")),
                      0) == "00040000");
}

TEST_CASE("A kernel's log: print_hex_dump after each kind of prefix") {
    for (const std::string prefix :
         {"", "[   12.345678] ", "<6>[   12.345678][  T123] ", "Nov 24 10:00:00 host kernel: [   12.345678] ",
          "Nov  4 10:00:00 host kernel: ", "2024-11-24T10:00:00.123456+01:00 host kernel: [   12.345678] ",
          "[Sun Nov 24 10:00:00 2024] ", "kern  :debug : [   12.345678] "}) {
        CAPTURE(prefix);
        const auto read = abi::read_hex_dump(
            "log", prefix + "booting\n" + prefix +
                       "ring: 00000000: 00 04 00 00 00 00 00 00 34 12 00 00 00 00 00 00  ........4.......\n" + prefix +
                       "ring: 00000010: 48 65 6c 6c 6f                                   Hello\n");
        REQUIRE(read);
        CHECK(read->format == abi::DumpFormat::log);
        CHECK(abi::to_hex(bytes_of(read), 0) == "0004000000000000341200000000000048656c6c6f");
        CHECK(read->ignored_lines == 1);
        CHECK(read->ignored_example == (prefix + "booting").substr(0, 60));
        // Without addresses: DUMP_PREFIX_NONE.
        const auto bare = abi::read_hex_dump("log", prefix + "ring: 00 04 00 00 34 12 00 00  ....4...\n");
        REQUIRE(bare);
        CHECK(abi::to_hex(bytes_of(bare), 0) == "0004000034120000");
    }
    // Groups of four bytes are words of the host, unless the column of characters contradicts.
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("log", "[ 1.000000] ring: 00000000: 00000400 00000001\n")), 0) ==
          "0004000001000000");
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("log", "[ 1.000000] ring: 00000000: 41424344 00000001  ABCD....\n")),
                      0) == "4142434400000001");
}

TEST_CASE("Bytes after words are a log: each line is a run, and lines without bytes are counted") {
    // A packet that refkernel refuses, and a result, as it prints them.
    const auto said = abi::read_hex_dump("log",
                                         "[Ring] packet 4: 00040000 00000000 34120000 00000000\n"
                                         "[Ring] refused: 3\n"
                                         "[Ring] packet 5: 01000000 00000000 00000000 00000000\n"
                                         "@replay 0400000000000000\n"
                                         "Consciousness transferred successfully.\n");
    REQUIRE(said);
    CHECK(said->format == abi::DumpFormat::log);
    REQUIRE(said->chunks.size() == 3);
    CHECK(abi::to_hex(said->chunks[0].bytes, 0) == "00040000000000003412000000000000");
    CHECK(said->chunks[1].address == 16);
    CHECK(abi::to_hex(said->chunks[2].bytes, 0) == "0400000000000000");
    CHECK(said->ignored_lines == 2);
    CHECK(said->ignored_example == "[Ring] refused: 3");
    CHECK(abi::remarks(*said) == std::vector<std::string>{"2 lines hold no bytes: \"[Ring] refused: 3\""});

    const auto continued = abi::read_hex_dump("log", "refused 00 04 00 00\n01 00 00 00\n");
    REQUIRE(continued);
    CHECK(abi::to_hex(bytes_of(continued), 0) == "0004000001000000");
}

TEST_CASE("Times that a CI wrote before the lines of a dump are ignored") {
    const abi::Bytes expected{0x00, 0x04, 0x00, 0x00, 0x41, 0x00, 0x00, 0x00, 0x01,
                              0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09};
    for (const std::string prefix :
         {"2024-11-24T10:00:00.1234567Z ", "build\tUNKNOWN STEP\t2024-11-24T10:00:00.1234567Z ",
          "2024-11-24T10:00:00.123456Z 01O ", "2024-11-24 10:00:00,123 ", "Nov 24 10:00:00 ",
          "[Sun Nov 24 10:00:00 2024] ", "[   12.345678] "}) {
        CAPTURE(prefix);
        const std::vector<std::vector<std::string>> texts{
            {"00000000: 0004 0000 4100 0000 0102 0304 0506 0708  ....A...........",
             "00000010: 09                                       ."},
            {"00000000  00 04 00 00 41 00 00 00  01 02 03 04 05 06 07 08  |....A...........|",
             "00000010  09                                                |.|", "00000011"},
            {"0000000 0400 0000 0041 0000 0201 0403 0605 0807", "0000010 0009", "0000011"}};
        for (const auto& lines : texts) {
            std::string text;
            for (const auto& line : lines) text += prefix + line + "\n";
            const auto read = abi::read_hex_dump("ci", text);
            REQUIRE(read);
            CHECK(bytes_of(read) == expected);
        }
    }
    const auto timed = abi::read_hex_dump("ci", "2024-11-24T10:00:00.1Z 00 04\n2024-11-24T10:00:01.1Z 41 00\n");
    REQUIRE(timed);
    CHECK(timed->chunks.size() == 2);
}

TEST_CASE("Several dumps in one text are separate runs, with each tool") {
    std::string text = "The packet:\n";
    text += dumps[8].text;
    text += "and again\n";
    text += dumps[8].text;
    text += dumps[0].text;
    const auto read = abi::read_hex_dump("two", text);
    REQUIRE(read);
    REQUIRE(read->chunks.size() == 3);
    for (const auto& chunk : read->chunks) CHECK(chunk.bytes == sample());
    CHECK(read->ignored_lines == 2);

    const auto words = abi::read_hex_dump("two",
                                          "0000000 0400 0000\n0000004\nthen\n0000000 0001 0000\n0000004\n"
                                          "0000000 0002\n0000002\n");
    REQUIRE(words);
    REQUIRE(words->chunks.size() == 3);
    CHECK(abi::to_hex(words->chunks[1].bytes, 0) == "01000000");
}

TEST_CASE("A dump may begin at any address, and a star may stand for many lines") {
    for (const char* text : {"00000040: 0004 0000 0000 0000 3412 0000 0000 0000  ........4.......\n",
                             "0000040 0400 0000 0000 0000 1234 0000 0000 0000\n0000050\n",
                             "00000040  00 04 00 00 00 00 00 00  34 12 00 00 00 00 00 00  |........4.......|\n"}) {
        CAPTURE(std::string(text));
        const auto read = abi::read_hex_dump("late", text);
        REQUIRE(read);
        CHECK(read->starts_late);
        CHECK(read->chunks[0].address == 0x40);
        CHECK(abi::to_hex(bytes_of(read), 0) == "00040000000000003412000000000000");
    }
    const auto star = abi::read_hex_dump("star",
                                         "0000000 0001 0002 0003 0004 0005 0006 0007 0008\n*\n"
                                         "0000030 0000\n*\n0000036\n");
    REQUIRE(star);
    CHECK(abi::to_hex(bytes_of(star), 16) ==
          "01000200030004000500060007000800 01000200030004000500060007000800 "
          "01000200030004000500060007000800 000000000000");
}

TEST_CASE("A line with only an address ends a dump only if it is within the last word") {
    const auto inside = abi::read_hex_dump("dump", "00000000  00 04 00 00 |....|\n00000001\n");
    REQUIRE(inside);
    CHECK(abi::to_hex(bytes_of(inside), 0) == "00040000");
    CHECK(inside->ignored_example == "00000001");
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("dump", "0000000 0400 0001\n0000003\n")), 0) == "000401");
}

TEST_CASE("A new dump may begin after an empty line") {
    const auto read = abi::read_hex_dump("dump", "0000000 0400 0000\n\n0000000 0001 0000\n");
    REQUIRE(read);
    CHECK(read->chunks.size() == 2);
}

TEST_CASE("A first column that does not grow by the number of bytes in each line is data") {
    struct Row {
        const char* text;
        const char* bytes;
    };
    for (const auto& [text, bytes] :
         {Row{"00000000 04 00", "000000000400"},
          Row{"00000400 00000000\n00000401 00000000", "00000400000000000000040100000000"},
          Row{"00000000\n00000000\n", "0000000000000000"}, Row{"0000 0001\n0002 0003\n", "0000000100020003"},
          Row{"00000000 0400 0000\n", "0000000004000000"},
          // One line in three may fit by chance.
          Row{"00000000 01\n00000001 02\n00000007 03\n00000009 04", "0000000001000000010200000007030000000904"}}) {
        CAPTURE(std::string(text));
        const auto read = abi::read_hex_dump("hex", text);
        REQUIRE(read);
        CHECK(read->format == abi::DumpFormat::plain);
        CHECK(abi::to_hex(bytes_of(read), 0) == bytes);
    }
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("hex", "00000000 0400 0000\n00000004 0001\n")), 0) == "000400000100");
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("hex", "0000000 0400 0000\n")), 0) == "00040000");
    // hexdump -o: six octal digits after six digits are not a column of characters.
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("hex", "0000000  002000  000000  000001\n0000006\n")), 0) ==
          "000400000100");
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("hex", "0000  00 04\n0002  01 00\n")), 0) == "00040100");
}

TEST_CASE("The byte order in groups is a guess if no column of characters shows it") {
    const auto silent = abi::read_hex_dump("xxd", "00000000: 00000400 00000000\n");
    REQUIRE(silent);
    CHECK(silent->order_is_guess);
    CHECK(abi::remarks(*silent) ==
          std::vector<std::string>{"groups of several bytes were read in memory order (a guess)"});
    const auto dots = abi::read_hex_dump("xxd", "00000000: 00004100 00000000  .A......\n");
    REQUIRE(dots);
    CHECK_FALSE(dots->order_is_guess);
    CHECK(abi::to_hex(bytes_of(dots), 0) == "0041000000000000");
    // A column of characters that begins with blanks.
    CHECK(abi::to_hex(bytes_of(abi::read_hex_dump("xxd", "00000000: 41202020               A\n")), 0) == "20202041");
}

TEST_CASE("The column of characters never counts as bytes, whatever it contains") {
    for (const std::string text : {"00000000: 3030 3030  0000\n", "00000000: 2020 2041       A\n",
                                   "00000000  30 30 3a 20 34 31 7c 7c                           |00: 41|||\n",
                                   "00000000  30 30 30 30 3a 20 31 31  20 32 32 20 7c 20 20 20  |0000: 11 22 |   |\n",
                                   "00000000  61 20 30 30 30 30 3a 20  31 31 20 32 32 20 7c     |a 0000: 11 22 ||\n",
                                   "00000000  5b 31 2e 32 5d 20 34 31  20 34 32 20 34 33 20 34  |[1.2] 41 42 43 4|\n",
                                   "0000: 00 04 00 00  # the kind\n"}) {
        CAPTURE(text);
        const auto read = abi::read_hex_dump("dump", text);
        REQUIRE(read);
        REQUIRE(read->chunks.size() == 1);
        CHECK(read->chunks[0].address == 0);
        CHECK(read->ignored_lines == 0);
        const bool is_canonical = read->format == abi::DumpFormat::hexdump_canonical;
        if (is_canonical) CHECK(abi::test::to_hexdump(read->chunks[0]) == text);
        if (!is_canonical) CHECK(read->chunks[0].bytes.size() == 4);
    }
}

TEST_CASE("A line of a dump with a wrong digit is ignored as a whole, with a remark") {
    for (const char* line : {"00000010: 00 0g 00 00", "00000010: 0001 0g02", "00000010: 0001 02 0304",
                             "00000010  00 01 02 03 04 05 06 07  0g 09 |..........|"}) {
        CAPTURE(std::string(line));
        const auto read = abi::read_hex_dump(
            "dump",
            "00000000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  |................|\n" + std::string(line));
        REQUIRE(read);
        CHECK(bytes_of(read).size() == 16);
        CHECK(read->ignored_example == line);
    }
}

TEST_CASE("The example of a line without bytes is cut between characters") {
    const auto read = abi::read_hex_dump("dump", std::string(59, 'x') + "é\n00000000: 00 04 00 00\n");
    REQUIRE(read);
    CHECK(read->ignored_example == std::string(59, 'x'));
}

TEST_CASE("Plain hexadecimal in many notations") {
    const abi::Bytes expected{0x00, 0x04, 0xAB, 0xcd};
    for (const char* text :
         {"0004abcd", "00 04 AB CD", "0004\tabcd", "0x00, 0x04, 0xab, 0xcd", "0x00 0x4 0xAB 0XCD",
          "\\x00\\x04\\xab\\xcd", "b'\\x00\\x04\\xab\\xcd'", "\"\\x00\\x04\" \"\\xab\\xcd\"",
          "[0x00, 0x04, 0xab, 0xcd]", "const unsigned char p[] = {0x00, 0x04, 0xab, 0xcd};",
          "u8 p[2][2] = {{0x00, 0x04}, {0xab, 0xcd}};", "{0x00/* kind, 4 bytes */, 0x04,\n // and\n 0xab, 0xcd}",
          "a[] = {0x00, 0x04};\nint a_len = 2;\nb[] = {0xab, 0xcd};\n", "u16 p[] = {0x0400, 0xcdab};",
          "u32 p[] = {0xcdab0400};", "0x0004abcd", "00 04\nab cd\n", "\n\n  00,04,ab,cd\n"}) {
        CAPTURE(std::string(text));
        const auto read = abi::read_hex_dump("hex", text);
        REQUIRE(read);
        CHECK(read->format == abi::DumpFormat::plain);
        CHECK(bytes_of(read) == expected);
    }
}

TEST_CASE("Bytes that cannot be text are raw bytes") {
    for (const std::string& packet : {std::string("\x00\x04\x00\x00", 4), std::string("\xff\x04\xfe\x01")}) {
        const auto read = abi::read_hex_dump("file", packet);
        REQUIRE(read);
        CHECK(read->format == abi::DumpFormat::binary);
        CHECK(bytes_of(read) == abi::Bytes(packet.begin(), packet.end()));
    }
    // A NUL counts wherever it is.
    const auto late = abi::read_hex_dump("file", std::string(100'000, 'a') + std::string(1, '\0'));
    REQUIRE(late);
    CHECK(late->format == abi::DumpFormat::binary);
}

TEST_CASE("A problem has the place of what cannot be read") {
    struct Row {
        const char* text;
        const char* said;
    };
    for (const auto& [text, said] :
         {Row{"00 04 0", "hex:1:7: error: expected two digits for each byte, found one digit, '0'"},
          Row{"00 04\n0400000 00", "hex:2:1: error: expected two digits for each byte, found 7 digits, \"0400000\""},
          Row{"0x00, 0x040", "hex:1:9: error: expected two digits for each byte, found 3 digits, \"040\""},
          Row{"00\n04 zz",
              "hex:2:4: error: expected hexadecimal digits, or a dump as xxd, hexdump, od or gdb write it, found 'z'"},
          Row{"00 0g 00 00 00 00 00 00", "hex:1:5: error: expected hexadecimal digits"},
          Row{"zz 00 04 00 00 00 00 00", "hex:1:1: error: expected hexadecimal digits"},
          Row{"00 04 00 00\n01 00 00 00\npacket: 00 04 00 00\n", "hex:3:1: error: expected hexadecimal digits"},
          Row{"0x",
              "hex:1:3: error: expected hexadecimal digits, or a dump as xxd, hexdump, od or gdb write it, found the "
              "end"},
          Row{"", "hex:1:1: error: expected bytes, found no bytes in it"},
          Row{" \n\n", "hex:1:1: error: expected bytes, found no bytes in it"},
          Row{"int x[] = {};", "hex:1:1: error: expected bytes, found no bytes in it"},
          Row{"commit 1234abcd", "hex:1:2: error: expected hexadecimal digits"},
          Row{"00 04 then: 00 00 00 00", "hex:1:7: error: expected hexadecimal digits"},
          Row{"hello", "hex:1:1: error: expected hexadecimal digits"},
          Row{"Dear all,\nit broke.\n",
              "hex:1:1: error: expected lines of bytes in the format of xxd, hexdump, od, gdb or a log, found none in "
              "2 "
              "lines"}}) {
        CAPTURE(std::string(text));
        const auto read = abi::read_hex_dump("hex", text);
        REQUIRE_FALSE(read);
        REQUIRE(read.problems.size() == 1);
        CHECK(to_string(read.problems[0]).substr(0, std::string(said).size()) == said);
    }
}

TEST_CASE("No input needs more memory than the limit: long input and stars are cut, with a remark") {
    const std::string row = "  01 02 03 04 05 06 07 08  01 02 03 04 05 06 07 08  |................|\n";
    const auto star = abi::read_hex_dump("star", "00000000" + row + "*\nffffffff0" + row + "*\nfffffffffff0" + row);
    REQUIRE(star);
    CHECK(star->chunks[0].bytes.size() == abi::largest_input);
    CHECK(star->chunks.size() == 1);
    CHECK(abi::remarks(*star).size() == 1);

    const auto longer = abi::read_hex_dump("long", std::string(abi::largest_input + 2, 'a'));
    REQUIRE(longer);
    CHECK(longer->chunks[0].bytes.size() == abi::largest_input / 2);
    CHECK(longer->cut == "only the first 16 MiB were read");
    // The last group is not cut in two.
    std::string groups;
    while (groups.size() <= abi::largest_input) groups += "0004 ";
    const auto whole = abi::read_hex_dump("long", groups);
    REQUIRE(whole);
    CHECK(whole->chunks[0].bytes.size() % 2 == 0);

    const auto binary = abi::read_hex_dump("binary", std::string(abi::largest_input + 2, '\0'));
    REQUIRE(binary);
    CHECK(binary->chunks[0].bytes.size() == abi::largest_input);
    CHECK_FALSE(binary->cut.empty());

    std::string runs;
    for (std::size_t i = 0; i <= abi::most_chunks; ++i) runs += "0000: 00\n";
    const auto many = abi::read_hex_dump("runs", runs);
    REQUIRE(many);
    CHECK(many->chunks.size() == abi::most_chunks);
    CHECK(many->cut == "only the first 131072 runs were used");
    std::string packets;
    for (std::size_t i = 0; i <= abi::most_chunks; ++i) packets += "packet: 00 04 00 00\n";
    const auto log = abi::read_hex_dump("log", packets);
    REQUIRE(log);
    CHECK(log->chunks.size() == abi::most_chunks);
    CHECK(log->cut == "only the first 131072 runs were used");
}

TEST_CASE("Bytes that are written as text are read back") {
    for (const std::uint64_t address :
         {0x0ULL, 0x40ULL, 0xFFFF'FFF8ULL, 0x7FFE'0000'1234ULL, 0xFFFF'FFFF'FFFF'FFF8ULL}) {
        for (std::size_t size = 1; size <= sample().size(); ++size) {
            CAPTURE(address);
            CAPTURE(size);
            auto bytes = sample();
            bytes.erase(bytes.begin(), bytes.end() - static_cast<std::ptrdiff_t>(size));
            const abi::Chunk chunk{address, bytes};
            const auto read = abi::read_hex_dump("again", abi::test::to_hexdump(chunk));
            REQUIRE(read);
            CHECK(bytes_of(read) == chunk.bytes);
            CHECK(read->chunks[0].address == address);
            CHECK(read->format == abi::DumpFormat::hexdump_canonical);
        }
    }
}
