// One packet, field by field, as a candidate's declaration reads it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "explain/candidate.h"
#include "explain/glossary.h"
#include "model/explanation.h"

namespace abi {

/// The slot that covers the bit; null if there is none.
const FieldSpan* slot_at(const Candidate& candidate, std::uint64_t offset_bits);

/// Reads a packet that begins `at` bytes into `bytes`, and judges each value by what its field is expected to hold.
/// Returns nothing if `bytes` ends before the packet. The reading's own place is relative to `bytes`, too.
std::optional<PacketReading> read_packet(const Candidate& candidate, ByteOrder order,
                                         std::span<const std::uint8_t> bytes, std::uint64_t at,
                                         const Glossary& glossary);

}  // namespace abi
