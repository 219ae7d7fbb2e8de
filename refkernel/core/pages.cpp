#include "core/pages.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace core {
namespace {

constexpr std::uint64_t bit_of(std::uint64_t index) {
    return std::uint64_t{1} << index % 64;
}

}  // namespace

Pages make_pages(std::uint64_t begin, std::uint64_t end, std::span<std::uint64_t> bitmap) {
    const std::uint64_t first = page_ceiling(begin);
    const std::uint64_t last = page_floor(end);
    const std::uint64_t count = last > first ? (last - first) / page_bytes : 0;
    Pages pages{.base = first, .count = count, .free = count, .taken = bitmap.first(bitmap_words(count))};
    std::ranges::fill(pages.taken, 0);
    if (count % 64 != 0) {
        pages.taken.back() = ~(bit_of(count) - 1);  // the last word's bits behind the last page
    }
    return pages;
}

void reserve_pages(Pages& pages, std::uint64_t begin, std::uint64_t end) {
    const std::uint64_t limit = pages.base + pages.count * page_bytes;
    const std::uint64_t from = std::max(page_floor(begin), pages.base);
    const std::uint64_t to = std::min(end, limit);
    for (std::uint64_t address = from; address < to; address += page_bytes) {
        const std::uint64_t index = (address - pages.base) / page_bytes;
        std::uint64_t& word = pages.taken[index / 64];
        pages.free -= (word & bit_of(index)) == 0 ? 1 : 0;
        word |= bit_of(index);
    }
}

std::uint64_t take_dirty_page(Pages& pages) {
    for (; pages.lowest_free_word < pages.taken.size(); ++pages.lowest_free_word) {
        std::uint64_t& word = pages.taken[pages.lowest_free_word];
        if (word != ~std::uint64_t{0}) {
            const std::uint64_t index = pages.lowest_free_word * 64 + static_cast<std::uint64_t>(std::countr_one(word));
            word |= bit_of(index);
            --pages.free;
            return pages.base + index * page_bytes;
        }
    }
    return 0;
}

std::uint64_t take_page(Pages& pages) {
    const std::uint64_t address = take_dirty_page(pages);
    if (address != 0) {
        std::memset(page_at(address).data(), 0, page_bytes);  // a fill is a loop of bytes in a freestanding build
    }
    return address;
}

bool give_page(Pages& pages, std::uint64_t address) {
    if (address < pages.base || address % page_bytes != 0) {
        return false;
    }
    const std::uint64_t index = (address - pages.base) / page_bytes;
    if (index >= pages.count || (pages.taken[index / 64] & bit_of(index)) == 0) {
        return false;
    }
    pages.taken[index / 64] &= ~bit_of(index);
    ++pages.free;
    pages.lowest_free_word = std::min(pages.lowest_free_word, index / 64);
    return true;
}

}  // namespace core
