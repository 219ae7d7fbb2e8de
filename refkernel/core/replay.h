// Replay: sends packets of fixtures through the kernel's real path and records the results (spec/replay.abi.json).
//
//     blob in RAM ─► bin/replayer pushes each case ─► HAL copy, tag, sequence, pad, kind ─► one ReplayResult each
//                                                                                             │
//                          ReplayResults, ReplayResult, ReplayResult… in RAM, or printed ◄────┘
//
// The kernel records the verdict but does not carry out the command: otherwise a case with an exec or an exit would end
// the replay. The replay is over when case_count results are recorded.
//
// REPLAY_MORE only groups packets for the host: the ring takes them one by one in any case.
//
// A case with REPLAY_FRESH_BOOT needs a machine that has just booted. The results in RAM survive the reset, and the
// next boot continues after them. It treats them as untrusted.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/error_list.h"
#include "core/records.h"

namespace core {

#define REFKERNEL_BLOB_ERRORS(X)                                                       \
    X(none, "good")                                                                    \
    X(too_short, "it is shorter than a header")                                        \
    X(bad_magic, "its magic is wrong")                                                 \
    X(bad_version, "it has another version")                                           \
    X(bad_padding, "padding is not zero")                                              \
    X(bad_size, "total_bytes is less than a header or more than the available memory") \
    X(bad_crc, "the CRC-32 does not match")                                            \
    X(case_outside, "a case goes past the end")                                        \
    X(bad_index, "cases are not numbered from 0 without gaps")                         \
    X(bad_flags, "a case has an unknown flag")                                         \
    X(bytes_left_over, "there are more bytes after the last case")                     \
    X(bad_results, "the memory for results is not whole pages")                        \
    X(no_room_for_results, "the memory for results is too small for all cases")        \
    X(fresh_boot_without_results, "a case needs a fresh boot, but results do not go to memory")
REFKERNEL_ERROR_LIST(BlobError, REFKERNEL_BLOB_ERRORS)

struct BlobCheck {
    BlobError error = BlobError::none;
    ReplayBlob header{};
};

/// `memory` is the memory from the blob's first byte to the end of its possible range. The caller must check that the
/// memory for results is free.
BlobCheck check_blob(std::span<const std::uint8_t> memory);

/// The progress of a replay.
struct Replay {
    std::span<const std::uint8_t> blob;  // checked
    std::span<std::uint8_t> results;     // ReplayResults and the results after it; empty: results are printed
    std::uint32_t case_count = 0;
    std::uint32_t recorded = 0;
    std::uint32_t boots = 1;
    std::uint64_t next = sizeof(ReplayBlob);  // offset in the blob of the next case
    std::uint32_t in_crc = 0;                 // number of results in crc32
    std::uint32_t crc32 = 0;                  // of the first in_crc results
};

/// The header of the case at `offset` of a checked blob. `offset` is a multiple of 8.
inline ReplayCase case_at(std::span<const std::uint8_t> blob, std::uint64_t offset) {
    ReplayCase header;  // copied with the builtin, because freestanding compilers call the function memcpy
    __builtin_memcpy(&header, __builtin_assume_aligned(blob.data() + offset, 8), sizeof header);
    return header;
}

#define REFKERNEL_RESUME_ERRORS(X)                                          \
    X(none, "good")                                                         \
    X(not_ours, "the memory for results has unknown content")               \
    X(bad_version, "the results in memory have another version")            \
    X(bad_reserved, "reserved bytes of the results in memory are not zero") \
    X(too_many, "there are more results than cases")                        \
    X(bad_next, "the results in memory belong to other cases")              \
    X(not_asked_for, "the machine was restarted, but no case needs that")   \
    X(nothing_recorded, "a boot has recorded no result")                    \
    X(bad_crc, "the CRC-32 of the results in memory does not match")
REFKERNEL_ERROR_LIST(ResumeError, REFKERNEL_RESUME_ERRORS)

struct Begun {
    ResumeError error = ResumeError::none;
    Replay replay{};
};

/// Begins at the first case, or continues after the results of earlier boots, and records the boot in `results`. `blob`
/// and `header` must have passed check_blob; `results` is the memory given in the header, in whole pages.
Begun begin_replay(std::span<const std::uint8_t> blob, const ReplayBlob& header, std::span<std::uint8_t> results);

constexpr bool is_over(const Replay& replay) {
    return replay.recorded == replay.case_count;
}

/// Whether the next case needs a fresh boot.
inline bool wants_fresh_boot(const Replay& replay) {
    return !is_over(replay) && (case_at(replay.blob, replay.next).flags & REPLAY_FRESH_BOOT) != 0;
}

/// Records the next result, and writes it to memory if results go there. Must not be called if is_over.
ReplayResult record_result(Replay& replay, const CmdPacket& packet, Verdict verdict);

/// Updates ReplayResults in memory. Called before the machine ends or is reset, and at intervals.
void write_progress(Replay& replay);

/// The sentinel. Call write_progress first.
ReplayEnd end_of(const Replay& replay);

}  // namespace core
