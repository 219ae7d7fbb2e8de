#include "explain/evidence.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace {

/// The evidence of a little-endian field that holds `value`, between bytes that are not zero.
double evidence_of(const abi::FieldSpan& slot, std::uint64_t value, const abi::Neighbours& near = {}) {
    std::vector<std::uint8_t> bytes{1};
    for (std::uint32_t at = 0; at < slot.width_bits; at += 8) {
        bytes.push_back(static_cast<std::uint8_t>(value >> at));
    }
    bytes.push_back(1);
    const abi::Baseline baseline(bytes);
    std::uint64_t seen = 0;
    const double bits = abi::evidence(baseline, 8, slot, abi::ByteOrder::little, {}, near, seen);
    CHECK(seen == value);
    return bits;
}

abi::FieldSpan integer(std::uint32_t width_bits) {
    return {.width_bits = width_bits};
}

}  // namespace

TEST_CASE("In a field named flags, a few low bits give more evidence than another number of that size") {
    auto flags = integer(32);
    flags.is_flags = true;
    for (const std::uint64_t value : {0U, 1U, 2U, 4U}) {
        CAPTURE(value);
        CHECK(evidence_of(flags, value) > evidence_of(integer(32), value) + 0.5);
    }
    CHECK(evidence_of(flags, 3) <= evidence_of(flags, 2));
    CHECK(evidence_of(flags, 0x12345678) == evidence_of(integer(32), 0x12345678));
}

TEST_CASE("Zero and powers of two give more evidence than their neighbours") {
    CHECK(evidence_of(integer(64), 0) == doctest::Approx(4 + 7 - 4));
    CHECK(evidence_of(integer(32), 0x1000) > evidence_of(integer(32), 0x1001) + 1);
}

TEST_CASE("A tail near its head gives more evidence than one far off, and a random counter gives little") {
    auto tail = integer(32);
    tail.counts = true;
    const std::uint64_t near_head = 0x1230;
    const std::uint64_t far_head = 0x70001230;
    CHECK(evidence_of(tail, 0x1234, {.beside = &near_head}) > evidence_of(tail, 0x1234) + 3);
    CHECK(evidence_of(tail, 0x1234, {.beside = &far_head}) == evidence_of(tail, 0x1234));
    auto counter = integer(64);
    counter.counts = true;
    CHECK(evidence_of(counter, 0x9E3779B97F4A7C15) < evidence_of(integer(64), 0x9E3779B97F4A7C15) - 2);
}

TEST_CASE("A field that holds one of a few values may have any small value, but not a random one") {
    auto kind = integer(32);
    kind.picks = true;
    CHECK(evidence_of(kind, 0x9E3779B9) == doctest::Approx(evidence_of(integer(32), 0x9E3779B9) - 7));
    CHECK(evidence_of(kind, 0x400) == evidence_of(integer(32), 0x400));
}

TEST_CASE("Usual addresses of programs and kernels give evidence, aligned ones more") {
    for (const std::uint64_t address : {0x7FFD3A41B7C8U, 0xFFFF8881234567C8U}) {
        CAPTURE(address);
        CHECK(evidence_of(integer(64), address) > 8);
        CHECK(evidence_of(integer(64), address) == doctest::Approx(evidence_of(integer(64), address + 1) + 6));
        const auto elsewhere = address - (std::uint64_t{0x11} << (address >> 63U != 0 ? 48U : 40U));
        CHECK(evidence_of(integer(64), address) > evidence_of(integer(64), elsewhere) + 10);
    }
}

TEST_CASE("Bytes of which some stay from packet to packet cost about as much as those that do not") {
    const std::vector<std::uint8_t> bytes{0x52, 0x54, 0,    0x11, 0x9A, 0xE3, 0x52, 0x54, 0,
                                          0x7C, 0x41, 0xB8, 0x52, 0x54, 0,    0xD0, 0x29, 0x66};
    const abi::Baseline baseline(bytes);
    const abi::FieldSpan run{.width_bits = 48, .expectation = abi::Expectation::text};
    std::uint64_t unused = 0;
    const abi::Neighbours near{.text_before = bytes.data() + 6, .text_earlier = bytes.data()};
    const double bits = abi::evidence(baseline, 96, run, abi::ByteOrder::little, {}, near, unused);
    CHECK(bits == doctest::Approx(2 * 8.1 + 4 - 1 - 3 * 0.2 - 3 * 0.2));
}

