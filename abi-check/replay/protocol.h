// What replay needs of the protocol's spec (spec/replay.abi.json), looked up once, so that a spec in
// which something is missing is said before a machine is started.
#pragma once

#include <span>
#include <string_view>

#include "codec/fields.h"
#include "model/layout.h"
#include "model/problem.h"

namespace abi {

/// Points into the layout that it was made from.
struct Protocol {
    const Layout* layout = nullptr;
    const Record* blob = nullptr;      // ReplayBlob
    const Record* entry = nullptr;     // ReplayCase
    const Record* result = nullptr;    // ReplayResult
    const Record* sentinel = nullptr;  // ReplayEnd
    const Record* results = nullptr;   // ReplayResults
    Integer magic;
    Integer version;
    Integer end_magic;
    Integer results_magic;
    Integer fresh_boot;  // the flag

    std::size_t result_bytes() const { return static_cast<std::size_t>(*result->size_bytes); }
};

/// Finds all of it, or says what is missing.
Result<Protocol> find_protocol(const Layout& layout);

/// The value at `path`, if there is one.
const Integer* find_value(const std::vector<FieldValue>& values, std::string_view path);

/// CRC-32 as in ISO-HDLC (zlib, gzip, PNG).
std::uint32_t crc32_of(std::span<const std::uint8_t> bytes);

}  // namespace abi
