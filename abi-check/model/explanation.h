// What `explain` answers: which declaration wrote some bytes, by how much that is sure, and what follows from it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/layout.h"

namespace abi {

/// One field of one packet, as somebody reads it.
struct FieldReading {
    std::string path;           // empty: bytes that no field names
    std::uint64_t at_bits = 0;  // from the start of the packet
    std::uint64_t width_bits = 0;
    std::string value;      // "0x400"
    std::string meaning;    // "CMD_SYS_EXEC", "padding, not zero"; empty: nothing to say
    bool is_wrong = false;  // what the field may not hold
};

/// One packet, as somebody reads it.
struct PacketReading {
    std::uint64_t at = 0;  // where it begins: bytes from the start of the input
    std::vector<std::uint8_t> bytes;
    std::vector<FieldReading> fields;
};

/// Why an explanation is believed, in bits of evidence: each bit makes it twice as likely beside chance.
struct Reason {
    std::string words;
    double bits = 0;
};

/// One way to read the input: a layout, where its packets begin, and how far apart they are.
struct Explanation {
    std::string record;
    std::vector<std::string> names;  // who declares it so: "spec membrane", "userland on riscv64", "CmdPacket@hal-24"
    std::uint64_t size_bytes = 0;
    std::uint64_t stride_bytes = 0;
    std::int64_t begin = 0;  // of the first packet: bytes from the start of the input; below 0: its start is cut off
    std::uint64_t packets = 0;
    ByteOrder byte_order = ByteOrder::little;
    double bits = 0;
    std::vector<Reason> reasons;     // the strongest first
    std::vector<std::string> alike;  // other declarations that read these very bytes in the same way
};

enum class Certainty {
    sure,      // one explanation stands out
    tie,       // the first ones cannot be told apart by these bytes
    unlikely,  // nothing that is known explains the bytes better than chance
};

struct Story {
    std::string input;  // "dump.txt", "standard input"
    std::uint64_t bytes = 0;
    std::string format;                // "hexdump -C"
    std::vector<std::string> remarks;  // about the input: cut, lines without bytes
    std::size_t candidates = 0;        // layouts that were tried, each counted once
    Certainty certainty = Certainty::unlikely;
    std::vector<std::string> sentences;  // the answer, the most important first
    std::vector<Explanation> ranked;     // best first; a few
    std::vector<PacketReading> written;  // the first packets as the best explanation reads them
    std::string reader;                  // who is thought to read: "spec membrane"; empty: nobody
    std::vector<PacketReading> seen;     // the same bytes as the reader reads them
    std::string remedy;                  // empty: none
};

}  // namespace abi
