// The layout that one replay uses: the records around the packets, and the record in which a target answers.
//
//     the user's specs ──────────────┐  what they declare comes first
//     spec/replay.abi.json, built in ┼─► one layout, in which find_protocol finds everything
//     the packet's record ───────────┘  the plain answer, if no spec declares a record of results
//
// The plain answer to a packet of record R is, as a C compiler lays it out,
//
//     struct { uint32_t index; uint32_t verdict; struct R decoded; }
#pragma once

#include <string>
#include <string_view>

#include "model/problem.h"

namespace abi {

/// What a fixture file asks for.
struct EnvelopeRequest {
    std::string record;                // of the packets
    std::string result;                // the record of results; empty: ReplayResult of the specs, else the plain answer
    std::string verdicts = "Verdict";  // the enumeration: the plain answer's verdict is signed if it is
};

/// `specs` are the user's as one layout, in little-endian order. Fails if the record of results is missing, or if
/// the packets' record cannot be part of a plain answer.
Result<Layout> make_envelope(const Layout& specs, const EnvelopeRequest& request);

/// The name of the record of results in the envelope.
std::string_view result_name(const std::string& asked);

/// The built-in spec of the protocol.
const Layout& built_in_protocol();

}  // namespace abi
