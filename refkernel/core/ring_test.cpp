#include "core/ring.h"

#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <span>

#include "hal/channel.h"

using namespace core;

namespace {

constexpr std::size_t header_bytes = 192;
constexpr std::size_t ring_bytes = header_bytes + std::size_t{64} * 32;

/// Both rings as bytes, as the program sees them.
struct Memory {
    alignas(64) std::array<std::uint8_t, ring_bytes> submission{};
    alignas(64) std::array<std::uint8_t, ring_bytes> completion{};
};

struct Rings {
    Memory memory;
    SubmissionRing submission{.memory = reinterpret_cast<hal_ring_header*>(memory.submission.data())};
    CompletionRing completion{.memory = reinterpret_cast<hal_ring_header*>(memory.completion.data())};

    Rings() { format_rings(submission, completion, 0); }
};

void put(std::span<std::uint8_t> memory, std::size_t offset, std::uint32_t value) {
    std::memcpy(memory.data() + offset, &value, sizeof value);
}

std::uint32_t get(std::span<const std::uint8_t> memory, std::size_t offset) {
    std::uint32_t value = 0;
    std::memcpy(&value, memory.data() + offset, sizeof value);
    return value;
}

constexpr std::size_t head_offset = 64;
constexpr std::size_t tail_offset = 128;

}  // namespace

TEST_CASE("a formatted ring has its magic and capacity, and is empty") {
    Rings rings;
    CHECK(std::memcmp(rings.memory.submission.data(), "RING", 4) == 0);
    CHECK(get(rings.memory.submission, 4) == 64);
    CHECK(get(rings.memory.submission, 8) == 32);
    CHECK(waiting(rings.submission) == 0);
    CHECK(room(rings.completion) == 64);
}

TEST_CASE("a ring can hold as many packets as it has slots, also when the counts wrap") {
    CHECK(filled_slots(0, 0) == 0);
    CHECK(filled_slots(7, 71) == 64);
    CHECK(filled_slots(0xffff'fff0, 0x30) == 64);
}

TEST_CASE("a tail that is more than a ring ahead, or behind, is not valid") {
    CHECK_FALSE(filled_slots(0, 65));
    CHECK_FALSE(filled_slots(7, 72));
    CHECK_FALSE(filled_slots(1, 0));
    CHECK_FALSE(filled_slots(0, 0x8000'0000));
    Rings rings;
    put(rings.memory.submission, tail_offset, 65);
    CHECK_FALSE(waiting(rings.submission));
    put(rings.memory.completion, head_offset, 1);
    CHECK_FALSE(room(rings.completion));
}

TEST_CASE("the kernel uses its own head, not the one in memory") {
    Rings rings;
    put(rings.memory.submission, tail_offset, 3);
    put(rings.memory.submission, head_offset, 3);
    CHECK(waiting(rings.submission) == 3);
}

TEST_CASE("a packet is decoded from its bytes, field by field, and its slot is freed") {
    Rings rings;
    std::uint8_t* const slot = rings.memory.submission.data() + header_bytes;
    for (std::uint8_t i = 0; i < 32; ++i) {
        slot[i] = i;
    }
    put(rings.memory.submission, tail_offset, 1);
    const CmdPacket packet = take(rings.submission);
    CHECK(get(rings.memory.submission, head_offset) == 0);
    release_slots(rings.submission);
    CHECK(packet.kind == 0x03020100);
    CHECK(packet._pad == 0x07060504);
    CHECK(packet.arg == 0x0f0e0d0c0b0a0908);
    CHECK(static_cast<std::uint64_t>(packet.id) == 0x1716151413121110);
    CHECK(static_cast<std::uint64_t>(packet.id >> 64) == 0x1f1e1d1c1b1a1918);
    CHECK(get(rings.memory.submission, head_offset) == 1);
    CHECK(waiting(rings.submission) == 0);
}

TEST_CASE("the slot after the last is the first") {
    Rings rings;
    rings.submission.head = 64;
    put(rings.memory.submission, header_bytes, CMD_SYS_EXEC);
    CHECK(take(rings.submission).kind == CMD_SYS_EXEC);
    rings.completion.tail = 65;
    post(rings.completion, {.sequence = 0xabcd, .verdict = VERDICT_OK, ._pad = 0, .result = 0, ._reserved = 0});
    show_answers(rings.completion);
    CHECK(get(rings.memory.completion, header_bytes + 32) == 0xabcd);
}

TEST_CASE("an answer is written where the program expects it, and published") {
    Rings rings;
    post(rings.completion,
         {.sequence = 0x1122334455667788, .verdict = VERDICT_EPAD, ._pad = 0, .result = 9, ._reserved = 0});
    CHECK(get(rings.memory.completion, tail_offset) == 0);
    show_answers(rings.completion);
    CHECK(get(rings.memory.completion, tail_offset) == 1);
    CHECK(get(rings.memory.completion, header_bytes) == 0x55667788);
    CHECK(get(rings.memory.completion, header_bytes + 4) == 0x11223344);
    CHECK(get(rings.memory.completion, header_bytes + 8) == VERDICT_EPAD);
    CHECK(get(rings.memory.completion, header_bytes + 16) == 9);
    CHECK(room(rings.completion) == 63);
}

TEST_CASE("a slot's raw bytes can be read") {
    Rings rings;
    rings.memory.submission[header_bytes + 32 + 5] = 0x5a;
    std::array<std::uint8_t, 32> bytes{};
    hal_ring_peek(rings.submission.memory, 1, bytes.data());
    CHECK(bytes[5] == 0x5a);
    CHECK(bytes[4] == 0);
}
