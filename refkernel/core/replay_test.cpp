#include "core/replay.h"

#include <doctest/doctest.h>

#include <cstring>
#include <functional>
#include <vector>

#include "core/crc32.h"
#include "core/pages.h"

using namespace core;

namespace {

template <typename Record>
std::span<const std::uint8_t> bytes_of(const Record& record) {
    return {reinterpret_cast<const std::uint8_t*>(&record), sizeof record};
}

/// Writes a blob that a test can damage; size and CRC are filled in when it is written.
struct BlobWriter {
    ReplayBlob header{.magic = REPLAY_MAGIC,
                      .version = REPLAY_VERSION,
                      .case_count = 0,
                      .total_bytes = 0,
                      .crc32 = 0,
                      ._pad = 0,
                      .key = {},
                      .results = 0,
                      .results_bytes = 0};
    std::vector<std::uint8_t> cases;

    void add(std::uint32_t index, std::uint16_t length, std::uint16_t flags = 0) {
        const ReplayCase head{.index = index, .length = length, .flags = flags};
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

const CmdPacket packet{.kind = CMD_SYS_EXEC, ._pad = 7, .arg = 0x1122334455667788, .id = 0x99};

/// Five cases, of which the third and the fifth need a fresh boot, and memory for their results.
struct Machine {
    std::vector<std::uint8_t> blob;
    ReplayBlob header{};
    struct alignas(PAGE_BYTES) Page {
        std::uint8_t bytes[PAGE_BYTES];
    };
    std::vector<Page> memory = std::vector<Page>(1);

    Machine() {
        BlobWriter writer;
        for (std::uint16_t index = 0; index < 5; ++index) {
            writer.add(index, static_cast<std::uint16_t>(32 - index),
                       index == 2 || index == 4 ? REPLAY_FRESH_BOOT : std::uint16_t{0});
        }
        writer.header.results = 0x89000000;
        writer.header.results_bytes = PAGE_BYTES;
        blob = writer.write();
        const BlobCheck check = check_blob(blob);
        REQUIRE(check.error == BlobError::none);
        header = check.header;
    }

    std::span<std::uint8_t> results() { return memory[0].bytes; }
    Begun boot() { return begin_replay(blob, header, results()); }
    ReplayResults& progress() { return *reinterpret_cast<ReplayResults*>(memory.data()); }
};

void record(Replay& replay, int count) {
    for (int i = 0; i < count; ++i) {
        (void)record_result(replay, packet, VERDICT_EPAD);
    }
}

}  // namespace

TEST_CASE("a good blob is accepted, also with memory after it, without cases, and without padding at its end") {
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

TEST_CASE("each kind of damage to a blob has its own error") {
    const auto spoiled = [](const std::function<void(ReplayBlob&)>& spoil) {
        return check_blob(two_cases().write(spoil)).error;
    };
    CHECK(check_blob({}).error == BlobError::too_short);
    CHECK(spoiled([](ReplayBlob& blob) { blob.magic ^= 1; }) == BlobError::bad_magic);
    CHECK(spoiled([](ReplayBlob& blob) { blob.version = 1; }) == BlobError::bad_version);
    CHECK(spoiled([](ReplayBlob& blob) { blob._pad = 1; }) == BlobError::bad_padding);
    CHECK(spoiled([](ReplayBlob& blob) { blob.total_bytes = 63; }) == BlobError::bad_size);
    CHECK(spoiled([](ReplayBlob& blob) { blob.total_bytes += 1; }) == BlobError::bad_size);
    CHECK(spoiled([](ReplayBlob& blob) { blob.total_bytes = ~std::uint64_t{0}; }) == BlobError::bad_size);
    CHECK(spoiled([](ReplayBlob& blob) { blob.crc32 ^= 1; }) == BlobError::bad_crc);
    CHECK(spoiled([](ReplayBlob& blob) { blob.case_count = 3; }) == BlobError::case_outside);
    CHECK(spoiled([](ReplayBlob& blob) { blob.case_count = 1; }) == BlobError::bytes_left_over);
    CHECK(spoiled([](ReplayBlob& blob) { blob.results = 4096; }) == BlobError::bad_results);
    CHECK(spoiled([](ReplayBlob& blob) { blob.results_bytes = 4096; }) == BlobError::bad_results);
    CHECK(spoiled([](ReplayBlob& blob) { blob.results = 4104, blob.results_bytes = 4096; }) == BlobError::bad_results);
    CHECK(spoiled([](ReplayBlob& blob) { blob.results = 4096, blob.results_bytes = 4097; }) == BlobError::bad_results);

    BlobWriter gap;
    gap.add(1, 8);
    CHECK(check_blob(gap.write()).error == BlobError::bad_index);
    BlobWriter cut = two_cases();
    cut.cases.resize(cut.cases.size() - 4);
    CHECK(check_blob(cut.write()).error == BlobError::case_outside);
    BlobWriter odd;
    odd.add(0, 8, 4);
    CHECK(check_blob(odd.write()).error == BlobError::bad_flags);
    BlobWriter grouped;
    grouped.add(0, 8, REPLAY_MORE);
    grouped.add(1, 8, 0);
    CHECK(check_blob(grouped.write()).error == BlobError::none);
    BlobWriter fresh;
    fresh.add(0, 8, REPLAY_FRESH_BOOT);
    CHECK(check_blob(fresh.write()).error == BlobError::fresh_boot_without_results);
}

TEST_CASE("memory for results must be large enough for every case, to the byte") {
    BlobWriter blob;
    blob.header.results = 4096;
    blob.header.results_bytes = 4096;
    for (std::uint32_t index = 0; index < (4096 - 64) / 48; ++index) {
        blob.add(index, 0);
    }
    CHECK(check_blob(blob.write()).error == BlobError::none);
    blob.add(84, 0);
    CHECK(check_blob(blob.write()).error == BlobError::no_room_for_results);
}

TEST_CASE("a result holds the decoded values, numbered in the order in which packets were taken") {
    const std::vector<std::uint8_t> blob = two_cases().write();
    Begun begun = begin_replay(blob, check_blob(blob).header, {});
    REQUIRE(begun.error == ResumeError::none);
    Replay& replay = begun.replay;
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
    write_progress(replay);
    const ReplayEnd end = end_of(replay);
    CHECK(end.magic == REPLAY_END_MAGIC);
    CHECK(end.case_count == 2);
    CHECK(end.crc32 == crc32(bytes_of(second), crc32(bytes_of(first))));
}

TEST_CASE("results in memory survive a reset, and each boot continues where the previous one stopped") {
    Machine machine;
    Begun begun = machine.boot();
    REQUIRE(begun.error == ResumeError::none);
    CHECK(machine.progress().magic == REPLAY_RESULTS_MAGIC);
    CHECK(machine.progress().boots == 1);
    CHECK(machine.progress().next == sizeof(ReplayBlob));
    CHECK_FALSE(wants_fresh_boot(begun.replay));
    record(begun.replay, 1);
    CHECK_FALSE(wants_fresh_boot(begun.replay));
    CHECK(machine.progress().recorded == 0);
    record(begun.replay, 1);
    CHECK(wants_fresh_boot(begun.replay));
    write_progress(begun.replay);
    CHECK(machine.progress().recorded == 2);

    begun = machine.boot();
    REQUIRE(begun.error == ResumeError::none);
    CHECK(machine.progress().boots == 2);
    CHECK(begun.replay.recorded == 2);
    CHECK(begun.replay.next == sizeof(ReplayBlob) + 40 + 40);
    record(begun.replay, 2);
    CHECK(wants_fresh_boot(begun.replay));
    write_progress(begun.replay);

    begun = machine.boot();
    REQUIRE(begun.error == ResumeError::none);
    record(begun.replay, 1);
    CHECK(is_over(begun.replay));
    CHECK_FALSE(wants_fresh_boot(begun.replay));
    write_progress(begun.replay);
    CHECK(machine.progress().recorded == 5);
    CHECK(machine.progress().boots == 3);
    CHECK(machine.progress().next == machine.blob.size());
    CHECK(machine.progress().crc32 == crc32(machine.results().subspan(64, std::size_t{5} * 48)));
    CHECK(end_of(begun.replay).crc32 == machine.progress().crc32);
    const auto* last = reinterpret_cast<const ReplayResult*>(machine.results().data() + 64 + std::size_t{4} * 48);
    CHECK(last->index == 4);
    CHECK(last->arg == packet.arg);
}

TEST_CASE("a first case that needs a fresh boot already has one") {
    Machine machine;
    ReplayCase first{.index = 0, .length = 32, .flags = REPLAY_FRESH_BOOT};
    std::memcpy(machine.blob.data() + sizeof(ReplayBlob), &first, sizeof first);
    Begun begun = machine.boot();
    record(begun.replay, 2);
    write_progress(begun.replay);
    CHECK(machine.boot().error == ResumeError::none);
}

TEST_CASE("results of an earlier boot are accepted only if they are consistent with the blob") {
    const auto error_after = [](const std::function<void(Machine&)>& spoil) {
        Machine machine;
        Begun begun = machine.boot();
        record(begun.replay, 2);
        write_progress(begun.replay);
        spoil(machine);
        return machine.boot().error;
    };
    CHECK(error_after([](Machine&) {}) == ResumeError::none);
    CHECK(error_after([](Machine& machine) { machine.progress().magic ^= 1; }) == ResumeError::not_ours);
    CHECK(error_after([](Machine& machine) { machine.progress().magic = 0; }) == ResumeError::not_ours);
    CHECK(error_after([](Machine& machine) { machine.progress().version = 1; }) == ResumeError::bad_version);
    CHECK(error_after([](Machine& machine) { machine.progress()._reserved[31] = 1; }) == ResumeError::bad_reserved);
    CHECK(error_after([](Machine& machine) { machine.progress().recorded = 6; }) == ResumeError::too_many);
    CHECK(error_after([](Machine& machine) { machine.progress().recorded = ~0U; }) == ResumeError::too_many);
    CHECK(error_after([](Machine& machine) { machine.progress().recorded = 3; }) == ResumeError::bad_next);
    CHECK(error_after([](Machine& machine) { machine.progress().next += 8; }) == ResumeError::bad_next);
    CHECK(error_after([](Machine& machine) { machine.progress().boots = 2; }) == ResumeError::nothing_recorded);
    CHECK(error_after([](Machine& machine) { machine.progress().crc32 ^= 1; }) == ResumeError::bad_crc);
    CHECK(error_after([](Machine& machine) { machine.results()[64] ^= 1; }) == ResumeError::bad_crc);
}

TEST_CASE("an unexpected restart of the machine is an error") {
    Machine machine;
    Begun begun = machine.boot();
    CHECK(machine.boot().error == ResumeError::nothing_recorded);

    Machine other;
    begun = other.boot();
    record(begun.replay, 1);
    write_progress(begun.replay);
    CHECK(other.boot().error == ResumeError::not_asked_for);

    Machine third;
    begun = third.boot();
    record(begun.replay, 2);
    write_progress(begun.replay);
    CHECK(third.boot().error == ResumeError::none);
    CHECK(third.boot().error == ResumeError::nothing_recorded);
}
