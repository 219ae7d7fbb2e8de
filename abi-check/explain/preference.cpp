#include "explain/preference.h"

#include <algorithm>

#include "explain/bits.h"
#include "model/words.h"

namespace abi {
namespace {

constexpr double sure_bits = 14;
constexpr double sure_share = 0.15;

}  // namespace

double lead_needed(const Fit& best) {
    return std::max(sure_bits, sure_share * (best.bits - best.tag_bits));
}

bool is_named(const Fit& fit, std::span<const std::string> records) {
    return std::ranges::find(records, fit.candidate->record) != records.end();
}

bool prefer(std::span<const std::string> records, double needed, std::vector<Fit>& fits) {
    const auto named = std::ranges::find_if(fits, [&](const Fit& fit) { return is_named(fit, records); });
    if (named == fits.end() || named == fits.begin()) return false;
    if (fits[0].bits - named->bits >= lead_needed(fits[0])) return false;
    if (named->bits < needed && fits[0].bits >= needed) return false;
    std::rotate(fits.begin(), named, named + 1);
    return true;
}

std::string words_for_preferred(const Fit& first) {
    return "That rests on --record: without it, " + declared_by(*first.candidate) + " would be first, with " +
           in_bits(first.bits) + " of evidence.";
}

std::string words_for_denied(std::span<const std::string> records, std::span<const Fit> fits) {
    const auto named = std::ranges::find_if(fits, [&](const Fit& fit) { return is_named(fit, records); });
    return "They are not what --record names: " + join_some(records, 3) +
           (named == fits.end() ? " explains none of them."
                                : " explains them with " + in_bits(named->bits) + " of evidence.");
}

}  // namespace abi
