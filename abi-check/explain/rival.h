// Candidates other than the best one: which of them the bytes cannot rule out, and what to say about them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "explain/rank.h"

namespace abi {

/// Another candidate that fits, and whether it gives the bytes the same values as the best one. If not, it may read
/// the same numbers under other names; then only the names can tell one from the other.
struct Rival {
    const Fit* fit = nullptr;
    bool is_alike = false;
    bool has_same_numbers = false;
    bool has_same_fields = false;  // and it does so in every packet: both have the same fields at the same offsets
};

/// All candidates of `fits` but that of `best`, in the same order. The fits must outlive the result.
std::vector<Rival> rivals_of(const Fit& best, std::span<const Fit> fits,
                             std::span<const std::span<const std::uint8_t>> chunks);

/// The first rival that keeps the best fit from being sure: it reads the bytes alike, has the same fields under other
/// names, or has nearly as much evidence.
/// If the best fit is of a record that the user names (preference.h), other records need to read the bytes alike.
const Rival* find_tie(const Fit& best, std::span<const Rival> rivals, std::span<const std::string> records);

/// Why the best fit is not sure.
std::string words_for_tie(const Fit& best, const Rival& rival);

}  // namespace abi
