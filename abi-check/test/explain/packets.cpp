#include "test/explain/packets.h"

#include <algorithm>
#include <array>

#include "codec/scalars.h"

namespace abi::explain_bench {
namespace {

constexpr std::array lines{"eth0: link up, 1000 Mbps", "init: starting shell",       "page fault at user address",
                           "ring 3: doorbell",         "disk sda: 4096-byte blocks", "timer: 250 Hz, one shot"};

std::uint64_t low_bits(std::uint64_t value, std::uint64_t bits) {
    return bits >= 64 ? value : value & ((std::uint64_t{1} << bits) - 1);
}

}  // namespace

Integer PacketSource::value_of(const std::string& name, const std::string& record) {
    const auto is = [&](std::initializer_list<const char*> names) {
        return std::ranges::any_of(names, [&](const char* one) { return name == one; });
    };
    if (is({"kind"}) && record.starts_with("CmdPacket")) {
        constexpr std::array<std::uint64_t, 5> kinds{0x100, 0x200, 0x201, 0x400, 0x401};
        return {kinds[below(kinds.size())]};
    }
    if (is({"kind"})) return {std::array<std::uint64_t, 4>{0, 1, 4, 11}[below(4)]};
    if (is({"opcode"})) return {below(12)};
    if (is({"gso"})) return {std::array<std::uint64_t, 4>{0, 1, 3, 4}[below(4)]};
    if (is({"level"})) return {below(8)};
    if (is({"armed"})) return {below(2)};
    // A number that counts, and above it a tag that looks like chance.
    if (is({"id"})) return {sequence_, random_()};
    if (is({"user_data"})) return {0x7f0000000000 + below(1U << 20U) * 64};
    if (is({"magic"})) return {0x474e4952};
    if (is({"capacity"})) return {64};
    if (is({"mask"})) return {63};
    if (is({"version"})) return {1};
    if (is({"head"})) return {sequence_};
    if (is({"tail"})) return {sequence_ + 1 + below(32)};
    if (is({"arg", "address", "address3", "arg2"})) {
        const auto which = below(4);
        if (which == 0) return {below(256)};
        return {which == 1 ? 0x10000 + below(4096) * 16 : 0x7f12a0000000 + below(1U << 24U) * 8};
    }
    if (is({"offset", "sector"})) return {below(1U << 20U) * 8};
    if (is({"length"})) return {std::array<std::uint64_t, 5>{12, 64, 512, 1500, 4096}[below(5)]};
    if (is({"fd", "splice_fd"})) return {3 + below(20)};
    if (is({"result"})) return below(8) == 0 ? Integer{1 + below(40), 0, true} : Integer{below(4096)};
    if (is({"time"})) return {1'000'000'000 + sequence_ * 3'700 + below(1000)};
    if (is({"seconds"})) return {1'764'000'000 + sequence_};
    if (is({"nanoseconds"})) return {below(1'000'000'000)};
    if (is({"period"})) return {std::array<std::uint64_t, 3>{0, 4'000'000, 1'000'000'000}[below(3)]};
    if (is({"pid"})) return {1 + below(30000)};
    if (is({"header_length"})) return {54 + below(3) * 12};
    if (is({"gso_size"})) return {below(2) * 1448};
    if (is({"checksum_start"})) return {34};
    if (is({"checksum_offset"})) return {16};
    if (is({"flags"}) && record == "VirtqDesc") return {below(4)};
    return {below(4)};  // flags, status, priority, cpu, buffers, next …
}

std::vector<FieldValue> PacketSource::next(const Layout& layout, const Record& record) {
    const auto scalars = scalars_of(layout, record);
    std::vector<FieldValue> values;
    if (!scalars) return values;
    ++sequence_;
    text_ = lines[below(lines.size())];
    std::size_t in_text = 0;
    for (const auto& scalar : *scalars) {
        if (scalar.role == Role::padding || scalar.role == Role::reserved) continue;
        const auto& name = scalar.field->name;
        auto value = name == "text" ? Integer{in_text < text_.size() ? static_cast<std::uint8_t>(text_[in_text])
                                                                     : std::uint64_t{0}}
                                    : value_of(name, record.name);
        in_text += name == "text" ? 1 : 0;
        // Half a field holds half the value.
        if (scalar.width_bits <= 64) value.high = 0;
        if (!value.negative) value.low = low_bits(value.low, scalar.width_bits - (scalar.is_signed ? 1 : 0));
        if (scalar.width_bits > 64) value.high = low_bits(value.high, scalar.width_bits - 64);
        values.push_back({scalar.path, value, scalar.offset_bits, scalar.width_bits});
    }
    return values;
}

}  // namespace abi::explain_bench
