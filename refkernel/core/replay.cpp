#include "core/replay.h"

#include <cstring>

#include "core/crc32.h"

namespace core {
namespace {

constexpr std::uint64_t align8(std::uint64_t bytes) {
    return (bytes + 7) & ~std::uint64_t{7};
}

/// Walks the cases behind the header. The last one may be followed by its own alignment, or by nothing.
BlobError check_cases(std::span<const std::uint8_t> blob, std::uint32_t case_count) {
    std::uint64_t offset = sizeof(ReplayBlob);
    std::uint64_t end = offset;
    for (std::uint32_t index = 0; index < case_count; ++index) {
        ReplayCase header{};
        if (offset > blob.size() || blob.size() - offset < sizeof header) {
            return BlobError::case_outside;
        }
        std::memcpy(&header, blob.data() + offset, sizeof header);
        if (header.index != index) {
            return BlobError::bad_index;
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

}  // namespace

std::string_view describe(BlobError error) {
    switch (error) {
    case BlobError::none: return "good";
    case BlobError::too_short: return "no room for its header";
    case BlobError::bad_magic: return "no magic";
    case BlobError::bad_version: return "of another version";
    case BlobError::bad_padding: return "padding is not zero";
    case BlobError::bad_size: return "total_bytes is less than a header or more than the memory there";
    case BlobError::bad_crc: return "the CRC-32 does not match";
    case BlobError::case_outside: return "a case goes past the end";
    case BlobError::bad_index: return "cases are not numbered from 0 without gaps";
    case BlobError::bytes_left_over: return "bytes are left over behind the last case";
    }
    return "unknown";
}

BlobCheck check_blob(std::span<const std::uint8_t> memory) {
    BlobCheck check;
    if (memory.size() < sizeof check.header) {
        check.error = BlobError::too_short;
        return check;
    }
    std::memcpy(&check.header, memory.data(), sizeof check.header);
    const ReplayBlob& header = check.header;
    if (header.magic != REPLAY_MAGIC) {
        check.error = BlobError::bad_magic;
    } else if (header.version != REPLAY_VERSION) {
        check.error = BlobError::bad_version;
    } else if (header._pad != 0) {
        check.error = BlobError::bad_padding;
    } else if (header.total_bytes < sizeof header || header.total_bytes > memory.size()) {
        check.error = BlobError::bad_size;
    } else {
        const std::span<const std::uint8_t> blob = memory.first(static_cast<std::size_t>(header.total_bytes));
        check.error = crc32(blob.subspan(sizeof header)) == header.crc32 ? check_cases(blob, header.case_count)
                                                                         : BlobError::bad_crc;
    }
    return check;
}

ReplayResult record_result(Replay& replay, const CmdPacket& packet, Verdict verdict) {
    const ReplayResult result{.index = replay.recorded,
                              .verdict = verdict,
                              .kind = packet.kind,
                              ._pad = packet._pad,
                              .arg = packet.arg,
                              ._pad2 = 0,
                              .id = packet.id};
    ++replay.recorded;
    replay.crc32 = crc32({reinterpret_cast<const std::uint8_t*>(&result), sizeof result}, replay.crc32);
    return result;
}

ReplayEnd end_of(const Replay& replay) {
    return {.magic = REPLAY_END_MAGIC, .case_count = replay.recorded, .crc32 = replay.crc32, ._pad = 0};
}

}  // namespace core
