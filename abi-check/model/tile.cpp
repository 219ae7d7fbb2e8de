// The invariant of the project: the tiles of a record cover [0, size) exactly, each bit once.
#include <algorithm>
#include <cassert>

#include "model/layout.h"

namespace abi {
namespace {

TileKind kind_of(const Record& record, const std::vector<std::size_t>& owners) {
    if (owners.empty()) return TileKind::implicit_padding;
    const bool all_padding =
        std::ranges::all_of(owners, [&](std::size_t i) { return record.fields[i].role == Role::padding; });
    return all_padding ? TileKind::declared_padding : TileKind::field;
}

/// Where an owner begins or ends.
struct Edge {
    std::uint64_t at_bits;
    std::size_t field;
    bool begins;
};

bool covers_exactly(const std::vector<Tile>& tiles, std::uint64_t size_bits) {
    std::uint64_t at = 0;
    for (const auto& tile : tiles) {
        if (tile.begin_bits != at || tile.end_bits <= tile.begin_bits) return false;
        at = tile.end_bits;
    }
    return at == size_bits;
}

}  // namespace

std::vector<Tile> tile(const Record& record) {
    std::vector<Tile> tiles;
    if (!record.size_bytes || *record.size_bytes == 0) return tiles;
    const std::uint64_t size = *record.size_bytes * 8;

    std::vector<Edge> edges;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        const std::uint64_t begin = std::min(record.fields[i].offset_bits, size);
        const std::uint64_t end = std::min(begin + std::min(size_bits(record.fields[i]), size), size);
        if (begin == end) continue;
        edges.push_back({begin, i, true});
        edges.push_back({end, i, false});
    }
    if (edges.empty()) return {{0, size, TileKind::unknown, {}}};

    // Sweep from left to right; between two edges the owners do not change.
    std::ranges::sort(edges, {}, [](const Edge& e) { return e.at_bits; });
    std::vector<std::size_t> owners;
    std::uint64_t at = 0;
    const auto close = [&](std::uint64_t end) {
        if (end > at) tiles.push_back({at, end, kind_of(record, owners), owners});
        at = end;
    };
    for (const auto& edge : edges) {
        close(edge.at_bits);
        if (edge.begins) {
            owners.insert(std::ranges::lower_bound(owners, edge.field), edge.field);
        } else {
            std::erase(owners, edge.field);
        }
    }
    close(size);
    assert(covers_exactly(tiles, size));
    return tiles;
}

}  // namespace abi
