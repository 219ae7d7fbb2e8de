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

/// The word of a bit-field whose byte order the spec states: the bytes that it touches, because the spec counts the
/// bits of memory. If a bit-field of the word crosses a byte, the program can only swap the whole word.
Word word_in_memory(const Field& field, const Record& expected, const Record& actual) {
    const auto word = word_of(field, expected, actual);
    const bool crosses = std::ranges::any_of(
        actual.fields, [&](const Field& one) { return one.bit_width && word.holds(one) && has_byte_order(one); });
    return crosses ? word : bytes_of(field);
}

bool is_number(Kind kind) {
    return kind == Kind::unsigned_integer || kind == Kind::signed_integer || kind == Kind::floating ||
           kind == Kind::enumeration;
}

/// Makes a number of a field that is a structure, an array of bytes or of an unknown type, if the name of its type
/// states a byte order and the spec has a number there.
void be_number(const Field* meant, const OrderTypes& types, Field& field) {
    Type& type = field.type;
    const bool is_wanted = meant != nullptr && is_number(meant->type.kind) && !meant->bit_width && !field.bit_width;
    const bool is_bytes = type.width_bits == 8 && type.kind != Kind::record && !type.extents.empty();
    const bool is_whole = type.kind == Kind::record || type.kind == Kind::unknown;
    if (!is_wanted || (!is_whole && !is_bytes) || !order_stated_by(type, types)) return;
    if (is_bytes) {
        type.width_bits = type.extents.back() * 8;
        type.extents.pop_back();
    }
    type.name.clear();
    type.kind = meant->type.kind;
    if (type.kind == Kind::enumeration) {
        type.kind = meant->type.is_signed ? Kind::signed_integer : Kind::unsigned_integer;
    }
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

std::optional<ByteOrder> stated_order(const Field& field, const OrderTypes& types) {
    if (field.byte_order) return field.byte_order;
    // The name of a bit-field's type says nothing about the place of its bits.
    if (field.bit_width) return std::nullopt;
    const auto named = order_stated_by(field.type, types);
    return named ? std::optional(named->order) : std::nullopt;
}

MeantFields::MeantFields(const Record& expected) {
    for (const auto& field : expected.fields) {
        if (!field.name.empty()) named_.emplace(field.name, &field);
        at_bits_.emplace(field.offset_bits, &field);
    }
}

const Field* MeantFields::of(const Field& field) const {
    const Field* first = nullptr;  // in the order of the spec
    const std::string_view name = field.name;
    for (std::size_t begin = 0; begin != std::string_view::npos;) {
        const auto named = named_.find(name.substr(begin));
        if (named != named_.end() && (first == nullptr || named->second < first)) first = named->second;
        const auto scope = name.find("::", begin);
        begin = scope == std::string_view::npos ? scope : scope + 2;
    }
    if (first != nullptr) return first;
    const auto there = at_bits_.find(field.offset_bits);
    return there != at_bits_.end() ? there->second : nullptr;
}

Record in_order_of(const Orders& orders, const Record& expected, const Record& actual) {
    Record made = actual;
    const MeantFields meanings(expected);
    for (auto& field : made.fields) be_number(meanings.of(field), orders.types, field);
    const bool states = std::ranges::any_of(made.fields, [&](const Field& field) {
        return !field.byte_order && has_byte_order(field) && stated_order(field, orders.types) == orders.spec;
    });
    bool any = false;
    for (auto& field : made.fields) {
        const Field* meant = meanings.of(field);
        const auto wanted = meant != nullptr ? meant->byte_order.value_or(orders.spec) : orders.spec;
        const auto stated = stated_order(field, orders.types);
        const bool is_other = stated.value_or(orders.own) != wanted;
        if (field.bit_width && is_other) {
            const bool in_memory = states || wanted != orders.spec;
            const auto word = stated      ? bytes_of(field)
                              : in_memory ? word_in_memory(field, expected, actual)
                                          : word_of(field, expected, actual);
            field.offset_bits = word.begin_bits + (word.end_bits - field.offset_bits - *field.bit_width);
            any = true;
        }
        const bool counts = stated || orders.own == wanted || (states && !field.bit_width);
        const auto found = counts ? stated.value_or(orders.own) : orders.spec;
        field.byte_order = found != orders.spec ? std::optional(found) : std::nullopt;
        // Which bits of raw memory mean what is the program's own matter, and it counts them in its machine's order.
        if (field.type.kind == Kind::byte && orders.own != wanted) field.byte_order = orders.own;
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
