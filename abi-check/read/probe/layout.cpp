#include "read/probe/layout.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "model/bindgen_names.h"
#include "model/find.h"
#include "model/readers.h"
#include "read/facts.h"
#include "read/merge.h"
#include "read/probe/own_names.h"
#include "read/probe/promise.h"
#include "read/probe/rest.h"
#include "read/probe/run.h"
#include "read/probe/values.h"
#include "read/role_guess.h"

namespace abi::probe {
namespace {

/// A record, and the alignments of its fields' types in bytes, by field; 0 where unknown.
struct Draft {
    Record record;
    std::vector<std::uint64_t> alignments = {};
    bool shape_is_guessed = false;
};

/// Two fields that have a size and begin together can only be in a union. For a single field `asked` decides.
void guess_shape(Record& record, RecordKind asked) {
    const auto begins = std::ranges::count_if(
        record.fields, [](const auto& field) { return field.offset_bits == 0 && size_bits(field) != 0; });
    const auto all = std::ranges::count_if(record.fields, [](const auto& field) { return size_bits(field) != 0; });
    if (begins == all && (all >= 2 || (all == 1 && asked == RecordKind::union_))) record.kind = RecordKind::union_;
}

/// What the compiler said of the record: a structure, a union, or nothing.
std::optional<RecordKind> known_shape(const Plan& plan, std::size_t record) {
    const auto asked = std::ranges::find_if(
        plan.items, [&](const Item& item) { return item.what == Item::What::shape && item.owner == record; });
    if (asked == plan.items.end()) return std::nullopt;
    if (asked->found.empty()) return RecordKind::structure;
    const bool is_union = asked->found.find("union pattern") != std::string::npos;
    return is_union ? std::optional(RecordKind::union_) : std::nullopt;
}

void set_unknown(Record& record, const std::string& field, const std::string& why) {
    if (record.fields_unknown.empty()) record.fields_unknown = "the compiler " + why + " " + field;
}

/// The place of a bit-field, from the bytes of an object in which all bits of that field are set.
std::optional<BitRun> find_bits(const Answers& answers, std::uint64_t item, std::uint64_t size_bytes) {
    const auto number = std::to_string(item);
    const auto set = answers.bits.find("abi_bits_" + number);
    if (set == answers.bits.end() || set->second.size() < size_bytes) return std::nullopt;
    const auto clear = answers.bits.find("abi_zero_" + number);
    std::string before(size_bytes, '\0');
    if (clear != answers.bits.end()) before = clear->second.substr(0, size_bytes);
    return changed_bits(before, std::string_view(set->second).substr(0, size_bytes), answers.byte_order);
}

ByteOrder other_order(ByteOrder order) {
    return order == ByteOrder::little ? ByteOrder::big : ByteOrder::little;
}

/// The byte order of a field that is not a bit-field, if it is not the machine's: seen in an object in which the field,
/// or its first element, is 1. GCC's scalar_storage_order makes such fields.
std::optional<ByteOrder> stated_order(const Answers& answers, std::uint64_t item, const Field& field) {
    const auto object = answers.bits.find("abi_bits_" + std::to_string(item));
    const auto bytes = field.type.width_bits / 8;
    const auto begin = field.offset_bits / 8;
    const bool is_known = field.type.kind != Kind::unknown && field.type.kind != Kind::record;
    if (object == answers.bits.end() || bytes < 2 || !is_known) return std::nullopt;
    if (begin > object->second.size() || bytes > object->second.size() - begin) return std::nullopt;
    const auto first = object->second[begin];
    const auto last = object->second[begin + bytes - 1];
    if ((first == 0) == (last == 0)) return std::nullopt;
    // The sign and the exponent of a floating-point number are at its high end, and 1.0 has no other bits.
    const bool is_little = (first != 0) != (field.type.kind == Kind::floating);
    const auto order = is_little ? ByteOrder::little : ByteOrder::big;
    return order == answers.byte_order ? std::nullopt : std::optional(order);
}

/// Sets the byte order of a bit-field if its lowest bit is not at the machine's end, and counts its bits in that order.
void set_bit_field_order(const Answers& answers, std::uint64_t item, std::uint64_t size_bytes, Field& field) {
    const auto object = answers.bits.find("abi_bits_one_" + std::to_string(item));
    if (object == answers.bits.end() || object->second.size() < size_bytes) return;
    const auto lowest = changed_bits(std::string(size_bytes, '\0'),
                                     std::string_view(object->second).substr(0, size_bytes), answers.byte_order);
    const auto width = field.bit_width.value_or(0);
    const bool is_big = answers.byte_order == ByteOrder::big;
    const auto expected = is_big ? field.offset_bits + width - 1 : field.offset_bits;
    if (!lowest || lowest->width_bits != 1 || lowest->offset_bits == expected) return;
    const auto begin = field.offset_bits / 8 * 8;
    const auto end = (field.offset_bits + width + 7) / 8 * 8;
    field.offset_bits = begin + (end - field.offset_bits - width);
    field.byte_order = other_order(answers.byte_order);
}

/// The item of a number in a section; null if there is none of that kind.
const Item* item_at(const Plan& plan, std::uint64_t number, Item::What what) {
    if (number >= plan.items.size()) return nullptr;
    const auto& item = plan.items[number];
    return item.what == what ? &item : nullptr;
}

/// The name of an element's type: "order::U32<order::BE>" of "[[abi_probe_crate::order::U32<…>; 4]; 2]". The
/// user's names do not contain the crate of the probe.
std::string element_spelling(std::string name) {
    constexpr std::string_view crate = "abi_probe_crate::";
    for (auto at = name.find(crate); at != std::string::npos; at = name.find(crate, at)) name.erase(at, crate.size());
    return std::string(named_array(name).element);
}

/// A type without bytes shows numbers of one kind, but not whether its elements are such numbers, or records of them.
/// Only a name such as "Inc<u64>" tells.
void forget_element_of_others(Type& type) {
    if (type.spelling.empty() || type.spelling == "char" || type.extents.empty() || type.extents.front() != 0) return;
    if (type.kind == Kind::record || type.kind == Kind::enumeration) return;
    Type element;
    element.kind = type.kind;
    element.width_bits = type.width_bits;
    const auto name = type.host_sized ? "" : to_string(element);
    const bool is_told = type.spelling.find('<') == std::string::npos ? type.spelling == name || type.host_sized
                                                                      : type.spelling.ends_with("<" + name + ">");
    if (is_told) return;
    type.kind = Kind::unknown;
    type.width_bits = 0;
    type.extents.clear();
}

/// Makes raw memory of what bindgen declares for bit-fields. Returns false if the field only aligns them.
bool keep_of_bindgen(Field& field) {
    if (is_bit_unit(field.name)) make_raw(field.type);
    return !is_bit_alignment(field.name) || size_bits(field) != 0;
}

void add_field(const Plan& plan, const Answers& answers, const OwnNames& names, const FieldAnswer& answer,
               Draft& draft) {
    const auto* item = item_at(plan, answer.item, Item::What::field);
    if (item == nullptr || item->owner != answer.record) return;
    const auto& asked = field_of(plan, *item);
    Field field = answer.field;
    field.name = asked.name;
    field.offset_bits = answer.offset_bits;
    if (answer.offset_bits == none) {
        const auto run = find_bits(answers, answer.item, draft.record.size_bytes.value_or(0));
        const auto kind = field.type.kind;
        if (!run || kind == Kind::record || kind == Kind::pointer || kind == Kind::floating) {
            return set_unknown(draft.record, field.name, "does not say where it puts");
        }
        field.offset_bits = run->offset_bits;
        field.bit_width = static_cast<unsigned>(run->width_bits);
        set_bit_field_order(answers, answer.item, draft.record.size_bytes.value_or(0), field);
    } else {
        field.byte_order = stated_order(answers, answer.item, field);
    }
    if (answer.too_deep) field.type.kind = Kind::unknown;
    const auto own_name = std::exchange(field.type.name, "");
    field.type.spelling = element_spelling(own_name);
    if (answer.is_inner) field.type.name = asked.type.name;
    if (!answer.is_inner) name_record(names, own_name, asked.type, field.type);
    if (!answer.has_known_element) forget_element_of_others(field.type);
    // An AtomicBool in a newtype shows as the u8 that it holds.
    const bool may_be_truth =
        asked.type.kind == Kind::boolean && field.type.spelling != "u8" && field.type.spelling != "char";
    if (may_be_truth && field.type.kind == Kind::unsigned_integer && !field.type.spelling.empty()) {
        field.type.kind = Kind::unknown;
    }
    if (field.type.kind == Kind::pointer) field.type.host_sized = true;
    if (plan.request.language == "rust" && !keep_of_bindgen(field)) return;
    field.place = draft.record.place;
    draft.record.fields.push_back(std::move(field));
    draft.alignments.push_back(answer.offset_bits == none ? 0 : answer.align_bytes);
}

Record draft_of(const RecordAnswer& answer, const std::string& name, const Place& place) {
    Record record{.name = name,
                  .kind = answer.kind.value_or(RecordKind::structure),
                  .size_bytes = answer.size_bytes,
                  .align_bytes = answer.align_bytes,
                  .place = place};
    if (answer.no_promise) {
        record.no_promise = std::string("it is a `") + (record.kind == RecordKind::union_ ? "union" : "struct") +
                            "` without `extern` or `packed`";
    }
    if (answer.fields_unknown) record.fields_unknown = "the compiler does not say where it puts its fields";
    return record;
}

Enum enum_of(const EnumAnswer& answer, const std::string& name, const Place& place, bool is_scoped) {
    Enum made{
        .name = name, .type = {}, .fixed_width = answer.fixed_width, .enumerators = {}, .doc = "", .place = place};
    made.type.kind = answer.kind;
    made.type.width_bits = answer.width_bits;
    made.scoped = is_scoped;
    return made;
}

void add_enumerator(const EnumeratorAnswer& answer, const std::string& name, Enum& to) {
    if (name.empty() || std::ranges::count(to.enumerators, name, &Enumerator::name) != 0) return;
    to.enumerators.push_back({.name = name, .value = answer.value, .doc = "", .place = to.place});
    if (answer.has_own_type) to.fixed_width = true;
}

void add_constant(const std::string& name, const ConstantAnswer& answer, const Place& place, Layout& layout) {
    const auto kind = answer.type.kind;
    const bool is_number = kind == Kind::unsigned_integer || kind == Kind::signed_integer || kind == Kind::boolean ||
                           kind == Kind::enumeration;
    if (!is_number) return;
    layout.constants.push_back({.name = name, .type = answer.type, .value = answer.value, .doc = "", .place = place});
}

/// Whether the asker knows the fields of the record, but not this one.
bool is_news(const Record& asked, const std::string& field) {
    const auto known = std::ranges::find(asked.fields, field, &Field::name);
    const bool is_known = known != asked.fields.end() && known->type.kind != Kind::unknown;
    return !is_known && std::ranges::any_of(asked.fields, [](const Field& one) {
        return one.type.kind != Kind::unknown && one.type.kind != Kind::record;
    });
}

/// Zig and Rust have no array without a length. They write an array of no elements behind all other fields instead. It
/// may begin in the padding at the end, as C's may. If the asker knows no field there, the array only aligns.
void open_tails(const Record& asked, Record& record) {
    std::uint64_t end = 0;
    for (const auto& field : record.fields) {
        if (field.role != Role::padding) end = std::max(end, field.offset_bits + size_bits(field));
    }
    for (auto& field : record.fields) {
        const bool is_empty = !field.type.extents.empty() && field.type.extents.front() == 0;
        if (!is_empty || field.offset_bits < end || is_news(asked, field.name) || record.kind == RecordKind::union_)
            continue;
        field.type.extents.erase(field.type.extents.begin());
        field.type.flexible_tail = true;
    }
}

/// In a language without bit-fields, `abi-check gen` writes an integer for them. The compiler then cannot know which of
/// its bits are which bit-field. If other fields cover all bits of the bit-fields that were asked for, these are not
/// missing: the record's fields are unknown.
void check_bit_fields(const Record& asked, const std::string& language, Record& record) {
    const auto* const facts = find_named(probe_languages, language);
    if (facts == nullptr || facts->has_bit_fields) return;
    std::string hidden;
    std::set<std::uint64_t> offsets;  // the C that Nim generates is asked for two spellings of one field
    for (const auto& field : asked.fields) {
        if (!field.bit_width || std::ranges::count(record.fields, field.name, &Field::name) != 0) continue;
        const auto end = field.offset_bits + *field.bit_width;
        const bool is_covered = std::ranges::any_of(record.fields, [&](const Field& other) {
            return other.type.kind != Kind::byte && other.offset_bits <= field.offset_bits &&
                   end <= other.offset_bits + size_bits(other);
        });
        if (!is_covered) return;
        if (offsets.insert(field.offset_bits).second) hidden += (hidden.empty() ? "" : ", ") + field.name;
    }
    if (hidden.empty() || !record.fields_unknown.empty()) return;
    record.fields_unknown =
        "the compiler sees integers where the bit-fields " + hidden + " are expected, so their bits are unknown";
    record.fields.clear();
}

/// Sorts the fields, sets their roles, and sets `packed` if a field is not aligned as its type requires.
void finish_record(const Record& asked, Record& record, const std::vector<std::uint64_t>& alignments) {
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        auto& field = record.fields[i];
        const auto dot = field.name.find_last_of(".:");
        field.role = guess_role(dot == std::string::npos ? field.name : field.name.substr(dot + 1));
        const auto bits = i < alignments.size() ? alignments[i] * 8 : 0;
        const bool misplaced = bits != 0 && field.offset_bits % bits != 0;
        const bool too_strict = record.align_bytes && bits > *record.align_bytes * 8;
        record.packed = record.packed || misplaced || too_strict;
    }
    if (!record.fields_unknown.empty()) record.fields.clear();
    open_tails(asked, record);
    std::ranges::stable_sort(record.fields, {}, &Field::offset_bits);
}

}  // namespace

