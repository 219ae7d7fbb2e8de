#include "core/pages.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/test_arena.h"

using core::test::Arena;

TEST_CASE("every page is handed out once, the lowest first, until none is left") {
    Arena arena(67);
    CHECK(arena.pages.free == 67);
    for (std::uint64_t i = 0; i < 67; ++i) {
        CHECK(core::take_page(arena.pages) == arena.pages.base + i * core::page_bytes);
    }
    CHECK(arena.pages.free == 0);
    CHECK(core::take_page(arena.pages) == 0);
    CHECK(core::give_page(arena.pages, arena.pages.base));
    CHECK(core::take_page(arena.pages) == arena.pages.base);
}

TEST_CASE("a freed page is handed out again, zeroed") {
    Arena arena(3);
    const std::uint64_t first = core::take_page(arena.pages);
    CHECK(core::take_page(arena.pages) != 0);
    std::ranges::fill(core::page_at(first), std::uint8_t{0xee});
    CHECK(core::give_page(arena.pages, first));
    CHECK(arena.pages.free == 2);
    CHECK(core::take_page(arena.pages) == first);
    CHECK(std::ranges::all_of(core::page_at(first), [](std::uint8_t byte) { return byte == 0; }));
}

TEST_CASE("a page can be taken with its old content") {
    Arena arena(1);
    std::ranges::fill(arena.memory[0].bytes, std::uint8_t{0xee});
    const std::uint64_t page = core::take_dirty_page(arena.pages);
    CHECK(page == arena.pages.base);
    CHECK(arena.pages.free == 0);
    CHECK(std::ranges::all_of(core::page_at(page), [](std::uint8_t byte) { return byte == 0xee; }));
    CHECK(core::take_dirty_page(arena.pages) == 0);
}

TEST_CASE("only a taken page can be freed; other calls do not change the count") {
    Arena arena(3);
    const std::uint64_t page = core::take_page(arena.pages);
    CHECK_FALSE(core::give_page(arena.pages, page + 8));
    CHECK_FALSE(core::give_page(arena.pages, page + core::page_bytes));      // free
    CHECK_FALSE(core::give_page(arena.pages, page - core::page_bytes));      // before the first
    CHECK_FALSE(core::give_page(arena.pages, page + 3 * core::page_bytes));  // after the last
    CHECK(core::give_page(arena.pages, page));
    CHECK_FALSE(core::give_page(arena.pages, page));  // twice
    CHECK(arena.pages.free == 3);
}

TEST_CASE("a reserved range takes each page that it touches once, and addresses outside are ignored") {
    Arena arena(8);
    const std::uint64_t base = arena.pages.base;
    core::reserve_pages(arena.pages, base + core::page_bytes + 1, base + 2 * core::page_bytes + 1);
    CHECK(arena.pages.free == 6);
    core::reserve_pages(arena.pages, base + 2 * core::page_bytes, base + 100 * core::page_bytes);
    CHECK(arena.pages.free == 1);
    core::reserve_pages(arena.pages, base - 5 * core::page_bytes, base);
    CHECK(arena.pages.free == 1);
    CHECK(core::take_page(arena.pages) == base);
    CHECK(core::take_page(arena.pages) == 0);
}

TEST_CASE("only whole pages are used") {
    std::vector<std::uint64_t> bitmap(1);
    const core::Pages pages = core::make_pages(0x1001, 0x4fff, bitmap);
    CHECK(pages.base == 0x2000);
    CHECK(pages.count == 2);
}

TEST_CASE("a run is the lowest sufficient range of contiguous free pages") {
    Arena arena(200);
    const std::uint64_t base = arena.pages.base;
    const auto page = [&](std::uint64_t index) { return base + index * core::page_bytes; };
    CHECK(core::take_dirty_run(arena.pages, 3) == page(0));
    CHECK(core::take_dirty_run(arena.pages, 70) == page(3));
    CHECK(arena.pages.free == 127);
    CHECK(core::give_run(arena.pages, page(1), 4));  // parts of two runs
    std::ranges::fill(core::page_at(page(4)), std::uint8_t{0xee});
    CHECK(core::take_dirty_run(arena.pages, 5) == page(73));  // the hole is one page too small
    CHECK(core::take_dirty_run(arena.pages, 4) == page(1));
    CHECK(std::ranges::all_of(core::page_at(page(4)), [](std::uint8_t byte) { return byte == 0xee; }));
    CHECK(core::take_page(arena.pages) == page(78));
    CHECK(arena.pages.free == 121);
    CHECK(core::take_dirty_run(arena.pages, 121) == page(79));  // to the last page
    CHECK(arena.pages.free == 0);
}

TEST_CASE("a run is not taken if the free pages are not contiguous") {
    Arena arena(8);
    const std::uint64_t base = arena.pages.base;
    core::reserve_pages(arena.pages, base + 4 * core::page_bytes, base + 5 * core::page_bytes);
    CHECK(core::take_dirty_run(arena.pages, 5) == 0);
    CHECK(core::take_dirty_run(arena.pages, 8) == 0);
    CHECK(core::take_dirty_run(arena.pages, ~std::uint64_t{0}) == 0);
    CHECK(core::take_dirty_run(arena.pages, 0) == 0);
    CHECK(arena.pages.free == 7);
    CHECK(core::take_dirty_run(arena.pages, 4) == base);
    CHECK(core::take_dirty_run(arena.pages, 4) == 0);  // the rest at the end is one page too small
    CHECK(core::take_dirty_run(arena.pages, 3) == base + 5 * core::page_bytes);
}

TEST_CASE("a run is freed completely or not at all") {
    Arena arena(8);
    const std::uint64_t base = arena.pages.base;
    CHECK(core::take_dirty_run(arena.pages, 4) == base);
    CHECK_FALSE(core::give_run(arena.pages, base, 5));  // the last of these is free
    CHECK_FALSE(core::give_run(arena.pages, base, 0));
    CHECK_FALSE(core::give_run(arena.pages, base, 9));
    CHECK_FALSE(core::give_run(arena.pages, base + core::page_bytes, ~std::uint64_t{0}));
    CHECK_FALSE(core::give_run(arena.pages, base + 8, 1));
    CHECK_FALSE(core::give_run(arena.pages, base - core::page_bytes, 1));
    CHECK(arena.pages.free == 4);
    CHECK(core::give_run(arena.pages, base, 4));
    CHECK(arena.pages.free == 8);
    CHECK(core::take_page(arena.pages) == base);
}
