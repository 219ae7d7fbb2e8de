// The input is what a program writes to its rings between two reads of the kernel. The kernel must not read or write
// outside the rings, must not find more packets than a ring holds, must write only its own fields, and must not accept
// a packet whose tag does not match the bytes in the slot.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/provenance.h"
#include "core/ring.h"
#include "hal/channel.h"

namespace {

using namespace core;

void require(bool holds) {
    if (!holds) std::abort();
}

constexpr std::size_t header_bytes = 192;
constexpr std::size_t slot_bytes = 32;
constexpr std::size_t ring_bytes = header_bytes + 64 * slot_bytes;
constexpr std::size_t head_at = 64;
constexpr std::size_t tail_at = 128;

/// Exactly a ring's bytes, so that the sanitizer finds every access outside.
struct Memory {
    std::uint8_t* bytes = static_cast<std::uint8_t*>(std::aligned_alloc(64, ring_bytes));

    Memory() { std::memset(bytes, 0, ring_bytes); }
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;
    ~Memory() { std::free(bytes); }

    hal_ring_header* header() { return reinterpret_cast<hal_ring_header*>(bytes); }
    std::span<std::uint8_t> slot(std::uint32_t index) {
        return {bytes + header_bytes + index % 64 * slot_bytes, slot_bytes};
    }
    std::vector<std::uint8_t> copy() const { return {bytes, bytes + ring_bytes}; }
};

std::uint64_t get(const std::uint8_t* from, std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;) value = value << 8 | from[i];
    return value;
}
void put(std::uint8_t* to, std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i, value >>= 8) to[i] = static_cast<std::uint8_t>(value);
}

/// Takes values from the beginning of the input; after its end, zeros.
struct Input {
    std::span<const std::uint8_t> rest;

    std::uint64_t take(std::size_t bytes) {
        std::array<std::uint8_t, 8> taken{};
        const std::size_t count = std::min(bytes, rest.size());
        std::copy_n(rest.begin(), count, taken.begin());
        rest = rest.subspan(count);
        return get(taken.data(), 8);
    }
};

struct World {
    Memory submission_memory;
    Memory completion_memory;
    SubmissionRing submission{.memory = submission_memory.header()};
    CompletionRing completion{.memory = completion_memory.header()};
    Provenance provenance{.key = siphash::expand(derive_key(7))};
    std::uint32_t taken = 0;  // how many packets the kernel took
    std::uint32_t posted = 0;

    World() { format_rings(submission, completion, 0); }
};

/// Writes a packet with a valid tag into the slot that is `ahead` slots after the kernel's next one.
void push_good(World& world, Input& input, std::uint32_t ahead) {
    const std::span<std::uint8_t> slot = world.submission_memory.slot(world.taken + ahead);
    put(slot.data(), 0x100 * input.take(1), 4);
    put(slot.data() + 4, input.take(1) / 200, 4);
    put(slot.data() + 8, input.take(8), 8);
    put(slot.data() + 16, world.provenance.expected + ahead, 8);
    put(slot.data() + 24, siphash::tag(world.provenance.key, slot.first(24)), 8);
}

void take_one(World& world) {
    const std::vector<std::uint8_t> before = world.submission_memory.copy();
    const std::span<const std::uint8_t> slot = world.submission_memory.slot(world.taken);
    const std::uint64_t sequence = get(slot.data() + 16, 8);
    const bool genuine = get(slot.data() + 24, 8) == siphash::tag(world.provenance.key, slot.first(24)) &&
                         sequence == world.provenance.expected;
    const Provenance was = world.provenance;

    const CmdPacket packet = take(world.submission);
    release_slots(world.submission);
    ++world.taken;
    const Verdict verdict = judge(world.provenance, packet);

    require((verdict != VERDICT_EBADTAG) == genuine);
    require(world.provenance.expected == was.expected + (genuine ? 1 : 0));
    require(world.provenance.refused == was.refused + (genuine ? 0 : 1));
    require(world.provenance.key == was.key);
    if (verdict == VERDICT_OK) {
        require(get(slot.data() + 4, 4) == 0 && is_command(static_cast<CmdKind>(get(slot.data(), 4))));
    } else if (genuine) {
        require(verdict == (get(slot.data() + 4, 4) != 0 ? VERDICT_EPAD : VERDICT_EKIND));
    }
    std::vector<std::uint8_t> expected = before;  // except for the head
    put(expected.data() + head_at, world.taken, 4);
    require(expected == world.submission_memory.copy());
    require(world.submission.head == world.taken);
}

void drain(World& world) {
    const std::optional<std::uint32_t> found = waiting(world.submission);
    const auto tail = static_cast<std::uint32_t>(get(world.submission_memory.bytes + tail_at, 4));
    require(found.has_value() == (tail - world.taken <= 64));
    if (!found) return;  // the count is not valid: the kernel would end the process
    require(*found == tail - world.taken);
    for (std::uint32_t i = 0; i < *found; ++i) take_one(world);
    require(waiting(world.submission) == 0U);
}

void answer(World& world, Input& input) {
    const std::optional<std::uint32_t> free = room(world.completion);
    const auto head = static_cast<std::uint32_t>(get(world.completion_memory.bytes + head_at, 4));
    require(free.has_value() == (world.posted - head <= 64));
    if (!free) return;
    require(*free == 64 - (world.posted - head));
    if (*free == 0) return;
    std::vector<std::uint8_t> expected = world.completion_memory.copy();
    const std::uint64_t sequence = input.take(8);
    std::uint8_t* const slot = expected.data() + header_bytes + world.posted % 64 * slot_bytes;
    put(slot, sequence, 8);
    put(slot + 8, VERDICT_EPAD, 4);
    put(slot + 12, 0, 4);
    put(slot + 16, ~sequence, 8);
    put(slot + 24, 0, 8);
    put(expected.data() + tail_at, world.posted + 1, 4);
    post(world.completion,
         {.sequence = sequence, .verdict = VERDICT_EPAD, ._pad = 0, .result = ~sequence, ._reserved = 0});
    show_answers(world.completion);
    ++world.posted;
    require(expected == world.completion_memory.copy());
}

void scribble(Memory& memory, Input& input) {
    const std::size_t offset = input.take(2) % ring_bytes;
    const std::size_t bytes = std::min(ring_bytes - offset, static_cast<std::size_t>(input.take(1) % 9));
    put(memory.bytes + offset, input.take(bytes), bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    World world;
    Input input{{data, size}};
    // Start near the wrap-around of the counts, as after a long run.
    const auto start = static_cast<std::uint32_t>(0 - input.take(1));
    world.submission.head = world.completion.tail = world.taken = world.posted = start;
    put(world.submission_memory.bytes + tail_at, start, 4);
    put(world.completion_memory.bytes + head_at, start, 4);
    while (!input.rest.empty()) {
        switch (input.take(1) % 8) {
        case 0: scribble(world.submission_memory, input); break;
        case 1: scribble(world.completion_memory, input); break;
        case 2: put(world.submission_memory.bytes + tail_at, world.taken + input.take(1) % 66, 4); break;
        case 3: put(world.completion_memory.bytes + head_at, world.posted - input.take(1) % 66, 4); break;
        case 4: push_good(world, input, static_cast<std::uint32_t>(input.take(1) % 4)); break;
        case 5:
            push_good(world, input, 0);
            world.submission_memory.slot(world.taken)[input.take(1) % 32] ^= static_cast<std::uint8_t>(input.take(1));
            break;
        case 6: drain(world); break;
        default: answer(world, input); break;
        }
    }
    return 0;
}
