// Bytes in the order in which they came, in a buffer of a fixed size.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace core {

template <std::size_t capacity>
struct ByteQueue {
    std::array<std::uint8_t, capacity> bytes{};
    std::size_t first = 0;  // index of the oldest byte
    std::size_t count = 0;

    std::size_t room() const { return capacity - count; }

    /// Adds as many of `more` as there is room for, and returns their number.
    std::size_t add(std::span<const std::uint8_t> more) {
        const std::size_t added = std::min(more.size(), room());
        for (std::size_t done = 0; done < added;) {
            const std::size_t at = (first + count) % capacity;
            const std::size_t part = std::min(added - done, capacity - at);
            std::ranges::copy(more.subspan(done, part), bytes.begin() + static_cast<std::ptrdiff_t>(at));
            done += part;
            count += part;
        }
        return added;
    }

    /// The oldest bytes that are contiguous in the buffer; none if the queue is empty.
    std::span<const std::uint8_t> oldest() const {
        return std::span(bytes).subspan(first, std::min(count, capacity - first));
    }

    /// Removes the oldest `some` bytes, or all if there are fewer: a panic may have emptied the queue meanwhile.
    void remove(std::size_t some) {
        first = (first + some) % capacity;
        count -= std::min(some, count);
    }
};

}  // namespace core
