#include "explain/rival.h"

#include <algorithm>

#include "explain/alike.h"
#include "explain/bits.h"
#include "explain/preference.h"

namespace abi {
namespace {

/// Whether both have the same expectations at the same offsets; names may differ. If so, nothing but what the names
/// suggest distinguishes them.
bool expect_the_same(const Candidate& a, const Candidate& b) {
    const auto without_name = [](FieldSpan slot) {
        slot.path.clear();
        slot.counts = slot.picks = slot.is_flags = false;
        slot.quantity = Quantity::any;
        return slot;
    };
    return a.size_bytes == b.size_bytes && std::ranges::equal(a.slots, b.slots, {}, without_name, without_name);
}

}  // namespace

std::vector<Rival> rivals_of(const Fit& best, std::span<const Fit> fits,
                             std::span<const std::span<const std::uint8_t>> chunks) {
    std::vector<Rival> rivals;
    for (const auto& other : fits) {
        if (other.candidate == best.candidate) continue;
        const bool is_near = best.bits - other.bits < lead_needed(best);
        const bool is_same = expect_the_same(*best.candidate, *other.candidate);
        const bool has_same_numbers = (is_near || is_same) && read_same_numbers(best, other, chunks);
        rivals.push_back({.fit = &other,
                          .is_alike = read_alike(best, other, chunks),
                          .has_same_numbers = has_same_numbers,
                          .has_same_fields = is_same && has_same_numbers});
    }
    return rivals;
}

const Rival* find_tie(const Fit& best, std::span<const Rival> rivals, std::span<const std::string> records) {
    const auto found = std::ranges::find_if(rivals, [&](const Rival& one) {
        const bool is_denied = is_named(best, records) && !is_named(*one.fit, records);
        const bool is_near = best.bits - one.fit->bits < lead_needed(best);
        return one.is_alike || (!is_denied && (one.has_same_fields || is_near));
    });
    return found == rivals.end() ? nullptr : &*found;
}

std::string words_for_tie(const Fit& best, const Rival& rival) {
    const auto other = declared_by(*rival.fit->candidate);
    if (rival.has_same_fields) {
        return "The bytes cannot distinguish it from " + other +
               ": both have the same fields at the same offsets, with other names.";
    }
    if (rival.has_same_numbers && !rival.is_alike) {
        return "That is not certain: " + other + " reads the same numbers at the same places, under other names.";
    }
    return (rival.is_alike ? "That is not certain: " + other + " gives these bytes the same values."
                           : "That is not certain enough: " + other + " explains them almost as well (" +
                                 in_bits(best.bits - rival.fit->bits, 0) + " less).") +
           " More packets, or a packet with larger values, can decide.";
}

}  // namespace abi
