#include "core/user_memory.h"

#include <doctest/doctest.h>

#include <limits>
#include <numeric>
#include <vector>

#include "core/test_arena.h"

using namespace core;
using core::test::Arena;

namespace {

constexpr std::uint64_t base = USER_PROGRAM_BEGIN;

/// Two writable pages, then a read-only one.
struct Program {
    Arena arena{32};
    AddressSpace space = make_user_space(arena.pages, make_space(arena.pages));

    Program() {
        for (std::uint64_t i = 0; i < 3; ++i) {
            const Access access = i < 2 ? access_read | access_write : access_read;
            REQUIRE(
                map_user_page(arena.pages, space, base + i * page_bytes, take_page(arena.pages), access, Owner::space));
        }
    }
};

}  // namespace

TEST_CASE("bytes are copied out and in across the border of two pages") {
    const Program program;
    std::vector<std::uint8_t> sent(5000);
    std::iota(sent.begin(), sent.end(), std::uint8_t{1});
    CHECK(copy_out(program.space, base + 1000, sent));
    std::vector<std::uint8_t> received(sent.size());
    CHECK(copy_in(program.space, {base + 1000, sent.size()}, received));
    CHECK(received == sent);
}

TEST_CASE("a range that leaves the program's memory is refused, and nothing is written") {
    const Program program;
    const std::vector<std::uint8_t> sent(200, 0xaa);
    CHECK_FALSE(copy_out(program.space, base + 2 * page_bytes - 100, sent));  // ends on the read-only page
    std::vector<std::uint8_t> received(100);
    CHECK(copy_in(program.space, {base + 2 * page_bytes - 100, 100}, received));
    CHECK(received == std::vector<std::uint8_t>(100, 0));
    received.resize(200);
    CHECK(copy_in(program.space, {base + 2 * page_bytes - 100, 200}, received));
    CHECK_FALSE(copy_in(program.space, {base + 3 * page_bytes - 100, 200}, received));
}

TEST_CASE("a range whose end wraps around is refused") {
    const Program program;
    CHECK_FALSE(user_may(program.space, {base, std::numeric_limits<std::uint64_t>::max()}, access_read));
    CHECK_FALSE(user_may(program.space, {std::numeric_limits<std::uint64_t>::max(), 2}, access_read));
}

TEST_CASE("a copy of more bytes than fit is refused") {
    const Program program;
    std::vector<std::uint8_t> small(4);
    CHECK_FALSE(copy_in(program.space, {base, 5}, small));
}

TEST_CASE("a record is read from any address of the program, aligned or not, and from no other address") {
    const Program program;
    const std::vector<std::uint8_t> sent{0x78, 0x56, 0x34, 0x12};
    CHECK(copy_out(program.space, base + page_bytes - 1, sent));
    CHECK(copy_in_record<std::uint32_t>(program.space, base + page_bytes - 1) == 0x12345678);
    CHECK_FALSE(copy_in_record<std::uint32_t>(program.space, 0x8020'0000));
    CHECK_FALSE(copy_in_record<std::uint32_t>(program.space, 0));
}
