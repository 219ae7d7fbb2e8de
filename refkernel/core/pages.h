// Allocates physical pages and counts the free ones.
//
// One bit for each page, set while it is taken. Deterministic: always takes the lowest free page. Addresses are
// numbers; the memory itself is accessed only to zero a page that is handed out.
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
    std::uint64_t free = 0;              // number of free pages
    std::uint64_t lowest_free_word = 0;  // no word of the bitmap before this one has a free page
    std::span<std::uint64_t> taken;      // the bitmap
};

/// The number of bitmap words for `count` pages.
constexpr std::size_t bitmap_words(std::uint64_t count) {
    return static_cast<std::size_t>((count + 63) / 64);
}

/// All whole pages of [begin, end), free. `bitmap` belongs to the caller and has at least bitmap_words words.
Pages make_pages(std::uint64_t begin, std::uint64_t end, std::span<std::uint64_t> bitmap);

/// Takes every page that [begin, end) touches and that is not yet taken, for ever. Ignores addresses outside.
void reserve_pages(Pages& pages, std::uint64_t begin, std::uint64_t end);

/// Takes a page and zeroes it. Returns its address, or 0 if none is free.
std::uint64_t take_page(Pages& pages);

/// The same, but the page keeps its old content. Only for callers that overwrite every byte of it.
std::uint64_t take_dirty_page(Pages& pages);

/// Frees a page. Does nothing and returns false if `address` is not that of a taken page.
[[nodiscard]] bool give_page(Pages& pages, std::uint64_t address);

/// Takes the lowest `count` contiguous free pages, which keep their old content. Returns their address, or 0 if there
/// are none or `count` is 0.
std::uint64_t take_dirty_run(Pages& pages, std::uint64_t count);

/// Frees `count` pages from `address` on. Does nothing and returns false if `count` is 0 or one of them is not taken.
[[nodiscard]] bool give_run(Pages& pages, std::uint64_t address, std::uint64_t count);

/// The bytes of the page at `address`.
inline std::span<std::uint8_t> page_at(std::uint64_t address) {
    return {reinterpret_cast<std::uint8_t*>(address), PAGE_BYTES};
}

}  // namespace core
