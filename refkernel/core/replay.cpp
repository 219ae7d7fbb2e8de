#include "core/replay.h"

#include <algorithm>
#include <cstring>

#include "core/crc32.h"
#include "core/pages.h"

namespace core {
namespace {

constexpr std::uint64_t align8(std::uint64_t bytes) {
    return (bytes + 7) & ~std::uint64_t{7};
}

/// The record at `offset`. The caller has checked that `bytes` is long enough.
template <typename Record>
Record read_at(std::span<const std::uint8_t> bytes, std::uint64_t offset) {
    Record record{};
    std::memcpy(&record, bytes.data() + offset, sizeof record);
    return record;
}

/// The size of a ReplayResults and `count` results after it, in bytes.
constexpr std::uint64_t results_bytes(std::uint64_t count) {
    return sizeof(ReplayResults) + count * sizeof(ReplayResult);
}

/// The place of one result in memory.
ReplayResult* result_at(const Replay& replay, std::uint32_t index) {
    return reinterpret_cast<ReplayResult*>(replay.results.data() + sizeof(ReplayResults)) + index;
}

/// Checks the cases after the header. Padding may follow the last case.
BlobError check_cases(std::span<const std::uint8_t> blob, const ReplayBlob& blob_header) {
    std::uint64_t offset = sizeof(ReplayBlob);
    std::uint64_t end = offset;
    for (std::uint32_t index = 0; index < blob_header.case_count; ++index) {
        if (offset > blob.size() || blob.size() - offset < sizeof(ReplayCase)) {
            return BlobError::case_outside;
        }
        const ReplayCase header = case_at(blob, offset);
        if (header.index != index) {
            return BlobError::bad_index;
        }
        if ((header.flags & ~(REPLAY_FRESH_BOOT | REPLAY_MORE)) != 0) {
            return BlobError::bad_flags;
        }
        if ((header.flags & REPLAY_FRESH_BOOT) != 0 && blob_header.results == 0) {
            return BlobError::fresh_boot_without_results;
        }
        offset += sizeof header;
        if (header.length > blob.size() - offset) {
            return BlobError::case_outside;
        }
        end = offset + header.length;
        offset = align8(end);
    }
    return blob.size() == end || blob.size() == offset ? BlobError::none : BlobError::bytes_left_over;
}

BlobError check_results(const ReplayBlob& header) {
    if (header.results % page_bytes != 0 || header.results_bytes % page_bytes != 0 ||
        (header.results == 0) != (header.results_bytes == 0)) {
        return BlobError::bad_results;
    }
    if (header.results != 0 && header.results_bytes < results_bytes(header.case_count)) {
        return BlobError::no_room_for_results;
    }
    return BlobError::none;
}

bool is_zero(std::span<const std::uint8_t> bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

/// Advances over one case of a checked blob.
void pass_case(Replay& replay) {
    const ReplayCase header = case_at(replay.blob, replay.next);
    replay.next = std::min<std::uint64_t>(replay.next + sizeof header + align8(header.length), replay.blob.size());
}

/// The state of a replay after `recorded` results, computed from the blob only.
Replay after(const Replay& start, std::uint32_t recorded) {
    Replay replay = start;
    for (; replay.recorded < recorded; ++replay.recorded) {
        replay.boots += replay.recorded != 0 && wants_fresh_boot(replay) ? 1 : 0;
        pass_case(replay);
    }
    return replay;
}

/// Continues from the results of earlier boots, if they are consistent with the blob.
Begun go_on(const Replay& start, const ReplayResults& left) {
    if (left.version != REPLAY_VERSION) {
        return {.error = ResumeError::bad_version};
    }
    if (!is_zero(left._reserved)) {
        return {.error = ResumeError::bad_reserved};
    }
    if (left.recorded > start.case_count) {
        return {.error = ResumeError::too_many};
    }
    Replay replay = after(start, left.recorded);
    if (left.next != replay.next) {
        return {.error = ResumeError::bad_next};
    }
    if (left.boots != replay.boots || left.recorded == 0) {
        return {.error = ResumeError::nothing_recorded};
    }
    if (is_over(replay) || !wants_fresh_boot(replay)) {
        return {.error = ResumeError::not_asked_for};
    }
    replay.in_crc = replay.recorded;
    replay.crc32 = crc32(replay.results.subspan(sizeof left, replay.recorded * sizeof(ReplayResult)));
    if (left.crc32 != replay.crc32) {
        return {.error = ResumeError::bad_crc};
    }
    ++replay.boots;
    return {.replay = replay};
}

}  // namespace

BlobCheck check_blob(std::span<const std::uint8_t> memory) {
    BlobCheck check;
    if (memory.size() < sizeof check.header) {
        check.error = BlobError::too_short;
        return check;
    }
    check.header = read_at<ReplayBlob>(memory, 0);
    const ReplayBlob& header = check.header;
    if (header.magic != REPLAY_MAGIC) {
        check.error = BlobError::bad_magic;
    } else if (header.version != REPLAY_VERSION) {
        check.error = BlobError::bad_version;
    } else if (header._pad != 0) {
        check.error = BlobError::bad_padding;
    } else if (header.total_bytes < sizeof header || header.total_bytes > memory.size()) {
        check.error = BlobError::bad_size;
    } else if (const BlobError error = check_results(header); error != BlobError::none) {
        check.error = error;
    } else {
        const std::span<const std::uint8_t> blob = memory.first(static_cast<std::size_t>(header.total_bytes));
        check.error =
            crc32(blob.subspan(sizeof header)) == header.crc32 ? check_cases(blob, header) : BlobError::bad_crc;
    }
    return check;
}

Begun begin_replay(std::span<const std::uint8_t> blob, const ReplayBlob& header, std::span<std::uint8_t> results) {
    Begun begun{.replay = {.blob = blob, .results = results, .case_count = header.case_count}};
    if (results.empty()) {
        return begun;
    }
    const auto left = read_at<ReplayResults>(results, 0);
    if (left.magic == REPLAY_RESULTS_MAGIC) {
        begun = go_on(begun.replay, left);
    } else if (!is_zero(results.first(sizeof left))) {
        begun.error = ResumeError::not_ours;
    }
    if (begun.error == ResumeError::none) {
        write_progress(begun.replay);
    }
    return begun;
}

ReplayResult record_result(Replay& replay, const CmdPacket& packet, Verdict verdict) {
    const ReplayResult result{.index = replay.recorded,
                              .verdict = verdict,
                              .kind = packet.kind,
                              ._pad = packet._pad,
                              .arg = packet.arg,
                              ._pad2 = 0,
                              .id = packet.id};
    if (replay.results.empty()) {
        replay.crc32 = crc32({reinterpret_cast<const std::uint8_t*>(&result), sizeof result}, replay.crc32);
        ++replay.in_crc;
    } else {
        *result_at(replay, replay.recorded) = result;
    }
    pass_case(replay);
    ++replay.recorded;
    return result;
}

void write_progress(Replay& replay) {
    if (replay.results.empty()) {
        return;
    }
    const auto* const begin = reinterpret_cast<const std::uint8_t*>(result_at(replay, replay.in_crc));
    const auto* const end = reinterpret_cast<const std::uint8_t*>(result_at(replay, replay.recorded));
    replay.crc32 = crc32({begin, end}, replay.crc32);
    replay.in_crc = replay.recorded;
    const ReplayResults progress{.magic = REPLAY_RESULTS_MAGIC,
                                 .version = REPLAY_VERSION,
                                 .recorded = replay.recorded,
                                 .crc32 = replay.crc32,
                                 .boots = replay.boots,
                                 .next = replay.next,
                                 ._reserved = {}};
    std::memcpy(replay.results.data(), &progress, sizeof progress);
}

ReplayEnd end_of(const Replay& replay) {
    return {.magic = REPLAY_END_MAGIC, .case_count = replay.recorded, .crc32 = replay.crc32, ._pad = 0};
}

}  // namespace core
