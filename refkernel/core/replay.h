// Replay: packets from a fixture, through the true path, and what became of them (spec/replay.abi.json).
//
//     blob in RAM ─► bin/replayer pushes each case ─► HAL copy, tag, sequence, pad, kind ─► one ReplayResult a packet
//
// The verdict is recorded and the command is not acted upon: a fixture must be able to hold an exec or an exit, and
// the next case must still have a machine to run on. When case_count results are recorded, the replay is over.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/records.h"

namespace core {

enum class BlobError : std::uint8_t {
    none,
    too_short,
    bad_magic,
    bad_version,
    bad_padding,
    bad_size,
    bad_crc,
    case_outside,
    bad_index,
    bytes_left_over,
};

/// In words, for the one line the user sees.
std::string_view describe(BlobError error);

struct BlobCheck {
    BlobError error = BlobError::none;
    ReplayBlob header{};
};

/// `memory`: from the blob's first byte to the end of the memory in which it may lie.
BlobCheck check_blob(std::span<const std::uint8_t> memory);

/// How far a replay has come.
struct Replay {
    std::uint32_t case_count = 0;
    std::uint32_t recorded = 0;
    std::uint32_t crc32 = 0;  // of the results so far
};

constexpr bool is_over(const Replay& replay) {
    return replay.recorded == replay.case_count;
}

/// The next result, counted and added to the CRC.
ReplayResult record_result(Replay& replay, const CmdPacket& packet, Verdict verdict);

ReplayEnd end_of(const Replay& replay);

}  // namespace core
