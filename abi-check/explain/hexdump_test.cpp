#include "explain/hexdump.h"

#include <doctest/doctest.h>

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
    {"xxd -e", abi::DumpFormat::xxd,
     "00000000: 00000400 00000000 00001234 00000000  ........4.......\n"
     "00000010: 00000000 00000000 00000000 00000000  ................\n"
     "00000020: 00000000 00000000 00000000 00000000  ................\n"
     "00000030: 6c6c6548 72202c6f 21676e69   030201  Hello, ring!...\n"},
    {"xxd -p", abi::DumpFormat::plain,
     "000400000000000034120000000000000000000000000000000000000000\n"
     "00000000000000000000000000000000000048656c6c6f2c2072696e6721\n"
     "010203\n"},
    {"hexdump -C", abi::DumpFormat::hexdump,
     "00000000  00 04 00 00 00 00 00 00  34 12 00 00 00 00 00 00  |........4.......|\n"
     "00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
     "*\n"
     "00000030  48 65 6c 6c 6f 2c 20 72  69 6e 67 21 01 02 03     |Hello, ring!...|\n"
     "0000003f\n"},
    {"hexdump", abi::DumpFormat::hexdump,
     "0000000 0400 0000 0000 0000 1234 0000 0000 0000\n"
     "0000010 0000 0000 0000 0000 0000 0000 0000 0000\n"
     "*\n"
     "0000030 6548 6c6c 2c6f 7220 6e69 2167 0201 0003\n"
     "000003f\n"},
    {"od", abi::DumpFormat::hexdump,
     "0000000 002000 000000 000000 000000 011064 000000 000000 000000\n"
     "0000020 000000 000000 000000 000000 000000 000000 000000 000000\n"
     "*\n"
     "0000060 062510 066154 026157 071040 067151 020547 001001 000003\n"
     "0000077\n"},
    {"od -b", abi::DumpFormat::hexdump,
     "0000000 000 004 000 000 000 000 000 000 064 022 000 000 000 000 000 000\n"
     "0000020 000 000 000 000 000 000 000 000 000 000 000 000 000 000 000 000\n"
     "*\n"
     "0000060 110 145 154 154 157 054 040 162 151 156 147 041 001 002 003\n"
     "0000077\n"},
    {"od -A d -t x4", abi::DumpFormat::hexdump,
     "0000000 00000400 00000000 00001234 00000000\n"
     "0000016 00000000 00000000 00000000 00000000\n"
     "*\n"
     "0000048 6c6c6548 72202c6f 21676e69 00030201\n"
     "0000063\n"},
};

abi::Bytes bytes_of(const abi::Result<abi::HexDump>& dump) {
    return dump && dump->chunks.size() == 1 ? dump->chunks[0].bytes : abi::Bytes();
}

}  // namespace

TEST_CASE("What every tool prints of the same bytes is read as those bytes") {
    for (const auto& dump : dumps) {
        CAPTURE(std::string(dump.tool));
        const auto read = abi::read_hex_dump("dump", dump.text);
        REQUIRE(read);
        CHECK(read->format == dump.format);
        CHECK(bytes_of(read) == sample());
        CHECK(read->remarks.empty());
    }
}

TEST_CASE("gdb's groups are little-endian words, with and without symbols") {
    const abi::Bytes expected{0x00, 0x04, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00};
    CHECK(bytes_of(abi::read_hex_dump("gdb",
                                      "0x7ffe10 <slots>:\t0x00\t0x04\t0x00\t0x00\n"
                                      "0x7ffe14 <slots+4>:\t0x01\t0x00\t0x00\t0x00\n")) == expected);
    CHECK(bytes_of(abi::read_hex_dump("gdb", "0x7ffe10:\t0x00000400\t0x00000001\n")) == expected);
    CHECK(bytes_of(abi::read_hex_dump("gdb", "0x7ffe10:\t0x0000000100000400\n")) == expected);
}

