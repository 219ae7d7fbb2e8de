// Pushes the raw bytes of the replay blob's cases through its own ring, beginning with the case in its entry block. The
// kernel has checked the blob. It judges each packet, and ends or resets the machine when necessary.
#include <algorithm>
#include <cstring>

#include "membrane/start.h"

namespace {

constexpr std::uint64_t align8(std::uint64_t bytes) {
    return (bytes + 7) & ~std::uint64_t{7};
}

/// `address` must be a multiple of 8. Uses the builtin, because freestanding compilers call the function memcpy.
template <typename Record>
Record read_at(std::uint64_t address) {
    Record record;
    __builtin_memcpy(static_cast<void*>(&record), __builtin_assume_aligned(reinterpret_cast<const void*>(address), 8),
                     sizeof record);
    return record;
}

/// The case's bytes as userland's CmdPacket: padded with zeros or cut.
membrane::CmdPacket packet_at(std::uint64_t address, std::uint32_t length) {
    membrane::CmdPacket packet{};
    if (length >= sizeof packet) {
        return read_at<membrane::CmdPacket>(address);
    }
    std::memcpy(static_cast<void*>(&packet), reinterpret_cast<const void*>(address), length);
    return packet;
}

/// Lets the kernel answer a full ring. The kernel reports the verdicts, so the answers are only removed to make room.
void empty_ring(membrane::Ion& ion) {
    membrane::ring_doorbell(0);
    membrane::CompletionPacket answer{};
    while (membrane::collect(ion, answer)) {
    }
}

}  // namespace

std::uint64_t run(membrane::Ion& ion) {
    if (ion.blob == 0) {
        return 1;
    }
    const std::uint32_t case_count = read_at<membrane::ReplayBlob>(ion.blob).case_count;
    std::uint64_t address = ion.blob + ion.blob_next;
    for (std::uint32_t index = read_at<membrane::ReplayCase>(address).index; index < case_count; ++index) {
        const auto header = read_at<membrane::ReplayCase>(address);
        address += sizeof header;
        const membrane::CmdPacket packet = packet_at(address, header.length);
        address += align8(header.length);
        while (!membrane::push(ion, packet)) {
            empty_ring(ion);
        }
    }
    membrane::ring_doorbell(0);
    return 2;  // not reached: the kernel ends the machine after the last result
}
