#include "read/probe/rest.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <unordered_map>

#include "model/find.h"
#include "model/readers.h"

namespace abi::probe {
namespace {

bool overlap(const Field& a, const Field& b) {
    return a.offset_bits < b.offset_bits + size_bits(b) && b.offset_bits < a.offset_bits + size_bits(a);
}

/// A hole, and the index of the field that ends last before it; the number of fields if there is none.
struct Hole {
    std::uint64_t begin_bits = 0;
    std::size_t after = 0;
};

std::vector<Hole> holes_of(const Record& record) {
    std::vector<Hole> holes;
    if (record.kind == RecordKind::union_ || !record.fields_unknown.empty()) return holes;
    for (const auto& one : tile(record)) {
        if (one.kind != TileKind::implicit_padding && one.kind != TileKind::unknown) continue;
        // No field can follow a flexible tail.
        const bool is_tail = std::ranges::any_of(record.fields, [&](const auto& field) {
            return field.type.flexible_tail && field.offset_bits <= one.begin_bits;
        });
        if (is_tail) continue;
        Hole hole{one.begin_bits, record.fields.size()};
        std::uint64_t last = 0;
        for (std::size_t f = 0; f < record.fields.size(); ++f) {
            const auto end = record.fields[f].offset_bits + size_bits(record.fields[f]);
            if (end <= one.begin_bits && end > last) {
                last = end;
                hole.after = f;
            }
        }
        holes.push_back(hole);
    }
    return holes;
}

/// The field that an initializer set in a record whose other bits are zero: a run of bits, otherwise the bytes from the
/// first to the last that is not zero, because a floating-point number also has zero bits.
std::optional<Field> set_field(const std::string& bytes, std::uint64_t size_bytes, ByteOrder order) {
    const auto record = std::string_view(bytes).substr(0, size_bytes);
    const auto begin = record.find_first_not_of('\0');
    if (begin == std::string_view::npos) return std::nullopt;
    const auto end = record.find_last_not_of('\0') + 1;
    Field field;
    field.type.width_bits = 8 * (end - begin);
    field.offset_bits = 8 * begin;
    const auto run = changed_bits(std::string(record.size(), '\0'), record, order);
    if (run && (run->offset_bits % 8 != 0 || run->width_bits % 8 != 0)) {
        field.offset_bits = run->offset_bits;
        field.bit_width = static_cast<unsigned>(run->width_bits);
    }
    return field;
}

bool has_overlap(const Record& record) {
    std::uint64_t end = 0;
    for (const auto& field : record.fields) {  // by offset
        if (size_bits(field) != 0 && field.offset_bits < end) return true;
        end = std::max(end, field.offset_bits + size_bits(field));
    }
    return false;
}

/// The members of a record that are records themselves. A dot in a name of a field also stands for one.
std::vector<std::string> nested_in(const Record& record) {
    std::set<std::string> words;
    for (const auto& field : record.fields) {
        const auto dot = field.name.find('.');
        const bool is_record = field.type.kind == Kind::record && field.type.extents.empty();
        if (is_record || dot != std::string::npos) words.insert(field.name.substr(0, dot));
    }
    return {words.begin(), words.end()};
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

std::uint64_t end_of(const Field& field) {
    return field.offset_bits + size_bits(field);
}

void add_unnamed(Field field, Record& record) {
    field.name = "(unnamed at byte " + std::to_string(field.offset_bits / 8) + ")";
    field.place = record.place;
    record.fields.push_back(std::move(field));
}

/// Adds the field unless the record has it: a known field behind `from_bits` contains it, or a flexible tail does, of
/// which it is an element. Returns false if it overlaps other fields, or a part of one: then it is not understood.
bool add_unless_known(Field field, std::uint64_t from_bits, Record& record) {
    if (size_bits(field) == 0) return true;
    const auto contains = [&](const Field& known) {
        return from_bits <= known.offset_bits && known.offset_bits <= field.offset_bits &&
               (known.type.flexible_tail || end_of(field) <= end_of(known));
    };
    if (std::ranges::any_of(record.fields, contains)) return true;
    if (std::ranges::any_of(record.fields, [&](const Field& known) { return overlap(known, field); })) return false;
    add_unnamed(std::move(field), record);
    return true;
}

/// Whether known fields cover all bits of the field, as "header.kind" and "header.id" cover "header".
bool is_covered(const Field& field, const Record& record) {
    return std::ranges::none_of(tile(record), [&](const Tile& one) {
        const bool is_hole = one.kind == TileKind::implicit_padding || one.kind == TileKind::unknown;
        return is_hole && one.begin_bits < end_of(field) && field.offset_bits < one.end_bits;
    });
}

bool are_same_bits(const Field& a, const Field& b) {
    return a.offset_bits == b.offset_bits && size_bits(a) == size_bits(b);
}

/// Adds a member that a binding lists unless the record has it, or fields of it. Returns false if such fields do not
/// cover it. The padding at the end of a member may hold others (C++20 [intro.object] 9); a field that is one of those
/// is not a part of the member:
///
///     struct T { T(); int x; char c; };   struct S { [[no_unique_address]] T t; char d; };      `d` lies in `t`
bool add_listed(const Field& member, const std::vector<Field>& listed, Record& record) {
    bool has_parts = false;
    for (const auto& known : record.fields) {
        if (are_same_bits(known, member)) return true;
        const bool is_inside =
            size_bits(known) != 0 && member.offset_bits <= known.offset_bits && end_of(known) <= end_of(member);
        has_parts = has_parts || (is_inside && std::ranges::none_of(listed, [&](const Field& other) {
                                      return are_same_bits(known, other);
                                  }));
    }
    if (has_parts) return is_covered(member, record);
    add_unnamed(member, record);
    return true;
}

/// Adds the field that the initializer of a rest (an item) set. An initializer sets the field behind the hole if
/// nothing is in the hole, and nothing at all behind the last field. Returns false if it did something else.
bool add_initialized(const Plan& plan, const Answers& answers, std::size_t number, Record& record) {
    const auto inner = plan.items[number].inner;
    const auto* const before =
        inner == no_item ? nullptr : find_named(record.fields, field_of(plan, plan.items[inner]).name);
    const auto from_bits = before == nullptr ? 0 : end_of(*before);
    const auto bits = answers.bits.find("abi_bits_" + std::to_string(number));
    if (bits == answers.bits.end()) return false;
    auto field = set_field(bits->second, record.size_bytes.value_or(0), answers.byte_order);
    if (field) return add_unless_known(std::move(*field), from_bits, record);
    return std::ranges::none_of(
        record.fields, [&](const Field& known) { return size_bits(known) != 0 && from_bits <= known.offset_bits; });
}

void set_unknown(Record& record, const std::string& why) {
    record.fields_unknown = why;
    record.fields.clear();
}

/// How many of the members that a binding lists the fields are. A record with a union without a name cannot be bound,
/// so that fields that overlap are several members, one in the padding of another. The same bits are one member with
/// two names.
std::size_t count_listed(const Record& record) {
    std::set<std::string_view> words;
    std::set<std::pair<std::uint64_t, std::uint64_t>> places;
    std::size_t members = 0;
    for (const auto& field : record.fields) {
        const auto word = std::string_view(field.name).substr(0, field.name.find('.'));
        if (size_bits(field) == 0 || !words.insert(word).second) continue;
        if (places.emplace(field.offset_bits, size_bits(field)).second) ++members;
    }
    return members;
}

/// Whether the compiler accepted a structured binding of the record, the item `number`.
bool is_bound(const Plan& plan, std::size_t number) {
    for (std::size_t i = 0; plan.request.language == "cpp" && i < plan.items.size(); ++i) {
        const auto& item = plan.items[i];
        if (item.what == Item::What::rest && item.owner == number && is_asked(plan, i)) return true;
    }
    return false;
}

/// The members that a structured binding of C++ named: how many of them are not empty, and those whose place is known.
struct Members {
    std::size_t count = 0;
    std::vector<Field> placed;
};

Members members_of(const Answers& answers, std::size_t number) {
    Members members;
    for (const auto& answer : answers.fields) {
        if (answer.item != number || size_bits(answer.field) == 0) continue;
        if (answer.offset_bits == none) {
            ++members.count;
            continue;
        }
        auto field = answer.field;
        field.offset_bits = answer.offset_bits;
        field.type.host_sized = field.type.kind == Kind::pointer;
        members.placed.push_back(std::move(field));
    }
    return members;
}

/// Takes the fields out of a record (an item) that hold no data. Other members may share the bytes of such a field
/// (C++20 [intro.object] 9), and the list of the compiler's members does not have it:
///
///     struct S { char c; [[no_unique_address]] Empty e; void* p; };      `e` may lie in `p`, and does not hide it
///     struct S { char c; unsigned more : 4; Empty e; };                  `c` and `more` are listed
std::vector<Field> take_empty(const Plan& plan, const Answers& answers, std::size_t number, Record& record) {
    std::set<std::string_view> names;
    for (const auto& answer : answers.fields) {
        if (answer.record != number || !answer.is_empty || answer.item >= plan.items.size()) continue;
        const auto& item = plan.items[answer.item];
        if (item.what == Item::What::field && item.owner == number) names.insert(field_of(plan, item).name);
    }
    const auto empty =
        std::ranges::stable_partition(record.fields, [&](const Field& field) { return !names.contains(field.name); });
    std::vector<Field> taken(std::make_move_iterator(empty.begin()), std::make_move_iterator(empty.end()));
    record.fields.erase(empty.begin(), empty.end());
    return taken;
}

constexpr auto tail_words = "C cannot list an array without a length";

bool has_nameless(const Record& record) {
    return std::ranges::any_of(record.fields, [](const Field& one) { return one.name.starts_with("(unnamed"); });
}

/// The item of the last field of a record (an item); none if it is an open array, behind which there is nothing.
std::size_t last_field(const Plan& plan, std::size_t owner, const Record& record) {
    const auto end = [](const Field& field) { return field.offset_bits + size_bits(field); };
    const auto last = std::ranges::max_element(record.fields, {}, end);
    const bool is_open = std::ranges::any_of(record.fields, [](const Field& one) { return one.type.flexible_tail; });
    if (is_open || last == record.fields.end()) return no_item;
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const auto& item = plan.items[i];
        const bool is_field = item.what == Item::What::field && item.owner == owner;
        if (is_field && field_of(plan, item).name == last->name) return i;
    }
    return no_item;
}

}  // namespace

bool add_holes(Plan& plan, RestSearch search, const Reading& reading) {
    if (search != RestSearch::initializers && search != RestSearch::bindings) return false;
    std::unordered_map<std::string_view, std::size_t> fields;
    const auto count = plan.items.size();
    if (std::ranges::any_of(plan.items, [](const auto& item) { return item.what == Item::What::rest; })) {
        return false;
    }
    std::size_t next = 0;  // the fields of a record follow each other
    while (next < count && plan.items[next].what != Item::What::field) ++next;
    for (std::size_t i = 0; i < count && plan.items[i].what == Item::What::record; ++i) {
        fields.clear();
        for (; next < count && plan.items[next].owner == i; ++next) {
            fields.emplace(field_of(plan, plan.items[next]).name, next);
        }
        const auto* record = find_record(reading.layout, record_of(plan, plan.items[i]).name);
        if (record == nullptr) continue;
        Item item{.what = Item::What::rest, .record = plan.items[i].record, .owner = i};
        const auto holes = holes_of(*record);
        if (search == RestSearch::bindings) {
            const bool has_members = record->kind != RecordKind::union_ && record->fields_unknown.empty();
            item.members = count_members(*record);
            if (has_members && (item.members != 0 || !holes.empty())) plan.items.push_back(item);
            continue;
        }
        item.initializes = true;
        for (const auto& hole : holes) {
            item.inner = no_item;
            if (hole.after < record->fields.size()) {
                const auto before = fields.find(record->fields[hole.after].name);
                if (before == fields.end()) continue;
                item.inner = before->second;
            }
            plan.items.push_back(item);
        }
    }
    return plan.items.size() != count;
}

std::size_t count_members(const Record& record) {
    std::size_t members = 0;
    std::set<std::string_view> words;
    std::uint64_t end = 0;
    for (const auto& field : record.fields) {  // by offset
        const auto width = size_bits(field);
        const auto dot = field.name.find('.');
        const bool is_new =
            dot == std::string::npos || words.insert(std::string_view(field.name).substr(0, dot)).second;
        if (is_new && (width == 0 || field.offset_bits >= end)) ++members;
        end = std::max(end, field.offset_bits + width);
    }
    return members;
}

std::size_t stated_members(const std::string& text) {
    const auto end = text.find(" element");
    if (end == std::string::npos) return 0;
    const auto begin = text.find_last_not_of("0123456789", end - (end == 0 ? 0 : 1));
    std::size_t members = 0;
    std::from_chars(text.data() + (begin == std::string::npos ? 0 : begin + 1), text.data() + end, members);
    return members;
}

bool add_slots(Plan& plan, const Reading& reading) {
    const auto count = plan.items.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (plan.items[i].what != Item::What::record || !is_asked(plan, i)) continue;
        const bool has_slots = std::ranges::any_of(
            plan.items, [i](const Item& item) { return item.what == Item::What::slots && item.owner == i; });
        const auto* record = find_record(reading.layout, record_of(plan, plan.items[i]).name);
        if (has_slots || record == nullptr || record->kind == RecordKind::union_ || record->fields.empty()) continue;
        if (!record->fields_unknown.empty() || has_overlap(*record)) continue;
        plan.items.push_back({.what = Item::What::slots,
                              .record = plan.items[i].record,
                              .owner = i,
                              .inner = last_field(plan, i, *record),
                              .members = count_members(*record),
                              .nested = nested_in(*record)});
    }
    return plan.items.size() != count;
}