Reading lay_out(const Plan& plan, const Answers& answers, const std::vector<std::size_t>& existing) {
    const auto place = first_file(plan.request);
    Reading reading;
    reading.layout.byte_order = answers.byte_order;
    add_facts(place.file, answers.facts, reading);
    std::map<std::uint64_t, Draft> drafts;  // by item: the order of the request
    for (const auto& answer : answers.records) {
        const auto* item = item_at(plan, answer.item, Item::What::record);
        if (item == nullptr) continue;
        auto& draft = drafts[answer.item];
        draft.record = draft_of(answer, record_of(plan, *item).name, place);
        draft.shape_is_guessed = !answer.kind;
    }
    const auto names = own_names(plan, answers);
    for (const auto& answer : answers.fields) {
        const auto draft = drafts.find(answer.record);
        if (draft != drafts.end()) add_field(plan, answers, names, answer, draft->second);
    }
    for (const auto number : existing) {
        const auto& item = plan.items[number];
        const auto draft = drafts.find(item.owner);
        if (draft == drafts.end()) continue;
        set_unknown(draft->second.record, field_of(plan, item).name, "knows, but does not say where it puts,");
    }
    for (auto& [number, draft] : drafts) {
        if (const auto shape = known_shape(plan, number)) {
            draft.record.kind = *shape;
        } else if (draft.shape_is_guessed) {
            guess_shape(draft.record, record_of(plan, plan.items[number]).kind);
        }
        finish_record(record_of(plan, plan.items[number]), draft.record, draft.alignments);
        add_rest(plan, answers, number, draft.record);
        if (auto why = only_asked(plan, number, draft.record); !why.empty()) draft.record.only_asked = std::move(why);
        draft.record.no_promise = no_promise(plan, number);
        check_bit_fields(record_of(plan, plan.items[number]), plan.request.language, draft.record);
        reading.layout.records.push_back(std::move(draft.record));
    }
    reading.layout.enums = enums_of(plan, answers);
    for (const auto& answer : answers.constants) {
        const auto* item = item_at(plan, answer.item, Item::What::constant);
        if (item != nullptr) add_constant(constant_of(plan, *item).name, answer, place, reading.layout);
    }
    return reading;
}

