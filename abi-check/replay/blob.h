// The blob: a fixture set as the kernel under test finds it in RAM.
#pragma once

#include "replay/protocol.h"
#include "replay/replay.h"

namespace abi {

/// The largest blob: from its address in RAM up to a round number below the device tree, which lies
/// near the end of RAM, where the firmware says (QEMU 7.2 with 256 MiB: 0x8fe0'0000).
constexpr std::size_t blob_limit_bytes = 0x8f00'0000 - 0x8c00'0000;

/// ReplayBlob, then for every case ReplayCase and its bytes, each case at a multiple of 8 bytes.
Result<Bytes> make_blob(const FixtureSet& fixtures, const Protocol& protocol);

}  // namespace abi