void learn_slots(Plan& plan, std::size_t number, const std::string& text) {
    auto& item = plan.items[number];
    item.form = 1;
    // "'union <anonymous>' has no member named 'abi_no'" (GCC), "field designator 'abi_no' does not refer to any field
    // in type …" (clang)
    const auto without = [&](const std::string& name) {
        return count_of(text, "has no member named '" + name + "'") +
               count_of(text, "field designator '" + name + "' does not refer to any field in type");
    };
    const auto records = without("abi_no");
    const auto others = count_of(text, "field name not in record") + count_of(text, "non-aggregate type") +
                        count_of(text, "non-struct, non-union type") + count_of(text, "in initializer for scalar type");
    if (records + others == 0) item.found = "the compiler does not report which of its members are records";
    // A record that has a member of a known name is one without a name, in which that member lies.
    const bool has_nameless = records > item.nested.size() || std::ranges::any_of(item.nested, [&](const auto& name) {
                                  return without(name) < records;
                              });
    if (has_nameless) item.found = "C cannot list the members of a union or structure without a name";
    // What a pair of braces too many is called by clang, and by GCC.
    const auto excess =
        count_of(text, "excess elements in struct initializer") + count_of(text, "extra brace group at end");
    if (item.inner != no_item && excess == 0) item.found = tail_words;
}