Reading lay_out_reflected(const Request& request, const std::string& file, const Answers& answers) {
    const Place place{.file = shown_path(request.root, file)};
    Reading reading;
    reading.layout.byte_order = answers.byte_order;
    add_facts(place.file, answers.facts, reading);
    std::map<std::uint64_t, Draft> drafts;
    std::set<std::string> nested;
    for (const auto& answer : answers.records) {
        const bool is_asked = answer.item < request.records.size();
        const auto& name = is_asked ? request.records[answer.item].name : answer.name;
        // A record that is nested in several others is there several times.
        if (!is_asked && (name.empty() || !nested.insert(name).second)) continue;
        drafts[answer.item] = {.record = draft_of(answer, name, place)};
    }
    for (const auto& answer : answers.fields) {
        const auto draft = drafts.find(answer.record);
        if (draft == drafts.end() || answer.name.empty() || answer.offset_bits == none) continue;
        Field field = answer.field;
        // The name of a number tells how the source spells it.
        const auto kind = field.type.kind;
        if (kind != Kind::record && kind != Kind::enumeration) field.type.spelling = std::exchange(field.type.name, "");
        field.name = answer.name;
        field.offset_bits = answer.offset_bits;
        field.place = place;
        draft->second.record.fields.push_back(std::move(field));
        draft->second.alignments.push_back(answer.align_bytes);
    }
    for (auto& [number, draft] : drafts) {
        finish_record(number < request.records.size() ? request.records[number] : Record{}, draft.record,
                      draft.alignments);
        reading.layout.records.push_back(std::move(draft.record));
    }
    std::map<std::uint64_t, Enum> enums;
    for (const auto& answer : answers.enums) {
        if (answer.item >= request.enums.size()) continue;
        enums.emplace(answer.item, enum_of(answer, request.enums[answer.item].name, place, request.language == "zig"));
    }
    for (const auto& answer : answers.enumerators) {
        const auto owner = enums.find(answer.owner);
        if (owner != enums.end()) add_enumerator(answer, answer.name, owner->second);
    }
    for (auto& [number, made] : enums) reading.layout.enums.push_back(std::move(made));
    for (const auto& answer : answers.constants) {
        if (answer.item >= request.constants.size()) continue;
        add_constant(request.constants[answer.item].name, answer, place, reading.layout);
    }
    return reading;
}

void add_reading(Reading from, Reading& to) {
    // The reading of a file that did not compile has no byte order.
    if (!from.units.empty()) to.layout.byte_order = from.layout.byte_order;
    if (!from.unit_facts.empty()) add_facts(from.unit_facts.front().unit, from.layout.facts, to);
    std::ranges::move(from.other_definitions, std::back_inserter(to.other_definitions));
    for (auto& record : from.layout.records) {
        const auto* known = find_record(to.layout, record.name);
        if (known == nullptr) {
            to.layout.records.push_back(std::move(record));
        } else if (!same_layout(*known, record)) {
            to.other_definitions.push_back(std::move(record));
        }
    }
    for (auto& one : from.layout.enums) {
        if (find_enum(to.layout, one.name) == nullptr) to.layout.enums.push_back(std::move(one));
    }
    for (auto& constant : from.layout.constants) {
        const bool known = std::ranges::count(to.layout.constants, constant.name, &Constant::name) != 0;
        if (!known) to.layout.constants.push_back(std::move(constant));
    }
    std::ranges::move(from.problems, std::back_inserter(to.problems));
    std::ranges::move(from.units, std::back_inserter(to.units));
}

}  // namespace abi::probe