TEST_CASE("A kernel's log: an address behind the prefix, or bytes behind words; other lines are counted") {
    const auto dumped = abi::read_hex_dump("log",
                                           "[    1.234567] booting\n"
                                           "[    1.234568] ring: 00000000: 00 04 00 00 00 00 00 00  ........\n"
                                           "[    1.234569] ring: 00000008: 01 00 00 00 00 00 00 00  ........\n");
    REQUIRE(dumped);
    CHECK(dumped->format == abi::DumpFormat::log);
    CHECK(abi::to_hex(bytes_of(dumped), 0) == "00040000000000000100000000000000");
    CHECK(dumped->remarks.size() == 1);

    const auto said = abi::read_hex_dump("log", "[Ring] refused: 00 04 00 00\n[Ring] refused: 01 00 00 00\nbye\n");
    REQUIRE(said);
    CHECK(said->chunks.size() == 2);
    CHECK(said->remarks.size() == 1);
}

TEST_CASE("Plain hexadecimal comes in many spellings") {
    const abi::Bytes expected{0x00, 0x04, 0xAB, 0xcd};
    for (const char* text : {"0004abcd", "00 04 AB CD", "0x00, 0x04, 0xab, 0xcd", "\\x00\\x04\\xab\\xcd",
                             "const unsigned char p[] = {0x00, 0x04, 0xab, 0xcd};", "0x0004abcd", "00 04\nab cd\n"}) {
        CAPTURE(std::string(text));
        CHECK(bytes_of(abi::read_hex_dump("hex", text)) == expected);
    }
}

TEST_CASE("Bytes that no text holds are taken as they are") {
    const std::string packet("\x00\x04\x00\x00", 4);
    const auto read = abi::read_hex_dump("file", packet);
    REQUIRE(read);
    CHECK(read->format == abi::DumpFormat::binary);
    CHECK(bytes_of(read) == abi::Bytes{0, 4, 0, 0});

    const auto text_and_zero = abi::read_hex_dump("file", std::string(40, 'a') + '\0');
    REQUIRE(text_and_zero);
    CHECK(text_and_zero->format == abi::DumpFormat::binary);
}

TEST_CASE("What cannot be read is said with its place") {
    struct Row {
        const char* text;
        const char* said;
    };
    for (const auto& [text, said] :
         {Row{"00 04 0", "hex:1:7: error: expected two digits for each byte, found one digit, '0'"},
          Row{"00\n04 zz", "hex:2:4: error: expected hexadecimal digits"},
          Row{"", "hex:1:1: error: expected bytes, found none"},
          Row{"hello", "hex:1:1: error: expected hexadecimal digits"}}) {
        CAPTURE(std::string(text));
        const auto read = abi::read_hex_dump("hex", text);
        REQUIRE_FALSE(read);
        CHECK(to_string(read.problems[0]).starts_with(said));
    }
}

TEST_CASE("No input needs more memory than its limit: a star, and what is too long, are cut and said") {
    const auto star =
        abi::read_hex_dump("star",
                           "00000000  01 02 03 04 05 06 07 08  01 02 03 04 05 06 07 08  |................|\n*\n"
                           "ffffffff0  01 02 03 04 05 06 07 08  01 02 03 04 05 06 07 08  |................|\n");
    REQUIRE(star);
    CHECK(star->chunks[0].bytes.size() == abi::largest_input);
    CHECK(star->remarks.size() == 1);

    const auto longer = abi::read_hex_dump("long", std::string(abi::largest_input + 2, 'a'));
    REQUIRE(longer);
    CHECK(longer->chunks[0].bytes.size() == abi::largest_input / 2);
    CHECK(longer->remarks.size() == 1);
}

TEST_CASE("What is written is read again") {
    const abi::Chunk chunk{0x40, sample()};
    const auto read = abi::read_hex_dump("again", abi::to_hexdump(chunk));
    REQUIRE(read);
    CHECK(bytes_of(read) == chunk.bytes);
    CHECK(read->chunks[0].address == 0x40);
}
