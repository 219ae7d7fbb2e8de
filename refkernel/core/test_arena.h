// For tests: host memory in place of physical memory. The kernel's logic accesses pages at their addresses.
#pragma once

#include <array>
#include <vector>

#include "core/pages.h"

namespace core::test {

struct alignas(PAGE_BYTES) HostPage {
    std::array<std::uint8_t, PAGE_BYTES> bytes;
};

struct Arena {
    std::vector<HostPage> memory;
    std::vector<std::uint64_t> bitmap;
    Pages pages;

    explicit Arena(std::size_t count) : memory(count), bitmap(bitmap_words(count)) {
        const auto begin = reinterpret_cast<std::uint64_t>(memory.data());
        pages = make_pages(begin, begin + count * page_bytes, bitmap);
    }
};

}  // namespace core::test
