// A set of cases as the machine takes it and as its answers are compared: flat bytes, so that a million of them are
// made, replayed and judged in a second.
//
//     fixtures (JSON) ─┐
//                      ├─► CaseSet ─► blob ─► machine ─► results ─► differences
//     generator ───────┘
#pragma once

#include <functional>

#include "replay/protocol.h"
#include "replay/replay.h"

namespace abi {

/// How a case is called in messages.
struct CaseLabel {
    std::string name;
    Place place;
};

struct CaseSet {
    std::string origin;  // for messages: a path, or what made it
    Bytes key;
    Bytes cases;                         // ReplayCase and bytes, one after the other, as they stand in the blob
    std::vector<std::uint32_t> offsets;  // in `cases`, of each ReplayCase
    std::vector<std::uint32_t> fresh;    // indices of cases that want a fresh boot, ascending, without 0
    Bytes expected;                      // the ReplayResult that each deserves
    std::function<CaseLabel(std::size_t)> label;

    std::size_t count() const { return offsets.size(); }
};

/// The bytes that one case pushes.
std::span<const std::uint8_t> bytes_of_case(const CaseSet& set, const Protocol& protocol, std::size_t index);

/// A field of a record that fills whole bytes.
struct BytePlace {
    std::size_t offset = 0;
    std::size_t bytes = 0;
};

/// Where `path` lies in `record`; a field that is not there, or is a bit-field, is a problem.
Result<BytePlace> place_of(const Layout& layout, const Record& record, std::string_view path);

/// Writes cases into a set, in little time. Made once a set.
struct CaseWriter {
    CaseSet& set;
    ByteOrder order;
    std::size_t header_bytes;
    BytePlace index, length, flags;
    std::uint64_t fresh_boot;
};
Result<CaseWriter> writer_for(CaseSet& set, const Protocol& protocol);
/// Adds a case and the answer that it deserves. `bytes`: less than 65536.
void add_case(CaseWriter& writer, std::span<const std::uint8_t> bytes, bool fresh_boot,
              std::span<const std::uint8_t> expected);

/// Writes the low bytes of `value` at `place`.
void store_at(std::span<std::uint8_t> record, const BytePlace& place, std::uint64_t value, ByteOrder order);

/// A fixture set in this form. `fixtures` must outlive it. What the protocol cannot carry or compare is a problem.
Result<CaseSet> cases_of(const FixtureSet& fixtures, const Layout& spec, const Protocol& protocol);

/// Cases `begin` to `end` alone, numbered from 0 and without fresh boots: for a machine that is started anew for them.
CaseSet part_of(const CaseSet& set, const Protocol& protocol, std::size_t begin, std::size_t end);

}  // namespace abi
