#include "core/byte_queue.h"

#include <doctest/doctest.h>

#include <deque>

using namespace core;

TEST_CASE("bytes leave a queue in the order in which they came, across the end of the buffer") {
    ByteQueue<7> queue;
    std::deque<std::uint8_t> model;
    std::uint8_t next = 0;
    for (std::size_t round = 0; round < 200; ++round) {
        std::array<std::uint8_t, 9> more{};
        std::ranges::generate(more, [&] { return next++; });
        const std::size_t offered = round % 10;
        const std::size_t added = queue.add(std::span(more).first(offered));
        CHECK(added == std::min(offered, std::size_t{7} - model.size()));
        model.insert(model.end(), more.begin(), more.begin() + static_cast<std::ptrdiff_t>(added));
        const std::span<const std::uint8_t> oldest = queue.oldest();
        CHECK(oldest.empty() == model.empty());
        const std::size_t taken = std::min(oldest.size(), round % 4);
        for (std::size_t i = 0; i < taken; ++i) {
            CHECK(oldest[i] == model[i]);
        }
        queue.remove(taken);
        model.erase(model.begin(), model.begin() + static_cast<std::ptrdiff_t>(taken));
        CHECK(queue.room() == 7 - model.size());
    }
}
