// Physical pages: who has one, and exactly how many are free.
//
// One bit a page, set while it is taken. Deterministic: always the lowest free page. It knows addresses as numbers and
// touches the memory behind them only to zero a page that it hands out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "hal/memlayout.h"

namespace core {

constexpr std::uint64_t page_bytes = PAGE_BYTES;

constexpr std::uint64_t page_floor(std::uint64_t address) {
    return address & ~(page_bytes - 1);
}
constexpr std::uint64_t page_ceiling(std::uint64_t address) {
    return page_floor(address + page_bytes - 1);
}

struct Pages {
    std::uint64_t base = 0;              // address of the first page
    std::uint64_t count = 0;             // pages, free or taken
    std::uint64_t free = 0;              // pages
    std::uint64_t lowest_free_word = 0;  // no word of the bitmap before this one has a free page
    std::span<std::uint64_t> taken;      // the bitmap
};

/// Words of bitmap that `count` pages need.
constexpr std::size_t bitmap_words(std::uint64_t count) {
    return static_cast<std::size_t>((count + 63) / 64);
}

/// All whole pages of [begin, end), free. `bitmap` has bitmap_words of them or more and belongs to the caller.
Pages make_pages(std::uint64_t begin, std::uint64_t end, std::span<std::uint64_t> bitmap);

/// Takes every page that [begin, end) touches and that is not yet taken, for good. What lies outside is ignored.
void reserve_pages(Pages& pages, std::uint64_t begin, std::uint64_t end);

/// The address of a zeroed page; 0 when none is free.
std::uint64_t take_page(Pages& pages);

/// The same, but the page holds whatever it held: for who writes every byte of it before anybody reads one.
std::uint64_t take_dirty_page(Pages& pages);

/// False, and nothing done, when `address` is not that of a page that is taken.
[[nodiscard]] bool give_page(Pages& pages, std::uint64_t address);

/// The address of the lowest `count` free pages that lie side by side, zeroed; 0 when there are none, or for no pages.
std::uint64_t take_run(Pages& pages, std::uint64_t count);

/// False, and nothing done, unless `count` pages from `address` on, one or more, are all taken.
[[nodiscard]] bool give_run(Pages& pages, std::uint64_t address, std::uint64_t count);

/// The bytes of the page at `address`.
inline std::span<std::uint8_t> page_at(std::uint64_t address) {
    return {reinterpret_cast<std::uint8_t*>(address), PAGE_BYTES};
}

}  // namespace core
