#include "core/pages.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace core {
namespace {

constexpr std::uint64_t bit_of(std::uint64_t index) {
    return std::uint64_t{1} << index % 64;
}

bool is_taken(const Pages& pages, std::uint64_t index) {
    return (pages.taken[index / 64] & bit_of(index)) != 0;
}

}  // namespace

Pages make_pages(std::uint64_t begin, std::uint64_t end, std::span<std::uint64_t> bitmap) {
    const std::uint64_t first = page_ceiling(begin);
    const std::uint64_t last = page_floor(end);
    const std::uint64_t count = last > first ? (last - first) / page_bytes : 0;
    Pages pages{.base = first, .count = count, .free = count, .taken = bitmap.first(bitmap_words(count))};
    std::ranges::fill(pages.taken, 0);
    if (count % 64 != 0) {
        pages.taken.back() = ~(bit_of(count) - 1);  // the last word's bits after the last page
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
        std::memset(page_at(address).data(), 0, page_bytes);  // std::fill would be a loop over single bytes here
    }
    return address;
}

bool give_page(Pages& pages, std::uint64_t address) {
    return give_run(pages, address, 1);
}

std::uint64_t take_dirty_run(Pages& pages, std::uint64_t count) {
    if (count == 0 || count > pages.free) {
        return 0;
    }
    std::uint64_t first = pages.lowest_free_word * 64;
    for (std::uint64_t index = first; index < pages.count && index - first < count; ++index) {
        if (index % 64 == 0 && pages.taken[index / 64] == ~std::uint64_t{0}) {
            index += 63;  // most words before a large run are full
            first = index + 1;
        } else if (is_taken(pages, index)) {
            first = index + 1;
        }
    }
    if (first >= pages.count || count > pages.count - first) {
        return 0;
    }
    for (std::uint64_t index = first; index < first + count; ++index) {
        pages.taken[index / 64] |= bit_of(index);
    }
    pages.free -= count;
    return pages.base + first * page_bytes;
}

bool give_run(Pages& pages, std::uint64_t address, std::uint64_t count) {
    if (address < pages.base || address % page_bytes != 0) {
        return false;
    }
    const std::uint64_t first = (address - pages.base) / page_bytes;
    if (first >= pages.count || count == 0 || count > pages.count - first) {
        return false;
    }
    for (std::uint64_t index = first; index < first + count; ++index) {
        if (!is_taken(pages, index)) {
            return false;
        }
    }
    for (std::uint64_t index = first; index < first + count; ++index) {
        pages.taken[index / 64] &= ~bit_of(index);
    }
    pages.free += count;
    pages.lowest_free_word = std::min(pages.lowest_free_word, first / 64);
    return true;
}

}  // namespace core