std::string only_asked(const Plan& plan, std::size_t number, const Record& record) {
    const auto* const language = find_named(probe_languages, plan.request.language);
    const std::string title(language == nullptr ? plan.request.language : language->title);
    if (!record.fields_unknown.empty() || title == "Zig") return "";
    if (record.kind == RecordKind::union_) return title + " cannot list the alternatives of a union";
    if (!is_bound(plan, number) && has_overlap(record))
        return title + " cannot list the members of a union without a name";
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const auto& item = plan.items[i];
        if (item.owner != number || (item.what != Item::What::rest && item.what != Item::What::slots)) continue;
        // A member that has no name here is behind the last field that has one.
        if (item.found == tail_words && has_nameless(record)) continue;
        if (!item.found.empty()) return item.found;
        const bool is_refused = item.what == Item::What::rest && !is_asked(plan, i) && is_asked(plan, number);
        if (is_refused) return "the compiler does not list its members";
    }
    return "";
}

void add_rest(const Plan& plan, const Answers& answers, std::size_t number, Record& record) {
    if (!record.fields_unknown.empty()) return;
    const auto known = count_members(record);
    auto empty = take_empty(plan, answers, number, record);
    const auto known_with_data = count_listed(record);
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const auto& item = plan.items[i];
        if (item.what != Item::What::rest || item.owner != number) continue;
        if (item.hidden) return set_unknown(record, "the compiler knows fields that are private to their module");
        bool is_understood = !item.initializes || !is_asked(plan, i) || add_initialized(plan, answers, i, record);
        auto members = members_of(answers, i);
        const bool is_placed = members.count != 0 && members.placed.size() == members.count;
        const auto count = members.count == 0 ? item.members : members.count;
        const auto counted = members.count == 0 ? known : known_with_data;
        if (!is_placed && count > counted) {
            return set_unknown(record, "the compiler counts " + std::to_string(count) +
                                           " members, and the probe knows " + std::to_string(counted) + " of them");
        }
        for (const auto& field : members.placed) {
            is_understood = add_listed(field, members.placed, record) && is_understood;
        }
        if (!is_understood) record.only_asked = "the probe does not understand what the compiler puts in a hole";
    }
    std::ranges::move(empty, std::back_inserter(record.fields));
    std::ranges::stable_sort(record.fields, {}, &Field::offset_bits);
}

}  // namespace abi::probe
