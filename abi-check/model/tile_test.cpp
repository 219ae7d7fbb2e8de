#include <doctest/doctest.h>

#include <random>

#include "test/declare.h"

using namespace abi;
using namespace abi::test;

TEST_CASE("every byte of the packet of the story has a name") {
    const auto tiles = tile(cmd_packet());
    REQUIRE(tiles.size() == 4);
    CHECK(tiles[1] == Tile{32, 64, TileKind::declared_padding, {1}});
    CHECK(tiles[3] == Tile{128, 256, TileKind::field, {3}});
}

TEST_CASE("a hole is implicit padding, and so is what follows the last field") {
    const auto tiles = tile(record("R", 16, 8, {field("a", u(8), 0), field("b", u(32), 4)}));
    REQUIRE(tiles.size() == 4);
    CHECK(tiles[1] == Tile{8, 32, TileKind::implicit_padding, {}});
    CHECK(tiles[3] == Tile{64, 128, TileKind::implicit_padding, {}});
}

TEST_CASE("in a union one tile has several owners") {
    Record value = record("U", 8, 8, {field("whole", u(64), 0), field("low", u(32), 0)});
    value.kind = RecordKind::union_;
    const auto tiles = tile(value);
    REQUIRE(tiles.size() == 2);
    CHECK(tiles[0] == Tile{0, 32, TileKind::field, {0, 1}});
    CHECK(tiles[1] == Tile{32, 64, TileKind::field, {0}});
}

TEST_CASE("data wins over padding where both cover a bit") {
    const auto tiles = tile(record("R", 4, 4, {field("_pad", u(32), 0, Role::padding), field("flag", u(8), 0)}));
    REQUIRE(tiles.size() == 2);
    CHECK(tiles[0].kind == TileKind::field);
    CHECK(tiles[1].kind == TileKind::declared_padding);
}

TEST_CASE("a record of known size without a readable field is unknown, never padding") {
    CHECK(tile(record("R", 4, 4, {})) == std::vector{Tile{0, 32, TileKind::unknown, {}}});
}

TEST_CASE("a record of unknown size has no tiles") {
    Record opaque;
    CHECK(tile(opaque).empty());
}

TEST_CASE("the tiles of any record cover it exactly, whatever its fields claim") {
    std::mt19937_64 random(1);
    for (int round = 0; round < 2000; ++round) {
        std::vector<Field> fields;
        for (auto left = random() % 8; left > 0; --left) {
            Field one = field("f", u(8U << random() % 5), random() % 40, static_cast<Role>(random() % 4));
            one.offset_bits += random() % 8;
            if (random() % 3 == 0) one.bit_width = static_cast<unsigned>(random() % 9);
            if (random() % 50 == 0) one.offset_bits = ~std::uint64_t{0} - random() % 8;
            fields.push_back(one);
        }
        const std::uint64_t size = random() % 33;
        std::uint64_t at = 0;
        for (const auto& part : tile(record("R", size, 1, fields))) {
            REQUIRE(part.begin_bits == at);
            REQUIRE(part.end_bits > at);
            at = part.end_bits;
        }
        REQUIRE(at == size * 8);
    }
}
