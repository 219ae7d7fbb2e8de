#include "core/replay.h"

#include <doctest/doctest.h>

#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "core/crc32.h"

using namespace core;

namespace {

template <typename Record>
std::span<const std::uint8_t> bytes_of(const Record& record) {
    return {reinterpret_cast<const std::uint8_t*>(&record), sizeof record};
}

/// A blob to be spoiled; size and CRC are filled in when it is written.
struct BlobWriter {
    ReplayBlob header{.magic = REPLAY_MAGIC,
                      .version = REPLAY_VERSION,
                      .case_count = 0,
                      .total_bytes = 0,
                      .crc32 = 0,
                      ._pad = 0,
                      .key = {}};
    std::vector<std::uint8_t> cases;

    void add(std::uint32_t index, std::uint32_t length) {
        const ReplayCase head{.index = index, .length = length};
        cases.insert(cases.end(), bytes_of(head).begin(), bytes_of(head).end());
        cases.resize((cases.size() + length + 7) & ~std::size_t{7}, 0xcc);
        ++header.case_count;
    }

    std::vector<std::uint8_t> write(const std::function<void(ReplayBlob&)>& spoil = [](ReplayBlob&) {}) const {
        ReplayBlob finished = header;
        finished.total_bytes = sizeof finished + cases.size();
        finished.crc32 = crc32(cases);
        spoil(finished);
        std::vector<std::uint8_t> blob(bytes_of(finished).begin(), bytes_of(finished).end());
        blob.insert(blob.end(), cases.begin(), cases.end());
        return blob;
    }
};

BlobWriter two_cases() {
    BlobWriter blob;
    blob.add(0, 32);
    blob.add(1, 5);
    return blob;
}

}  // namespace

TEST_CASE("a good blob is accepted, also with memory behind it, without cases, and without the last alignment") {
    std::vector<std::uint8_t> blob = two_cases().write();
    CHECK(check_blob(blob).error == BlobError::none);
    CHECK(check_blob(blob).header.case_count == 2);
    blob.resize(blob.size() + 4096);
    CHECK(check_blob(blob).error == BlobError::none);
    CHECK(check_blob(BlobWriter{}.write()).error == BlobError::none);
    BlobWriter tight = two_cases();
    tight.cases.resize(tight.cases.size() - 3);
    CHECK(check_blob(tight.write()).error == BlobError::none);
}

TEST_CASE("each damage to a blob has its own name") {
    const auto spoiled = [](const std::function<void(ReplayBlob&)>& spoil) {
        return check_blob(two_cases().write(spoil)).error;
    };
    CHECK(check_blob({}).error == BlobError::too_short);
    CHECK(spoiled([](ReplayBlob& blob) { blob.magic ^= 1; }) == BlobError::bad_magic);
    CHECK(spoiled([](ReplayBlob& blob) { blob.version = 2; }) == BlobError::bad_version);
    CHECK(spoiled([](ReplayBlob& blob) { blob._pad = 1; }) == BlobError::bad_padding);
    CHECK(spoiled([](ReplayBlob& blob) { blob.total_bytes = 47; }) == BlobError::bad_size);
    CHECK(spoiled([](ReplayBlob& blob) { blob.total_bytes += 1; }) == BlobError::bad_size);
    CHECK(spoiled([](ReplayBlob& blob) { blob.total_bytes = ~std::uint64_t{0}; }) == BlobError::bad_size);
    CHECK(spoiled([](ReplayBlob& blob) { blob.crc32 ^= 1; }) == BlobError::bad_crc);
    CHECK(spoiled([](ReplayBlob& blob) { blob.case_count = 3; }) == BlobError::case_outside);
    CHECK(spoiled([](ReplayBlob& blob) { blob.case_count = 1; }) == BlobError::bytes_left_over);

    BlobWriter gap;
    gap.add(1, 8);
    CHECK(check_blob(gap.write()).error == BlobError::bad_index);
    BlobWriter cut = two_cases();
    cut.cases.resize(cut.cases.size() - 4);
    CHECK(check_blob(cut.write()).error == BlobError::case_outside);
}

TEST_CASE("a result holds what was decoded, numbered in the order in which packets were taken") {
    Replay replay{.case_count = 2};
    const CmdPacket packet{.kind = CMD_SYS_EXEC, ._pad = 7, .arg = 0x1122334455667788, .id = 0x99};
    const ReplayResult first = record_result(replay, packet, VERDICT_EPAD);
    CHECK(first.index == 0);
    CHECK(first.verdict == VERDICT_EPAD);
    CHECK(first.kind == CMD_SYS_EXEC);
    CHECK(first._pad == 7);
    CHECK(first.arg == 0x1122334455667788);
    CHECK(first._pad2 == 0);
    CHECK(static_cast<std::uint64_t>(first.id) == 0x99);
    CHECK_FALSE(is_over(replay));

    const ReplayResult second = record_result(replay, packet, VERDICT_OK);
    CHECK(second.index == 1);
    CHECK(is_over(replay));
    const ReplayEnd end = end_of(replay);
    CHECK(end.magic == REPLAY_END_MAGIC);
    CHECK(end.case_count == 2);
    CHECK(end.crc32 == crc32(bytes_of(second), crc32(bytes_of(first))));
}
