// Values as programs write them into the fields of real interfaces. They know names, units and habits of these
// interfaces, and nothing of what `explain` expects.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

#include "model/layout.h"

namespace abi::explain_bench {

using Random = std::mt19937_64;  // the same numbers on every machine ([rand.eng.mers])

std::uint64_t below(Random& random, std::uint64_t limit);

/// What a value may depend on.
struct Draw {
    Random& random;
    std::optional<std::uint64_t>& kept;  // of the same field in the same run of packets; nothing at first
    unsigned element = 0;                // of an array
};

/// Draws the next value of one field.
using Value = std::function<Integer(Draw&)>;

Value always(std::uint64_t value);
Value one_of(std::vector<std::uint64_t> values);
/// From 0 to limit - 1, times `unit`, plus `base`.
Value up_to(std::uint64_t limit, std::uint64_t unit = 1, std::uint64_t base = 0);
/// `usual`, but in one packet of eight `other`.
Value mostly(Value usual, Value other);
/// Drawn for the first packet; the others of the run repeat it.
Value same(Value value);
/// Goes up by `step` from packet to packet. Begins below `limit`, at a multiple of `step`.
Value counting(std::uint64_t limit, std::uint64_t step = 1);
/// As counting, but the steps differ: each is drawn from `step`.
Value growing(Value begin, Value step);
/// All bits are random: checksums, hashes, identifiers.
Value any(unsigned bits);
/// Minus one of `numbers` in one packet of eight.
Value or_error(Value value, std::vector<std::uint64_t> numbers);
/// An address in the heap of a program: one region in each run, multiples of 16.
Value heap_address();
/// An address of a buffer that a program mapped: one region in each run, multiples of 64.
Value mapped_address();
/// The address of a page that a device reads: physical memory below 16 GiB.
Value page_address();
/// The bytes of one of the texts, followed by zeros: for arrays.
Value text(std::vector<std::string_view> texts);
/// The elements of an array, one after the other: "RIFF".
Value letters(std::string_view text);
/// For arrays: the first elements are the same in all runs, as the maker's part of an Ethernet address is.
Value hardware_address();

}  // namespace abi::explain_bench