TEST_CASE("Text that repeats that of the previous packet costs little") {
    const std::vector<std::uint8_t> bytes{'t', 'i', 'm', 'e', 'r', ':', ' ', '1',
                                          't', 'i', 'm', 'e', 'r', ':', ' ', '1'};
    const abi::Baseline baseline(bytes);
    const abi::FieldSpan text{.width_bits = 64, .expectation = abi::Expectation::text};
    std::uint64_t unused = 0;
    const double first = abi::evidence(baseline, 0, text, abi::ByteOrder::little, {}, {}, unused);
    abi::Habit habit;
    habit.add(unused, ~std::uint64_t{0});
    const double again = abi::evidence(baseline, 64, text, abi::ByteOrder::little, {}, {.habit = &habit}, unused);
    CHECK(again == doctest::Approx(8 * 8.1 - 2));
    CHECK(again > first + 40);
}

TEST_CASE("Zeros at the edge of a dump may be memory around the packets, and give less evidence than other zeros") {
    // Four bytes of a packet, then zeros; in the second dump, another packet follows them.
    const std::vector<std::uint8_t> edge{7, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0};
    auto inner = edge;
    inner.push_back(9);
    const auto field = integer(64);
    std::uint64_t value = 0;
    const double at_edge = abi::evidence(abi::Baseline(edge), 32, field, abi::ByteOrder::little, {}, {}, value);
    const double inside = abi::evidence(abi::Baseline(inner), 32, field, abi::ByteOrder::little, {}, {}, value);
    CHECK(value == 0);
    CHECK(at_edge < inside - 5);
}

TEST_CASE("An address in the heap of a program gives more evidence than its bytes in the other order") {
    CHECK(evidence_of(integer(64), 0x0000559C4EDD1630) > evidence_of(integer(64), 0x3016DD4E9C550000) + 8);
    CHECK(evidence_of(integer(64), 0x0000AAAAD35F12A0) > evidence_of(integer(64), 0xA0125FD3AAAA0000) + 8);
}

TEST_CASE("An element of an array is expected to be as long as the one before it") {
    const std::uint64_t before = 'E';
    const abi::Neighbours near{.element = &before};
    CHECK(evidence_of(integer(16), 'F', near) > evidence_of(integer(16), 'F') + 2);
    CHECK(evidence_of(integer(16), 'E', near) > evidence_of(integer(16), 'F', near) + 2);
    CHECK(evidence_of(integer(16), 0x4567, near) < evidence_of(integer(16), 'F', near));
}

TEST_CASE("A zero behind a zero gives more evidence than one behind a number") {
    CHECK(evidence_of(integer(32), 0, {.is_behind_zero = true}) > evidence_of(integer(32), 0) + 1);
}

TEST_CASE("A number as long as the one in the packet before gives more evidence than a longer one") {
    abi::Habit habit;
    habit.add(1448, 0xFFFFFFFF);
    const abi::Neighbours near{.habit = &habit};
    CHECK(evidence_of(integer(32), 1203, near) > evidence_of(integer(32), 1203) + 2);
}

TEST_CASE("What a field's name suggests about its numbers makes such numbers cheaper, and others dearer") {
    const auto gain = [](abi::Quantity quantity, std::uint64_t value) {
        auto named = integer(64);
        named.quantity = quantity;
        return evidence_of(named, value) - evidence_of(integer(64), value);
    };
    CHECK(gain(abi::Quantity::small, 7) > 2);
    CHECK(gain(abi::Quantity::small, 0x12345678) < -4);
    CHECK(gain(abi::Quantity::size, 1500) > 0.4);
    CHECK(gain(abi::Quantity::size, 0x7F1234567010) < -6);
    CHECK(gain(abi::Quantity::place, 0x1234567) > 1);
    CHECK(gain(abi::Quantity::place, 3) < 0.1);
    CHECK(gain(abi::Quantity::address, 0x12) < -4);
    CHECK(gain(abi::Quantity::address, 0x81234000) == 0);
    CHECK(gain(abi::Quantity::check, 0x9E3779B97F4A7C15) > 3);
    CHECK(gain(abi::Quantity::unused, 0) > 3);
    CHECK(gain(abi::Quantity::unused, 7) < -3);
}

TEST_CASE("A number of at most a quarter of a wide field's bits costs one bit more if the name tells nothing") {
    auto check = integer(32);
    check.quantity = abi::Quantity::check;
    CHECK(evidence_of(integer(32), 0xFF) == doctest::Approx(evidence_of(check, 0xFF) - 1));
    CHECK(evidence_of(integer(32), 0x1FF) == doctest::Approx(evidence_of(check, 0x1FF)));
}
