#include "test/explain/value.h"

#include <utility>

namespace abi::explain_bench {
namespace {

/// An address in one region of each run.
Value in_region(std::uint64_t least, std::uint64_t regions, std::uint64_t region_bytes, std::uint64_t unit) {
    return [=](Draw& draw) -> Integer {
        if (!draw.kept) draw.kept = least + below(draw.random, regions) * region_bytes;
        return {*draw.kept + below(draw.random, region_bytes / unit) * unit};
    };
}

}  // namespace

std::uint64_t below(Random& random, std::uint64_t limit) {
    return random() % limit;
}

Value always(std::uint64_t value) {
    return [=](Draw&) -> Integer { return {value}; };
}

Value one_of(std::vector<std::uint64_t> values) {
    return [values = std::move(values)](Draw& draw) -> Integer { return {values[below(draw.random, values.size())]}; };
}

Value up_to(std::uint64_t limit, std::uint64_t unit, std::uint64_t base) {
    return [=](Draw& draw) -> Integer { return {below(draw.random, limit) * unit + base}; };
}

Value mostly(Value usual, Value other) {
    return [usual = std::move(usual), other = std::move(other)](Draw& draw) {
        return below(draw.random, 8) == 0 ? other(draw) : usual(draw);
    };
}

Value same(Value value) {
    return [value = std::move(value)](Draw& draw) -> Integer {
        if (!draw.kept) draw.kept = value(draw).low;
        return {*draw.kept};
    };
}

Value counting(std::uint64_t limit, std::uint64_t step) {
    return [=](Draw& draw) -> Integer {
        draw.kept = draw.kept ? *draw.kept + step : below(draw.random, limit) / step * step;
        return {*draw.kept};
    };
}

Value growing(Value begin, Value step) {
    return [begin = std::move(begin), step = std::move(step)](Draw& draw) -> Integer {
        std::optional<std::uint64_t> none;
        Draw own{draw.random, none, draw.element};
        draw.kept = draw.kept ? *draw.kept + step(own).low : begin(own).low;
        return {*draw.kept};
    };
}

Value any(unsigned bits) {
    return [=](Draw& draw) -> Integer { return {draw.random() >> (64 - bits)}; };
}

Value or_error(Value value, std::vector<std::uint64_t> numbers) {
    return [value = std::move(value), numbers = std::move(numbers)](Draw& draw) -> Integer {
        if (below(draw.random, 8) != 0) return value(draw);
        return {numbers[below(draw.random, numbers.size())], 0, true};
    };
}

Value heap_address() {
    return in_region(0x550000000000, 1U << 20U, 1U << 20U, 16);
}

Value mapped_address() {
    return in_region(0x7f0000000000, 1U << 16U, 1U << 24U, 64);
}

Value page_address() {
    return in_region(0x1000000, 1U << 10U, 1U << 24U, 4096);
}

Value text(std::vector<std::string_view> texts) {
    return [texts = std::move(texts)](Draw& draw) -> Integer {
        if (draw.element == 0 || !draw.kept) draw.kept = below(draw.random, texts.size());
        const auto& one = texts[*draw.kept];
        return {draw.element < one.size() ? static_cast<std::uint8_t>(one[draw.element]) : std::uint64_t{0}};
    };
}

Value letters(std::string_view text) {
    return [=](Draw& draw) -> Integer { return {static_cast<std::uint8_t>(text[draw.element % text.size()])}; };
}

Value hardware_address() {
    return [](Draw& draw) -> Integer {
        constexpr std::uint64_t maker = 0x525400;  // as virtual machines use it
        if (draw.element < 3) return {maker >> (16 - 8 * draw.element) & 0xFF};
        return {below(draw.random, 256)};
    };
}

}  // namespace abi::explain_bench
