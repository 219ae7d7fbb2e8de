#include "check/compare.h"

#include <algorithm>
#include <iterator>

#include "check/bit_words.h"
#include "check/growth.h"
#include "check/order.h"
#include "check/spare.h"
#include "model/words.h"

namespace abi {
namespace {

bool is_integer(Kind kind) {
    return kind == Kind::unsigned_integer || kind == Kind::signed_integer;
}

bool carries_integer(const Type& type) {
    return is_integer(type.kind) || type.kind == Kind::enumeration;
}

bool is_signed(const Type& type) {
    return type.kind == Kind::signed_integer || (type.kind == Kind::enumeration && type.is_signed);
}

bool is_array(const Type& type) {
    return !type.extents.empty() || type.flexible_tail;
}

/// How many elements an array has in all.
std::uint64_t count_elements(const Type& type) {
    std::uint64_t count = 1;
    for (const auto extent : type.extents) count *= extent;
    return count;
}

/// Whether the extents agree. "u32[2][3]" and "u32[3][2]" do not: they cover the same bytes, but x[0][2] is another
/// element. Arrays without elements do, because a witness may know no more: "u32[2][0]" and "u32[0][0]".
bool shapes_meet(const Type& expected, const Type& actual) {
    const bool both_nested = expected.extents.size() > 1 && actual.extents.size() > 1;
    const bool both_empty = count_elements(expected) == 0 && count_elements(actual) == 0;
    return !both_nested || both_empty || expected.extents == actual.extents;
}

/// "B::dst" is the member `dst` of a base class.
std::string_view own_name(std::string_view name) {
    const auto at = name.rfind("::");
    return at == std::string_view::npos ? name : name.substr(at + 2);
}

/// "`long`" if the source's own name of a number does not tell its width, else "".
std::string hiding_name(const Type& type) {
    const bool is_number = is_integer(type.kind) || type.kind == Kind::floating;
    const bool says_width = type.spelling.find(std::to_string(type.width_bits)) != std::string::npos;
    return is_number && !type.spelling.empty() && !says_width ? "`" + type.spelling + "`" : "";
}

/// "u32 (4 bytes)", "u32 (`long`, 4 bytes)".
std::string width_text(const Field& field) {
    const std::string name = hiding_name(field.type);
    return type_text(field) + " (" + (name.empty() ? "" : name + ", ") + size_text(size_bits(field)) + ")";
}

/// "ptr[] (8 bytes each)": what differs in an array whose elements are wider.
std::string element_text(const Field& field) {
    return type_text(field) + " (" + size_text(field.type.width_bits) + " each)";
}

/// The type, and whether the integer of an enumeration is signed: the name alone would not tell what differs.
std::string sign_text(const Type& type) {
    if (type.kind == Kind::enumeration) return to_string(type) + (type.is_signed ? " (signed)" : " (unsigned)");
    const std::string name = hiding_name(type);
    return to_string(type) + (name.empty() ? "" : " (" + name + ")");
}

/// Whether two bit-fields lie in one storage unit. Then only their bits in it can differ.
bool share_storage(const Field& a, const Field& b) {
    const std::uint64_t unit = std::max(a.type.width_bits, b.type.width_bits);
    return a.bit_width && b.bit_width && unit != 0 && a.offset_bits / unit == b.offset_bits / unit;
}

/// Whether two types mean the same bytes. An enumeration equals its integer, and raw bytes equal 8-bit integers.
bool kinds_meet(const Type& expected, const Type& actual) {
    if (expected.kind == actual.kind) return true;
    const auto carries_bytes = [](const Type& t) {
        return t.kind == Kind::byte || (carries_integer(t) && t.width_bits == 8);
    };
    if (carries_integer(expected) && carries_integer(actual)) return true;
    if (carries_bytes(expected) && carries_bytes(actual)) return true;
    // If the two sides have pointers of different widths, one of them may declare an address as an integer.
    return expected.kind == Kind::pointer && actual.kind == Kind::unsigned_integer;
}

/// One bit is a number or a truth value. A signed bit is not: its values are 0 and -1.
bool is_one_bit(const Field& field) {
    const Kind kind = field.type.kind;
    return field.bit_width == 1U && (kind == Kind::unsigned_integer || kind == Kind::boolean);
}

bool kinds_meet(const Field& expected, const Field& actual) {
    return kinds_meet(expected.type, actual.type) || (is_one_bit(expected) && is_one_bit(actual));
}

/// Whether raw memory on one side covers a nested record on the other side. It does not cover a number, whose bytes
/// have an order.
bool is_opaque_over(const Field& bytes, const Field& other) {
    const bool is_bytes = bytes.type.kind == Kind::byte || (is_integer(bytes.type.kind) && is_array(bytes.type));
    return other.type.kind == Kind::record && is_bytes && bytes.type.width_bits == 8 && !bytes.bit_width &&
           size_bits(bytes) != 0 && size_bits(bytes) == size_bits(other);
}

/// Whether the bytes mean the same and only their declarations differ: raw memory over a record, `usize` for a pointer.
bool are_forms(const Field& a, const Field& b) {
    const bool is_address = a.type.kind == Kind::unsigned_integer && a.type.host_sized && !a.bit_width &&
                            b.type.kind == Kind::pointer && size_bits(a) == size_bits(b) &&
                            a.type.extents == b.type.extents;
    return is_address || is_opaque_over(a, b) || is_opaque_over(b, a);
}

/// A bit-field that fills whole bytes, as the integer that it is.
Field without_bits(Field field) {
    const bool is_whole = field.bit_width && *field.bit_width != 0 && *field.bit_width % 8 == 0 &&
                          field.offset_bits % 8 == 0 && carries_integer(field.type);
    if (!is_whole) return field;
    field.type.width_bits = *field.bit_width;
    field.bit_width.reset();
    return field;
}

bool same_place(const Field& a, const Field& b) {
    if (a.offset_bits != b.offset_bits || size_bits(a) != size_bits(b)) return false;
    return kinds_meet(a, b) || are_forms(a, b);
}

/// The offset of a field. For a bit-field it always names the first bit, even bit 0.
std::string place_text(const Field& field) {
    const bool is_first_bit = field.bit_width && field.offset_bits % 8 == 0;
    return offset_text(field.offset_bits) + (is_first_bit ? ", bit 0" : "");
}

std::string at_text(const Field& field) {
    return type_text(field) + " at " + place_text(field);
}

/// The byte order of a field. If it states none, it has the other one than `other`, which does.
std::string order_text(const Field& field, const Field& other) {
    if (field.byte_order == ByteOrder::native) return "the machine's own order";
    const bool is_big = field.byte_order ? *field.byte_order == ByteOrder::big : *other.byte_order != ByteOrder::big;
    return is_big ? "big-endian" : "little-endian";
}

bool is_plain_char(const Type& type) {
    const bool is_named_so = type.spelling.starts_with("char") && !type.spelling.starts_with("char8_t");
    return is_integer(type.kind) && type.width_bits == 8 && is_named_so;
}

/// `char name[32]`: the target decides the sign of a plain char, so other languages and a spec may have `u8[32]`.
bool is_text(const Type& type) {
    return is_array(type) && is_plain_char(type);
}

/// Whether both sides have plain chars, or one side has text and the other side's bytes have no sign. Nim's `char` and
/// the one of C on x86 are one type.
bool meet_as_text(const Type& a, const Type& b) {
    if (is_plain_char(a) && is_plain_char(b)) return true;
    return (is_text(a) && !is_signed(b)) || (is_text(b) && !is_signed(a));
}

/// An array without elements as the flexible tail that the other side has: Rust has no other way to write one.
Field as_tail_of(Field field, const Field& other) {
    const bool is_empty = !field.type.extents.empty() && field.type.extents.front() == 0;
    if (!is_empty || field.type.flexible_tail || !other.type.flexible_tail) return field;
    field.type.extents.erase(field.type.extents.begin());
    field.type.flexible_tail = true;
    return field;
}

void compare_types(const Field& wanted, const Field& found, std::vector<Difference>& differences) {
    const auto add = [&](Rule rule, std::string e, std::string a) {
        differences.push_back({rule, wanted.name, std::move(e), std::move(a), &wanted, &found});
    };
    const std::string e = type_text(wanted);
    const std::string a = type_text(found);
    if (!kinds_meet(wanted, found)) {
        add(are_forms(wanted, found) ? Rule::form : Rule::kind, e, a);
        return;
    }
    const bool is_whole_number = found.bit_width && !wanted.bit_width && !without_bits(found).bit_width;
    const Field expected = as_tail_of(wanted, found);
    const Field actual = as_tail_of(is_whole_number ? without_bits(found) : found, wanted);
    const auto before = differences.size();
    if (size_bits(expected) != size_bits(actual) || expected.type.flexible_tail != actual.type.flexible_tail) {
        add(Rule::width, width_text(expected), width_text(actual));
        return;
    }
    const bool bytes = expected.type.kind == Kind::byte || actual.type.kind == Kind::byte;
    if (is_array(expected.type) && is_array(actual.type) && expected.type.kind != Kind::record && !bytes &&
        expected.type.width_bits != actual.type.width_bits) {
        add(Rule::width, element_text(expected), element_text(actual));
        return;
    }
    const bool elements_meet = expected.type.width_bits == actual.type.width_bits &&
                               count_elements(expected.type) == count_elements(actual.type);
    if ((!elements_meet && !expected.bit_width && !bytes) || !shapes_meet(expected.type, actual.type)) {
        add(Rule::kind, e, a);
        return;
    }
    const bool both_integers = carries_integer(expected.type) && carries_integer(actual.type);
    if (both_integers && !bytes && !meet_as_text(expected.type, actual.type) &&
        is_signed(expected.type) != is_signed(actual.type)) {
        add(Rule::signedness, sign_text(expected.type), sign_text(actual.type));
    }
    const bool has_order = expected.type.kind != Kind::byte && (has_byte_order(expected) || has_byte_order(actual));
    if (expected.byte_order != actual.byte_order && has_order) {
        add(Rule::byte_order, order_text(expected, actual), order_text(actual, expected));
    }
    // Two nested records of one size and different names. Their own fields are compared elsewhere.
    if (expected.type.kind == Kind::record && expected.type.name != actual.type.name) add(Rule::kind, e, a);
    if (is_whole_number && differences.size() == before) add(Rule::form, e, a);
}

void compare_fields(const Field& expected, const Field& actual, std::vector<Difference>& differences) {
    if (expected.offset_bits != actual.offset_bits) {
        differences.push_back({share_storage(expected, actual) ? Rule::bit_order : Rule::offset, expected.name,
                               place_text(expected), place_text(actual), &expected, &actual});
    }
    compare_types(expected, actual, differences);
    if (expected.offset_bits != actual.offset_bits)
        std::erase_if(differences, [&](const Difference& d) { return is_form(d) && d.expected_field == &expected; });
    if (expected.name != actual.name && expected.name != own_name(actual.name)) {
        // One note a field is enough.
        if (!differences.empty() && differences.back().expected_field == &expected && is_form(differences.back())) {
            differences.pop_back();
        }
        differences.push_back({Rule::renamed, expected.name, expected.name, actual.name, &expected, &actual});
    }
}

/// The last name of a path without capitals and underscores: "sigpoll" of "__si_fields.__sigPoll".
std::string plain_name(std::string_view path) {
    std::string plain;
    for (const char c : path.substr(path.find_last_of(".:") + 1)) {
        if (c != '_') plain += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return plain;
}

bool same_type(const Type& a, const Type& b) {
    return a.kind == b.kind && a.name == b.name && is_signed(a) == is_signed(b) && a.extents == b.extents;
}

/// The two lists of fields, and which of them are paired.
struct Meeting {
    std::vector<const Field*> partner;  // by index of the expected field; null: not paired
    std::vector<bool> met;              // by index of the actual field: paired, or spare on both sides
};

/// Whether a reserved field is declared on both sides in the same way.
bool is_same_field(const Field& expected, const Field& actual) {
    std::vector<Difference> differences;
    compare_fields(expected, actual, differences);
    return std::ranges::all_of(differences, [](const Difference& d) { return d.rule == Rule::renamed; });
}

Meeting meet(const Record& expected, const Record& actual) {
    Meeting meeting{std::vector<const Field*>(expected.fields.size()), std::vector<bool>(actual.fields.size())};
    const SpareBits spare(expected);
    std::vector<bool> is_spare;
    for (const auto& field : actual.fields) is_spare.push_back(spare.are_left_by(field));
    const auto pair_up = [&](auto&& agrees) {
        for (std::size_t e = 0; e < expected.fields.size(); ++e) {
            for (std::size_t a = 0; a < actual.fields.size() && meeting.partner[e] == nullptr; ++a) {
                if (meeting.met[a] || !agrees(expected.fields[e], actual.fields[a])) continue;
                if (is_spare[a] && !is_same_field(expected.fields[e], actual.fields[a])) continue;
                meeting.partner[e] = &actual.fields[a];
                meeting.met[a] = true;
            }
        }
    };
    pair_up([](const Field& e, const Field& a) { return !is_filler(e) && e.name == a.name; });
    pair_up([](const Field& e, const Field& a) { return !is_filler(e) && e.name == own_name(a.name); });
    // At one place of a union are several fields, so the most alike ones meet first.
    const auto meet_there = [&](auto&& are_alike) {
        pair_up([&](const Field& e, const Field& a) {
            return !is_filler(e) && !is_filler(a) && same_place(e, a) && are_alike(e, a);
        });
    };
    meet_there([](const Field& e, const Field& a) { return plain_name(e.name) == plain_name(a.name); });
    meet_there([](const Field& e, const Field& a) { return same_type(e.type, a.type); });
    meet_there([](const Field&, const Field&) { return true; });
    for (std::size_t a = 0; a < is_spare.size(); ++a) meeting.met[a] = meeting.met[a] || is_spare[a];
    return meeting;
}

std::string names_of(const std::vector<std::size_t>& bits, const Record& record) {
    std::vector<std::string> names;
    for (const auto at : bits) {
        if (!is_filler(record.fields[at])) names.push_back(record.fields[at].name);
    }
    return "the bit-fields " + join_some(names, 4);
}

/// The bits of a field that the record leaves to the compiler.
std::uint64_t bits_left_open(const Field& field, const std::vector<Tile>& tiles) {
    std::uint64_t bits = 0;
    for (const auto& tile : tiles) {
        const auto begin = std::max(tile.begin_bits, field.offset_bits);
        const auto end = std::min(tile.end_bits, field.offset_bits + size_bits(field));
        if (tile.kind == TileKind::implicit_padding && begin < end) bits += end - begin;
    }
    return bits;
}

/// Words of flags: a number on one side, its bits on the other. Removes them from what has no partner.
void compare_bit_words(const Record& expected, const Record& actual, const std::vector<Tile>& tiles, Meeting& meeting,
                       std::vector<bool>& lonely, std::vector<Difference>& differences) {
    std::vector<bool> open = meeting.met;
    open.flip();
    for (const auto& [word, bits] : find_bit_words(expected, lonely, actual, open)) {
        const Field& field = expected.fields[word];
        const auto left = bits_left_open(field, tiles);
        const std::string found = names_of(bits, actual);
        differences.push_back({left == 0 ? Rule::form : Rule::implicit_padding, field.name, at_text(field),
                               found + (left == 0 ? "" : ", which leave " + counted(left, "bit") + " to the compiler"),
                               &field, &actual.fields[bits.front()]});
        lonely[word] = false;
        for (const auto at : bits) meeting.met[at] = true;
    }
    for (const auto& [word, bits] : find_bit_words(actual, open, expected, lonely)) {
        const Field& field = actual.fields[word];
        const Field& first = expected.fields[bits.front()];
        differences.push_back({Rule::form, first.name, names_of(bits, expected),
                               "`" + field.name + "`, " + at_text(field), &first, &field});
        meeting.met[word] = true;
        for (const auto at : bits) lonely[at] = false;
    }
}

/// Describes what the actual record has in the place of an expected field that has no partner.
void compare_lonely(const Field& expected, const std::vector<Tile>& tiles, std::vector<Difference>& differences) {
    const std::uint64_t begin = expected.offset_bits;
    const std::uint64_t end = begin + size_bits(expected);
    std::uint64_t implicit_begin = end;
    std::uint64_t implicit_end = begin;
    for (const auto& tile : tiles) {
        if (tile.kind != TileKind::implicit_padding || tile.end_bits <= begin || tile.begin_bits >= end) continue;
        implicit_begin = std::min(implicit_begin, std::max(tile.begin_bits, begin));
        implicit_end = std::max(implicit_end, std::min(tile.end_bits, end));
    }
    const bool left_to_compiler = implicit_begin < implicit_end;
    if (is_filler(expected) || expected.role == Role::reserved) {
        if (!left_to_compiler) return;
        differences.push_back(
            {Rule::implicit_padding, expected.name, at_text(expected) + ", declared",
             size_text(implicit_end - implicit_begin) + " of implicit padding at " + offset_text(implicit_begin),
             &expected, nullptr});
        return;
    }
    differences.push_back({Rule::missing_field, expected.name, at_text(expected),
                           left_to_compiler ? "implicit padding" : "no such field", &expected, nullptr});
}

/// Whether a field covers no byte and no byte behind it: `struct empty t[3]` in C. A spec cannot have it.
bool has_no_bytes(const Field& field) {
    return size_bits(field) == 0 && !field.type.flexible_tail && field.type.kind != Kind::unknown;
}

/// Fields that only the actual record has. Declared padding never counts as an extra field, and neither does a field
/// without bytes.
void compare_extra(const Record& expected, const Record& actual, const Meeting& meeting,
                   std::vector<Difference>& differences) {
    for (std::size_t a = 0; a < actual.fields.size(); ++a) {
        const Field& field = actual.fields[a];
        if (meeting.met[a] || is_filler(field) || is_appended(expected, field) || has_no_bytes(field)) continue;
        const auto inside = std::ranges::find_if(expected.fields, [&](const Field& e) {
            return field.offset_bits >= e.offset_bits && field.offset_bits < e.offset_bits + size_bits(e);
        });
        const std::string there = inside == expected.fields.end()
                                      ? "nothing at " + offset_text(field.offset_bits)
                                      : inside->name + " at " + offset_text(inside->offset_bits);
        differences.push_back({Rule::extra_field, field.name, there, at_text(field),
                               inside == expected.fields.end() ? nullptr : &*inside, &field});
    }
}

void compare_whole(const Record& expected, const Record& actual, std::vector<Difference>& differences) {
    const auto add = [&](Rule rule, std::string e, std::string a) {
        differences.push_back({rule, "", std::move(e), std::move(a), nullptr, nullptr});
    };
    if (expected.kind != actual.kind) {
        const auto name = [](RecordKind kind) { return kind == RecordKind::union_ ? "a union" : "a structure"; };
        add(Rule::kind, name(expected.kind), name(actual.kind));
    }
    compare_sizes(expected, actual, differences);
    if (expected.align_bytes && actual.align_bytes && *expected.align_bytes != *actual.align_bytes) {
        add(Rule::alignment, counted(*expected.align_bytes, "byte"), counted(*actual.align_bytes, "byte"));
    }
}

}  // namespace

std::uint64_t natural_alignment_bytes(const Type& type) {
    const bool power_of_two = type.width_bits >= 8 && (type.width_bits & (type.width_bits - 1)) == 0;
    const bool scalar = type.kind != Kind::record && type.kind != Kind::unknown;
    return power_of_two && scalar ? std::min<std::uint64_t>(type.width_bits / 8, 16) : 1;
}

std::string_view aspect(const Difference& difference) {
    if (!difference.field.empty()) return "";
    switch (difference.rule) {
    case Rule::size: return "size";
    case Rule::alignment: return "alignment";
    default: return "kind";
    }
}

bool is_filler(const Field& field) {
    return field.role == Role::padding;
}

std::vector<Difference> compare_records(const Record& expected, const Record& actual) {
    std::vector<Difference> differences;
    Meeting meeting = meet(expected, actual);
    const std::vector<Tile> tiles = tile(actual);
    std::vector<bool> lonely;
    for (const Field* partner : meeting.partner) lonely.push_back(partner == nullptr);
    std::vector<Difference> words;
    compare_bit_words(expected, actual, tiles, meeting, lonely, words);
    for (std::size_t e = 0; e < expected.fields.size(); ++e) {
        if (meeting.partner[e] != nullptr) {
            compare_fields(expected.fields[e], *meeting.partner[e], differences);
        } else if (!lonely[e]) {
            std::ranges::copy_if(words, std::back_inserter(differences),
                                 [&](const Difference& d) { return d.expected_field == &expected.fields[e]; });
        } else if (is_required(expected, actual, expected.fields[e])) {
            compare_lonely(expected.fields[e], tiles, differences);
        }
    }
    compare_extra(expected, actual, meeting, differences);
    compare_whole(expected, actual, differences);
    return differences;
}

}  // namespace abi
