// The blob: a fixture set as the kernel under test finds it in RAM.
#pragma once

#include "replay/protocol.h"
#include "replay/replay.h"

namespace abi {

/// The largest blob: from its address in RAM up to where the machine keeps its device tree.
constexpr std::size_t blob_limit_bytes = 0x8f00'0000 - 0x8c00'0000;

/// ReplayBlob, then for every case ReplayCase and its bytes, each case at a multiple of 8 bytes.
Result<Bytes> make_blob(const FixtureSet& fixtures, const Protocol& protocol);

}  // namespace abi
