#include "check/bit_words.h"

#include <algorithm>

#include "check/compare.h"
#include "check/nested.h"

namespace abi {
namespace {

bool is_word(const Field& field) {
    const Kind kind = field.type.kind;
    return (kind == Kind::unsigned_integer || kind == Kind::signed_integer) && field.type.extents.empty() &&
           !field.type.flexible_tail && !field.bit_width;
}

bool is_raw(const Field& field) {
    return field.type.kind == Kind::byte && !field.type.flexible_tail && !field.bit_width && size_bits(field) != 0;
}

std::uint64_t end_bits(const Field& field) {
    return field.offset_bits + size_bits(field);
}

bool overlap(const Field& a, const Field& b) {
    return a.offset_bits < end_bits(b) && b.offset_bits < end_bits(a);
}

/// The bit-fields in raw memory. In a union there may be several runs in one place, each with memory of its own.
std::vector<std::size_t> bits_in_raw(const Field& raw, const Record& record, const Record& other,
                                     const std::vector<bool>& other_open) {
    std::vector<std::size_t> bits;
    bool begins_here = false;
    for (std::size_t at = 0; at < other.fields.size(); ++at) {
        const Field& field = other.fields[at];
        if (!overlap(field, raw)) continue;
        const bool touches_first = field.bit_width && field.offset_bits < raw.offset_bits + 8;
        if (is_filler(field)) {
            begins_here = begins_here || touches_first;
        } else if (other_open[at] && field.bit_width && lies_in(field, raw) && field.byte_order == raw.byte_order) {
            begins_here = begins_here || touches_first;
            bits.push_back(at);
        } else if (other_open[at] && std::ranges::none_of(record.fields, [&](const Field& memory) {
                       return is_raw(memory) && &memory != &raw && field.bit_width && lies_in(field, memory);
                   })) {
            return {};
        }
    }
    if (!begins_here) bits.clear();
    return bits;
}

}  // namespace

std::vector<BitWord> find_bit_words(const Record& record, const std::vector<bool>& open, const Record& other,
                                    const std::vector<bool>& other_open) {
    std::vector<BitWord> found;
    for (std::size_t at = 0; at < record.fields.size(); ++at) {
        const Field& word = record.fields[at];
        if (!open[at] || is_filler(word)) continue;
        if (is_raw(word)) {
            auto bits = bits_in_raw(word, record, other, other_open);
            if (!bits.empty()) found.push_back({at, std::move(bits)});
        }
        if (!is_word(word)) continue;
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
