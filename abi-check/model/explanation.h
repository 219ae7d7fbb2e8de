// What `explain` answers: which declaration wrote some bytes, how certain that is, and what to do about it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/layout.h"

namespace abi {

/// One field of one packet, as a declaration reads it.
struct FieldReading {
    std::string path;           // empty: bytes that no field names
    std::uint64_t at_bits = 0;  // from the start of the packet
    std::uint64_t width_bits = 0;
    std::string value;      // "0x400"
    std::string meaning;    // "CMD_SYS_EXEC", "padding, not zero"; empty: nothing to say
    bool is_wrong = false;  // the field must not hold this value
};

/// One packet, as a declaration reads it.
struct PacketReading {
    std::uint64_t at = 0;  // where it begins: bytes from the start of the input
    std::vector<std::uint8_t> bytes;
    std::vector<FieldReading> fields;
};

/// A reason for an explanation, in bits of evidence: each bit doubles its odds against chance.
struct Reason {
    std::string words;
    double bits = 0;
};

/// One way to read the input: a layout, where its packets begin, and how far apart they are.
struct Explanation {
    std::string record;
    std::vector<std::string> names;  // where it is declared: "spec membrane", "userland on riscv64", "CmdPacket@hal-24"
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
    tie,       // these bytes fit several explanations equally well
    unlikely,  // no known declaration explains the bytes better than chance
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
    std::string reader;                  // the declaration of the reader: "spec membrane"; empty: none
    std::vector<PacketReading> seen;     // the same bytes as the reader reads them
    std::string remedy;                  // empty: none
};

}  // namespace abi
