// Headers of packets on a network: Ethernet II, IPv4 (RFC 791), UDP (RFC 768), TCP (RFC 9293). All are big-endian.
#include "test/explain/family.h"

namespace abi::explain_bench {
namespace {

const Value port = one_of({22, 53, 80, 123, 443, 443, 8080, 5353, 67, 68});
const Value own_port = up_to(28'000, 1, 32'768);
const Value private_address = up_to(250, 1, 0xC0A80101);
const Value ip_length = one_of({40, 52, 52, 60, 76, 328, 1420, 1500, 1500});

std::vector<Row> ipv4() {
    return {
        u8("version_ihl", always(0x45)).of(numbers(0x45, 0x4F)),
        u8("tos", mostly(always(0), one_of({0x10, 0xC0}))),
        u16("tot_len", ip_length),
        u16("id", counting(50'000)),
        u16("frag_off", mostly(always(0x4000), always(0))),
        u8("ttl", one_of({64, 64, 64, 128, 255, 57, 1})),
        u8("protocol", one_of({1, 6, 6, 6, 17, 17})).of({1, 2, 6, 17, 41, 47, 50, 51, 58, 89, 132}),
        u16("check", any(16)),
        u32("saddr", same(private_address)),
        u32("daddr", mostly(any(32), private_address)),
    };
}

std::vector<Row> tcp() {
    return {
        u16("source", same(own_port)),
        u16("dest", same(port)),
        u32("seq", growing(any(31), one_of({0, 1, 517, 1448, 1448, 2896}))),
        u32("ack_seq", growing(any(31), one_of({0, 0, 1, 1448}))),
        u16("offset_flags", one_of({0x8010, 0x8010, 0x8018, 0x8011, 0xA002})),
        u16("window", one_of({501, 501, 502, 509, 64240, 65535})),
        u16("check", any(16)),
        u16("urg_ptr", always(0)),
    };
}

std::vector<Row> frame() {
    return {
        u8s("h_dest", 6, hardware_address()),
        u8s("h_source", 6, hardware_address()),
        u16("h_proto", one_of({0x0800, 0x0800, 0x0800, 0x0806, 0x86DD}))
            .of({0x0800, 0x0806, 0x8100, 0x86DD, 0x8847, 0x8863, 0x8864, 0x88CC}),
    };
}

/// A whole packet's headers, as a capture has them.
std::vector<Row> datagram() {
    auto rows = frame();
    for (auto& row : ipv4()) rows.push_back(std::move(row));
    for (auto& row : std::vector{u16("source", own_port), u16("dest", port), u16("len", up_to(500, 1, 20)),
                                 u16("udp_check", any(16))}) {
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

std::vector<Family> network_families() {
    const auto big = ByteOrder::big;
    return {
        {"IPv4", "ethhdr", big, Packing::packed, frame()},
        {"IPv4", "iphdr", big, Packing::natural, ipv4()},
        {"IPv4", "tcphdr", big, Packing::natural, tcp()},
        {"IPv4", "udp_in_ethernet", big, Packing::packed, datagram()},
    };
}

}  // namespace abi::explain_bench
