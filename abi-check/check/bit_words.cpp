#include "check/bit_words.h"

#include <algorithm>

#include "check/compare.h"

namespace abi {
namespace {

bool is_word(const Field& field) {
    const Kind kind = field.type.kind;
    return (kind == Kind::unsigned_integer || kind == Kind::signed_integer) && field.type.extents.empty() &&
           !field.type.flexible_tail && !field.bit_width;
}

std::uint64_t end_bits(const Field& field) {
    return field.offset_bits + size_bits(field);
}

}  // namespace

std::vector<BitWord> find_bit_words(const Record& record, const std::vector<bool>& open, const Record& other,
                                    const std::vector<bool>& other_open) {
    std::vector<BitWord> found;
    for (std::size_t at = 0; at < record.fields.size(); ++at) {
        const Field& word = record.fields[at];
        if (!open[at] || !is_word(word) || is_filler(word)) continue;
        BitWord made{at, {}};
        bool is_cut = true;
        bool has_data = false;
        for (std::size_t bit = 0; bit < other.fields.size(); ++bit) {
            const Field& field = other.fields[bit];
            if (end_bits(field) <= word.offset_bits || field.offset_bits >= end_bits(word)) continue;
            const bool is_inside = field.offset_bits >= word.offset_bits && end_bits(field) <= end_bits(word);
            const bool same_order = is_filler(field) || field.byte_order == word.byte_order;
            is_cut = is_cut && is_inside && field.bit_width && (other_open[bit] || is_filler(field)) && same_order;
            has_data = has_data || !is_filler(field);
            made.bits.push_back(bit);
        }
        if (is_cut && has_data) found.push_back(std::move(made));
    }
    return found;
}

}  // namespace abi
