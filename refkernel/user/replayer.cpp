// Pushes the raw bytes of every case of the replay blob through its own ring. The kernel has checked the blob, judges
// each packet, and ends the machine after the last.
#include <algorithm>
#include <cstring>

#include "membrane/start.h"

namespace {

constexpr std::uint64_t align8(std::uint64_t bytes) {
    return (bytes + 7) & ~std::uint64_t{7};
}

template <typename Record>
Record read_at(std::uint64_t address) {
    Record record;
    std::memcpy(&record, reinterpret_cast<const void*>(address), sizeof record);
    return record;
}

/// The case's bytes as userland's own CmdPacket: filled up with zeros, what exceeds it is cut.
membrane::CmdPacket packet_at(std::uint64_t address, std::uint32_t length) {
    membrane::CmdPacket packet{};
    std::memcpy(static_cast<void*>(&packet), reinterpret_cast<const void*>(address),
                std::min<std::size_t>(length, sizeof packet));
    return packet;
}

void push_when_possible(membrane::Ion& ion, const membrane::CmdPacket& packet) {
    while (!membrane::push(ion, packet)) {
        membrane::ring_doorbell(0);
        membrane::CompletionPacket answer{};
        while (membrane::collect(ion, answer)) {  // the verdicts are the kernel's to report; here they only make room
        }
    }
}

}  // namespace

std::uint64_t run(membrane::Ion& ion) {
    if (ion.blob == 0) {
        return 1;
    }
    const auto blob = read_at<membrane::ReplayBlob>(ion.blob);
    std::uint64_t address = ion.blob + sizeof blob;
    for (std::uint32_t index = 0; index < blob.case_count; ++index) {
        const auto header = read_at<membrane::ReplayCase>(address);
        address += sizeof header;
        push_when_possible(ion, packet_at(address, header.length));
        address += align8(header.length);
    }
    membrane::ring_doorbell(0);
    return 2;  // not reached: the kernel leaves after the last result
}
