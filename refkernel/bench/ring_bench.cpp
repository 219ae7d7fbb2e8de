// Measures how fast packets go through a ring between two threads, compared with Boost.Lockfree's spsc_queue.
//
// It uses the code that runs on the machine: the membrane at the program's end, core at the kernel's end. Both queues
// have 64 slots of 32 bytes. Rounds alternate between the two, so that both have the same noise; medians are compared.
#include <algorithm>
#include <array>
#include <boost/lockfree/spsc_queue.hpp>
#include <chrono>
#include <cstdio>
#include <thread>

#include "core/ring.h"
#include "membrane/ion.h"

namespace {

constexpr std::uint32_t packets = 4'000'000;
constexpr std::size_t rounds = 9;

/// Waits for the other thread. Yields, because both threads may share a core.
struct Patience {
    unsigned spins = 0;
    void wait() {
        if (++spins % 64 == 0) {
            std::this_thread::yield();
        }
    }
};

/// Whether each member is as in the pushed packet with this number.
bool is_packet(const core::CmdPacket& packet, std::uint32_t number) {
    return packet.kind == core::CMD_NULL && packet._pad == 0 && packet.arg == number && packet.id == number;
}

template <typename Produce, typename Consume>
double nanoseconds_per_packet(Produce produce, Consume consume) {
    const auto begin = std::chrono::steady_clock::now();
    std::thread producer(produce);
    consume();
    producer.join();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    return took.count() / packets;
}

struct alignas(4096) Page {
    std::array<std::uint8_t, 4096> bytes{};
};

double through_our_ring(bool& sound) {
    static Page page;
    auto* const memory = reinterpret_cast<hal_ring_header*>(page.bytes.data());
    hal_ring_format(memory, 0);
    // Own cache lines, as on the machine, where each end has its counts in its own memory.
    alignas(64) membrane::Ion ion{.submission = reinterpret_cast<membrane::RingHeader*>(memory)};
    alignas(64) core::SubmissionRing ring{.memory = memory};
    return nanoseconds_per_packet(
        [&] {
            Patience patience;
            for (std::uint32_t i = 0; i < packets; ++i) {
                const membrane::CmdPacket packet{.kind = membrane::CMD_NULL, .arg = i, .id = i};
                while (!membrane::push(ion, packet)) {
                    patience.wait();
                }
            }
        },
        [&] {
            Patience patience;
            for (std::uint32_t taken = 0; taken < packets;) {
                const std::optional<std::uint32_t> there = core::waiting(ring);
                if (!there || *there == 0) {
                    sound = sound && there;
                    patience.wait();
                    continue;
                }
                for (std::uint32_t i = 0; i < *there; ++i, ++taken) {
                    sound = is_packet(core::take(ring), taken) && sound;
                }
                core::release_slots(ring);
            }
        });
}

double through_boost(bool& sound) {
    static boost::lockfree::spsc_queue<core::CmdPacket, boost::lockfree::capacity<64>> queue;
    return nanoseconds_per_packet(
        [&] {
            Patience patience;
            for (std::uint32_t i = 0; i < packets; ++i) {
                const core::CmdPacket packet{.kind = core::CMD_NULL, ._pad = 0, .arg = i, .id = i};
                while (!queue.push(packet)) {
                    patience.wait();
                }
            }
        },
        [&] {
            Patience patience;
            for (std::uint32_t taken = 0; taken < packets;) {
                const std::size_t got = queue.consume_all([&](const core::CmdPacket& packet) {
                    sound = is_packet(packet, taken) && sound;
                    ++taken;
                });
                if (got == 0) {
                    patience.wait();
                }
            }
        });
}

double median(std::array<double, rounds>& values) {
    std::ranges::sort(values);
    return values[rounds / 2];
}

}  // namespace

int main() {
    std::array<double, rounds> ours{};
    std::array<double, rounds> boosts{};
    bool sound = true;
    for (std::size_t round = 0; round < rounds; ++round) {
        ours[round] = through_our_ring(sound);
        boosts[round] = through_boost(sound);
    }
    if (!sound) {
        std::puts("ring_bench: error: a packet was lost or changed");
        return 1;
    }
    const double mine = median(ours);
    const double boost = median(boosts);
    std::printf(
        "ring of 64 slots of 32 bytes, two threads: %.1f ns a packet; boost::lockfree::spsc_queue: %.1f ns; "
        "ratio of packets per second: %.2f\n",
        mine, boost, boost / mine);
    return 0;
}
