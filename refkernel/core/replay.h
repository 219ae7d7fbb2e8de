// Replay: packets from a fixture, through the true path, and what became of them (spec/replay.abi.json).
//
//     blob in RAM ─► bin/replayer pushes each case ─► HAL copy, tag, sequence, pad, kind ─► one ReplayResult a packet
//                                                                                             │
//                          ReplayResults, ReplayResult, ReplayResult… in RAM, or printed ◄────┘
//
// The verdict is recorded and the command is not acted upon: a fixture must be able to hold an exec or an exit, and
// the next case must still have a machine to run on. When case_count results are recorded, the replay is over.
//
// A case with REPLAY_FRESH_BOOT wants a machine that has just been switched on. The results in RAM survive the reset
// and say to the next boot where to go on; what they say is checked as if a stranger had written it.
#pragma once

#include <cstdint>
#include <optional>
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
    bad_flags,
    bytes_left_over,
    bad_results,
    no_room_for_results,
    fresh_boot_without_results,
};

/// In words, for the one line the user sees.
std::string_view describe(BlobError error);

struct BlobCheck {
    BlobError error = BlobError::none;
    ReplayBlob header{};
};

/// `memory`: from the blob's first byte to the end of the memory in which it may lie. That the results lie in memory
/// that is free is for the caller to check.
BlobCheck check_blob(std::span<const std::uint8_t> memory);

/// How far a replay has come.
struct Replay {
    std::span<const std::uint8_t> blob;  // checked
    std::span<std::uint8_t> results;     // ReplayResults and what follows; no bytes: results are printed
    std::uint32_t case_count = 0;
    std::uint32_t recorded = 0;
    std::uint32_t boots = 1;
    std::uint64_t next = sizeof(ReplayBlob);  // offset in the blob of the case whose result is the next
    std::uint32_t in_crc = 0;                 // results that the CRC counts
    std::uint32_t crc32 = 0;                  // of these, from the first one
};

/// The header at `offset` of a checked blob, where a case begins: at a multiple of 8.
inline ReplayCase case_at(std::span<const std::uint8_t> blob, std::uint64_t offset) {
    ReplayCase header;  // below, the builtin: a freestanding compiler makes a call of memcpy
    __builtin_memcpy(&header, __builtin_assume_aligned(blob.data() + offset, 8), sizeof header);
    return header;
}

enum class ResumeError : std::uint8_t {
    none,
    not_ours,
    bad_version,
    bad_reserved,
    too_many,
    bad_next,
    not_asked_for,
    nothing_recorded,
    bad_crc,
};

std::string_view describe(ResumeError error);

struct Begun {
    ResumeError error = ResumeError::none;
    Replay replay{};
};

/// Begins at the first case, or where the boot before this one has left off, and says so in `results`. `blob` and
/// `header` are what check_blob has passed; `results` is the memory that the header names, whole pages.
Begun begin_replay(std::span<const std::uint8_t> blob, const ReplayBlob& header, std::span<std::uint8_t> results);

constexpr bool is_over(const Replay& replay) {
    return replay.recorded == replay.case_count;
}

/// Whether the next case wants another boot than this one.
inline bool wants_fresh_boot(const Replay& replay) {
    return !is_over(replay) && (case_at(replay.blob, replay.next).flags & REPLAY_FRESH_BOOT) != 0;
}

/// The next result, counted, and put into memory if that is where results go. Not when it is_over.
ReplayResult record_result(Replay& replay, const CmdPacket& packet, Verdict verdict);

/// Brings ReplayResults up to what is recorded. Before the machine ends or is reset, and now and then.
void write_progress(Replay& replay);

/// After write_progress.
ReplayEnd end_of(const Replay& replay);

}  // namespace core
