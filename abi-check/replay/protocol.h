// What replay needs from the protocol's spec (spec/replay.abi.json). It is looked up once, before a machine starts, so
// that an incomplete spec is reported early.
#pragma once

#include <span>
#include <string_view>

#include "codec/fields.h"
#include "model/layout.h"
#include "model/problem.h"

namespace abi {

/// Points into the layout that was given to find_protocol.
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
    Integer fresh_boot;     // a flag of a case
    Integer more;           // the same: the next one belongs to the same case
    Integer not_supported;  // the verdict of a target that does not implement what a packet asks for

    std::size_t result_bytes() const { return static_cast<std::size_t>(*result->size_bytes); }
};

/// The name of the record of results, unless a fixture file names another one.
constexpr std::string_view default_result = "ReplayResult";

/// Finds all of it, or returns a problem for each part that is missing. `result` is the name of the record of results.
Result<Protocol> find_protocol(const Layout& layout, std::string_view result = default_result);

/// The value at `path`, or null.
const Integer* find_value(const std::vector<FieldValue>& values, std::string_view path);

/// CRC-32 as in ISO-HDLC (zlib, gzip, PNG).
std::uint32_t crc32_of(std::span<const std::uint8_t> bytes);

}  // namespace abi
