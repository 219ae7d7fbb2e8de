#include "check/order.h"

#include <algorithm>

#include "model/words.h"

namespace abi {
namespace {

/// A run of bits of a record that are one number.
struct Word {
    std::uint64_t begin_bits = 0;
    std::uint64_t end_bits = 0;

    bool holds(const Field& field) const {
        return begin_bits <= field.offset_bits && field.offset_bits + size_bits(field) <= end_bits;
    }
};

/// The word of a bit-field of this width at `offset_bits`: the aligned storage unit without what other fields use. In a
/// packed record, units count from the end of the field before them.
Word word_at(std::uint64_t offset_bits, std::uint64_t unit_bits, const Record& record) {
    std::uint64_t run_begin = 0;
    std::uint64_t run_end = ~std::uint64_t{0};
    for (const auto& field : record.fields) {
        if (field.bit_width || field.type.flexible_tail || is_filler(field)) continue;
        const auto end = field.offset_bits + size_bits(field);
        if (end <= offset_bits) run_begin = std::max(run_begin, end);
        if (field.offset_bits > offset_bits) run_end = std::min(run_end, field.offset_bits);
    }
    const auto origin = record.packed ? run_begin % unit_bits : 0;
    const auto begin = offset_bits < origin ? 0 : (offset_bits - origin) / unit_bits * unit_bits + origin;
    return {std::max(begin, run_begin), std::min(begin + unit_bits, run_end)};
}

Word bytes_of(const Field& field) {
    return {field.offset_bits / 8 * 8, (field.offset_bits + size_bits(field) + 7) / 8 * 8};
}

/// The word of the spec that holds a bit-field; else the one of its own type; else the bytes that it touches.
Word word_of(const Field& field, const Record& expected, const Record& actual) {
    for (const auto& meant : expected.fields) {
        if (!meant.bit_width || meant.type.width_bits == 0) continue;
        const auto word = word_at(meant.offset_bits, meant.type.width_bits, expected);
        if (word.holds(field)) return word;
    }
    if (field.type.width_bits != 0) {
        const auto word = word_at(field.offset_bits, field.type.width_bits, actual);
        if (word.holds(field)) return word;
    }
    return bytes_of(field);
}

std::string bits_text(const Field& field, const Word& word) {
    const auto first = field.offset_bits - word.begin_bits;
    const auto last = first + size_bits(field) - 1;
    const std::string bits = first == last ? "bit " + std::to_string(first)
                                           : "bits " + std::to_string(first) + " to " + std::to_string(last);
    return bits + " of the " + size_text(word.end_bits - word.begin_bits) + " at " + offset_text(word.begin_bits);
}

}  // namespace

bool has_byte_order(const Field& field) {
    const Kind kind = field.type.kind;
    if (kind == Kind::record || kind == Kind::byte) return false;
    return field.bit_width ? field.offset_bits % 8 + *field.bit_width > 8 : field.type.width_bits > 8;
}

bool states_order(const Record& record, ByteOrder order) {
    bool any = false;
    for (const auto& field : record.fields) {
        if (!has_byte_order(field)) continue;
        if (field.byte_order != order) return false;
        any = true;
    }
    return any;
}

Record in_order_of(ByteOrder spec, const Record& expected, const Record& actual, ByteOrder own) {
    Record made = actual;
    bool any = false;
    for (auto& field : made.fields) {
        const bool is_other = field.byte_order.value_or(own) != spec;
        const bool is_stated = field.byte_order.has_value();
        if (!is_other) field.byte_order.reset();
        if (!is_other || !field.bit_width) continue;
        const auto word = is_stated ? bytes_of(field) : word_of(field, expected, actual);
        field.offset_bits = word.begin_bits + (word.end_bits - field.offset_bits - *field.bit_width);
        any = true;
    }
    if (any) std::ranges::stable_sort(made.fields, {}, &Field::offset_bits);
    return made;
}

void tell_bits_of_word(Difference& difference, const Record& expected, const Record& seen) {
    const Field* meant = difference.expected_field;
    const Field* found = difference.actual_field;
    if (difference.rule != Rule::bit_order || meant == nullptr || found == nullptr || !meant->bit_width) return;
    const auto own = std::ranges::find(seen.fields, found->name, &Field::name);
    if (own == seen.fields.end() || own->offset_bits == found->offset_bits) return;
    const auto word = word_at(meant->offset_bits, meant->type.width_bits, expected);
    if (!word.holds(*meant) || !word.holds(*found)) return;
    difference.expected = bits_text(*meant, word);
    difference.actual = bits_text(*found, word);
}

}  // namespace abi
