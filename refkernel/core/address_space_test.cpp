#include "core/address_space.h"

#include <doctest/doctest.h>

#include "core/test_arena.h"

using namespace core;
using core::test::Arena;

namespace {

constexpr std::uint64_t user_page = USER_PROGRAM_BEGIN;
constexpr Access read_write = access_read | access_write;

struct Spaces {
    Arena arena{64};
    AddressSpace kernel = make_space(arena.pages);
    AddressSpace user = make_user_space(arena.pages, kernel);
};

}  // namespace

TEST_CASE("a mapped page is found at its address, with exactly the permissions that it was mapped with") {
    Spaces on;
    const std::uint64_t page = take_page(on.arena.pages);
    REQUIRE(map_user_page(on.arena.pages, on.user, user_page, page, access_read, Owner::space));
    CHECK(translate_user(on.user, user_page + 0x123, access_read) == page + 0x123);
    CHECK_FALSE(translate_user(on.user, user_page, access_write));
    CHECK_FALSE(translate_user(on.user, user_page, access_execute));
    CHECK_FALSE(translate_user(on.user, user_page + page_bytes, access_read));
    CHECK_FALSE(translate_user(on.user, ~std::uint64_t{0}, access_read));
    CHECK_FALSE(translate_user(on.user, user_page + (std::uint64_t{1} << 39), access_read));
}

TEST_CASE("no page can be both writable and executable") {
    Spaces on;
    CHECK_FALSE(map_user_page(on.arena.pages, on.user, user_page, on.arena.pages.base, access_write | access_execute,
                              Owner::other));
    CHECK_FALSE(map_kernel(on.arena.pages, on.kernel, 0, page_bytes, 0, read_write | access_execute));
}

TEST_CASE("a user page is refused outside the user's range, if it is misaligned, and if it is already mapped") {
    Spaces on;
    const auto map = [&](std::uint64_t address) {
        return map_user_page(on.arena.pages, on.user, address, on.arena.pages.base, access_read, Owner::other);
    };
    CHECK_FALSE(map(USER_BEGIN - page_bytes));
    CHECK_FALSE(map(USER_END));
    CHECK_FALSE(map(user_page + 1));
    CHECK(map(user_page));
    CHECK_FALSE(map(user_page));
}

TEST_CASE("the kernel's mappings are in every process, which cannot access them") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    REQUIRE(map_kernel(arena.pages, kernel, 0x8000'0000, 0x8100'0000, 0x8000'0000, read_write));
    const AddressSpace user = make_user_space(arena.pages, kernel);
    const auto entry = [](AddressSpace space) { return reinterpret_cast<std::uint64_t*>(space.root)[2]; };
    CHECK(entry(kernel) != 0);
    CHECK(entry(user) == entry(kernel));
    CHECK_FALSE(translate_user(user, 0x8000'0000, access_read));
}

TEST_CASE("kernel memory is mapped in the largest pages that fit") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    const std::uint64_t before = arena.pages.free;
    // 4 KiB, then 2 MiB steps: one table of each of the two lower levels, and no more.
    REQUIRE(map_kernel(arena.pages, kernel, 0x801f'f000, 0x9000'0000, 0x801f'f000, read_write));
    CHECK(before - arena.pages.free == 2);
    CHECK_FALSE(map_kernel(arena.pages, kernel, 0x8800'0000, 0x8800'1000, 0x8800'0000, access_read));
    CHECK_FALSE(map_kernel(arena.pages, kernel, 0x801f'f000, 0x8020'0000, 0x801f'f000, access_read));
}

TEST_CASE("a destroyed process frees exactly its own pages, and not those that others own") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    REQUIRE(map_kernel(arena.pages, kernel, 0, page_bytes, 0, access_read));
    const std::uint64_t shown = take_page(arena.pages);
    const std::uint64_t before = arena.pages.free;

    const AddressSpace user = make_user_space(arena.pages, kernel);
    for (std::uint64_t i = 0; i < 5; ++i) {
        const std::uint64_t page = take_page(arena.pages);
        REQUIRE(map_user_page(arena.pages, user, user_page + i * page_bytes, page, access_read, Owner::space));
    }
    REQUIRE(map_user_page(arena.pages, user, USER_BLOB_BEGIN, shown, access_read, Owner::other));
    CHECK(arena.pages.free < before);
    CHECK(destroy_user_space(arena.pages, user));
    CHECK(arena.pages.free == before);
    CHECK(give_page(arena.pages, shown));
}

TEST_CASE("an own page that cannot be mapped is freed") {
    Arena arena(3);
    const AddressSpace kernel = make_space(arena.pages);
    const AddressSpace user = make_user_space(arena.pages, kernel);
    CHECK_FALSE(map_own_page(arena.pages, user, user_page, 0, access_read));
    const std::uint64_t page = take_page(arena.pages);
    CHECK_FALSE(map_own_page(arena.pages, user, user_page, page, access_read));  // no page for a table
    CHECK(arena.pages.free == 1);
}

TEST_CASE("mapping fails with its own error if no page is free") {
    Arena arena(2);
    const AddressSpace kernel = make_space(arena.pages);
    const AddressSpace user = make_user_space(arena.pages, kernel);
    CHECK_FALSE(map_user_page(arena.pages, user, user_page, kernel.root, access_read, Owner::other));
    CHECK(make_user_space(arena.pages, kernel).root == 0);
}
