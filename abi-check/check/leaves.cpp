#include "check/leaves.h"

#include <algorithm>
#include <array>

#include "check/last_part.h"
#include "check/nameless.h"
#include "check/nested.h"
#include "model/words.h"

namespace abi {
namespace {

/// Whether the witness knows that the field is a record, but not which one.
bool is_nameless(const Field& field) {
    return is_nested(field) && field.type.name.empty();
}

/// Whether a field is raw memory of the same bytes, so that its members are not known. Under the record's own name it
/// is raw memory of the record, even if it is too short: `bytes[15] address` does not cut `struct address address`.
bool is_opaque_for(const Field& field, const Field& nested) {
    const bool is_bytes = field.type.kind == Kind::byte || (is_array(field) && field.type.width_bits == 8);
    return is_bytes && (same_bits(field, nested) || field.name == nested.name);
}

/// Whether two fields have the same bits and hold two records of the spec. A record of the spec has a meaning of its
/// own, so such fields differ even if the members of both lie alike.
bool are_two_of_spec(const Field& a, const Field& b, const Records& spec) {
    return is_nested(a) && is_nested(b) && same_bits(a, b) && a.type.name != b.type.name &&
           spec.find(a.type.name) != nullptr && spec.find(b.type.name) != nullptr;
}

/// Whether `record` has a field of this name that shares bytes with another of its fields, as an alternative of a
/// union.
bool shares_bytes_under_name(const std::string& name, const Field& field, const Record& record) {
    return std::ranges::any_of(record.fields, [&](const Field& own) {
        return own.name == name && &own != &field && own.offset_bits < field.offset_bits + size_bits(field) &&
               field.offset_bits < own.offset_bits + size_bits(own);
    });
}

/// Whether the field has bytes, and all of them are the outer one's. A flexible tail behind the outer field has none.
bool is_part_of(const Field& field, const Field& outer) {
    return size_bits(field) != 0 && lies_in(field, outer);
}

/// Whether the other side declares the bytes of a nested record of `record` in another way than as one field.
bool is_cut_elsewhere(const Field& nested, const Record& record, const Record& other, const Records& spec) {
    if (size_bits(nested) == 0 || is_array(nested)) return false;
    const auto is_same = [&](const Field& field) {
        const bool same_type = is_nested(field) && field.type.name == nested.type.name;
        return (field.name == nested.name && same_type) || (same_type && same_bits(field, nested)) ||
               is_opaque_for(field, nested) ||
               ((is_nameless(field) || field.type.kind == Kind::unknown) && same_bits(field, nested)) ||
               are_two_of_spec(field, nested, spec);
    };
    if (std::ranges::any_of(other.fields, is_same)) return false;
    // A member that a probe found without its name does not tell how the bytes are cut. Nor does an alternative of a
    // union that both sides have: `union { u32 word; struct pair halves; }` without `halves` only lacks that one.
    return std::ranges::any_of(other.fields, [&](const Field& field) {
        return !is_filler(field) && !is_found_without_name(field) && is_part_of(field, nested) &&
               !shares_bytes_under_name(field.name, nested, record);
    });
}

/// The alternative of a union that the other side declares alone in the union's place, as a number or an address: the
/// other alternatives are names for the same bytes. Null: there is none.
const Field* alternative_declared_alone(const Field& outer, const Record& nested, const Record& other) {
    if (nested.kind != RecordKind::union_ || is_generated_name(outer.name)) return nullptr;
    const Field* alone = nullptr;
    for (const auto& field : other.fields) {
        if (is_filler(field) || !is_part_of(field, outer)) continue;
        if (alone != nullptr || !same_bits(field, outer) || is_nested(field) || is_array(field)) return nullptr;
        alone = &field;
    }
    if (alone == nullptr) return nullptr;
    const auto member = std::ranges::find_if(nested.fields, [&](const Field& one) {
        return one.offset_bits == 0 && size_bits(one) == size_bits(*alone) && one.type.kind == alone->type.kind &&
               one.type.extents.empty() && !one.bit_width == !alone->bit_width;
    });
    return member == nested.fields.end() ? nullptr : &*member;
}

/// Whether the other side has a number, or an array of numbers, in the place of a field of `record`, and no record.
/// What both sides have by name beside the field is another alternative of a union, and not the field's number.
bool is_number_elsewhere(const Field& outer, const Record& record, const Record& other) {
    bool found = false;
    for (const auto& field : other.fields) {
        const bool is_record = field.type.kind == Kind::record;
        if (field.name == outer.name && is_record) return false;
        if (!same_bits(field, outer) || is_filler(field)) continue;
        if (is_record || field.bit_width || field.type.kind == Kind::byte) return false;
        if (shares_bytes_under_name(field.name, outer, record)) continue;
        found =
            found || (field.type.extents == outer.type.extents && field.type.flexible_tail == outer.type.flexible_tail);
    }
    return found;
}

/// Replaces a field that is a union by one of its alternatives, or a record by its number, under the field's own name.
void choose_alternative(Field& outer, const Field& member) {
    const Type outer_type = outer.type;
    outer.type = member.type;
    outer.type.extents.insert(outer.type.extents.begin(), outer_type.extents.begin(), outer_type.extents.end());
    outer.type.flexible_tail = outer_type.flexible_tail || member.type.flexible_tail;
    if (!outer.byte_order) outer.byte_order = member.byte_order;
}

bool has_path_below(const std::map<std::string, std::string>& renames, const std::string& name) {
    const auto next = renames.lower_bound(name + ".");
    return next != renames.end() && next->first.starts_with(name + ".");
}

/// The differences of bytes, and the names that differ.
std::vector<Difference> differences_at(const RecordIn& expected, const RecordIn& actual, const OrderTypes& types,
                                       int& budget);

struct Nesting {
    const RecordIn& wanted;
    const RecordIn& found;
    const std::map<std::string, std::string>& renames;
    const OrderTypes& types;
    int& budget;  // how many records may still be opened or compared
    SameNesting made;
    std::vector<Field> opened_wanted = {};
    std::vector<Field> opened_found = {};

    /// A field of the actual record with the same bytes whose record has another name. The alternatives of a union
    /// often have the same bytes, so a field that both sides have by name meets no other field.
    Field* namesake(const Field& expected) {
        const auto named = std::ranges::find(made.actual.fields, expected.name, &Field::name);
        const bool is_in_both = named != made.actual.fields.end();
        const auto at = std::ranges::find_if(made.actual.fields, [&](const Field& actual) {
            if (is_in_both ? actual.name != expected.name : is_taken(actual.name)) return false;
            return is_nested(actual) && same_bits(actual, expected) && actual.type.extents == expected.type.extents &&
                   actual.type.name != expected.type.name;
        });
        return at == made.actual.fields.end() ? nullptr : &*at;
    }

    /// Whether the name of a member's type states a byte order. Only the comparison of the member itself judges it.
    bool states_order(const Record& record) const {
        return std::ranges::any_of(record.fields,
                                   [&](const Field& field) { return order_stated_by(field.type, types).has_value(); });
    }

    /// Gives nested records with equal bytes and equal names of members the expected name.
    void join_equal_records() {
        for (const auto& expected : made.expected.fields) {
            Field* actual = is_nested(expected) ? namesake(expected) : nullptr;
            if (actual == nullptr) continue;
            const Record* one = definition_of(expected, wanted.records);
            const Record* other = definition_of(*actual, found.records);
            if (one == nullptr || other == nullptr || one->kind != other->kind || --budget < 0) continue;
            if (states_order(*one) || states_order(*other)) continue;
            if (differences_at({*one, wanted.records}, {*other, found.records}, types, budget).empty()) {
                actual->type.name = expected.type.name;
            }
        }
    }

    void replace(Field& field, const Field& member, bool is_actual) {
        const Field outer = field;
        const auto number = type_text(member);
        note(outer, is_actual ? number : outer.type.name, is_actual ? outer.type.name : number, outer);
        choose_alternative(field, member);
    }

    bool open_one(Record& record, const Record& other, const Records& records, std::vector<Field>& opened,
                  bool is_actual) {
        for (std::size_t at = 0; at < record.fields.size(); ++at) {
            const Field& field = record.fields[at];
            if (field.type.kind != Kind::record || field.bit_width || order_stated_by(field.type, types)) continue;
            const Field* number = is_number_elsewhere(field, record, other) ? number_in(field, records) : nullptr;
            if (number != nullptr) {
                replace(record.fields[at], *number, is_actual);
                return true;
            }
            if (is_array(field) || field.type.flexible_tail) continue;
            const bool is_named = is_actual && has_path_below(renames, field.name);
            if (!is_named && !is_cut_elsewhere(field, record, other, wanted.records)) continue;
            const Record* nested = definition_of(field, records);
            if (nested == nullptr) continue;
            const Field* member = is_named ? nullptr : alternative_declared_alone(field, *nested, other);
            if (member != nullptr) {
                replace(record.fields[at], *member, is_actual);
                return true;
            }
            opened.push_back(field);
            open(record, at, *nested);
            return true;
        }
        return false;
    }

    /// What a field that was opened has become, if none of its members was opened or renamed.
    std::vector<const Field*> members_of(const Field& outer, const Record& in, const Records& records) const {
        const Record* nested = definition_of(outer, records);
        std::vector<const Field*> members;
        for (const auto& field : in.fields) {
            if (field.name.starts_with(outer.name + ".")) members.push_back(&field);
        }
        if (nested == nullptr || nested->fields.size() != members.size()) members.clear();
        return members;
    }

    /// Whether the other side has a field for the member: of its name, or of a name of its own at the same bits.
    static bool meets(const Field& member, const Record& other, const Record& own) {
        return std::ranges::any_of(other.fields, [&](const Field& field) {
            if (field.name == member.name) return true;
            const bool is_in_both = std::ranges::count(own.fields, field.name, &Field::name) != 0;
            return !is_filler(field) && !is_in_both && (lies_in(field, member) || lies_in(member, field));
        });
    }

    /// Puts back the fields of which no member met anything: the other side lacks the whole field, not its members.
    void close_lonely(Record& record, const Record& other, const RecordIn& own, std::vector<Field>& opened) const {
        for (std::size_t at = opened.size(); at-- > 0;) {
            const Field outer = opened[at];
            if (is_generated_name(outer.name)) continue;
            const auto members = members_of(outer, record, own.records);
            const auto is_met = [&](const Field* member) { return meets(*member, other, record); };
            if (members.empty() || std::ranges::any_of(members, is_met)) continue;
            std::erase_if(record.fields, [&](const Field& field) { return field.name.starts_with(outer.name + "."); });
            const auto next = std::ranges::upper_bound(record.fields, outer.offset_bits, {}, &Field::offset_bits);
            record.fields.insert(next, outer);
            opened.erase(opened.begin() + static_cast<std::ptrdiff_t>(at));
        }
        if (opened.empty()) record.only_asked = own.record.only_asked;
    }

    void open_all() {
        while (--budget > 0) {
            join_equal_records();
            if (open_one(made.actual, made.expected, found.records, opened_found, true)) continue;
            if (!open_one(made.expected, made.actual, wanted.records, opened_wanted, false)) return;
        }
    }

    bool is_free(const std::string& name) const {
        return std::ranges::count(made.actual.fields, name, &Field::name) == 0;
    }

    static std::string joined(std::string name) {
        std::ranges::replace(name, '.', '_');
        return name;
    }

    /// `src_port` of one side and `src.port` of the other are one name, wherever they lie. With `in_outer`, so are
    /// `src_port` and `header.src.port`, if there is only one such path.
    void meet_joined_names(bool in_outer) {
        for (const auto& expected : made.expected.fields) {
            if (is_filler(expected) || !is_free(expected.name)) continue;
            const auto is_same = [&](const Field& actual) {
                if (contains_dot(actual.name) == contains_dot(expected.name) || is_taken(actual.name)) return false;
                const auto one = joined(actual.name);
                const auto other = joined(expected.name);
                const auto& longer = contains_dot(actual.name) ? one : other;
                const auto& shorter = contains_dot(actual.name) ? other : one;
                return one == other || (in_outer && longer.ends_with("_" + shorter));
            };
            if (std::ranges::count_if(made.actual.fields, is_same) != 1) continue;
            std::ranges::find_if(made.actual.fields, is_same)->name = expected.name;
        }
    }

    /// A member of an opened record gets the expected name if the last names agree: first where the bits agree, too.
    void meet_paths(bool at_same_bits) {
        for (const auto& expected : made.expected.fields) {
            if (is_filler(expected) || !is_free(expected.name)) continue;
            Field* only = nullptr;
            for (auto& actual : made.actual.fields) {
                const bool is_path = contains_dot(actual.name) || contains_dot(expected.name);
                if (!is_path || last_part(actual.name) != last_part(expected.name)) continue;
                if (is_taken(actual.name) || (at_same_bits && !same_bits(expected, actual))) continue;
                if (only != nullptr) {
                    only = nullptr;
                    break;
                }
                only = &actual;
            }
            if (only != nullptr) only->name = expected.name;
        }
    }

    static bool contains_dot(std::string_view name) { return name.find('.') != std::string_view::npos; }

    bool is_taken(const std::string& name) const {
        return std::ranges::count(made.expected.fields, name, &Field::name) != 0;
    }

    void note(const Field& expected, std::string wanted_text, std::string found_text, const Field& opened) {
        made.forms.push_back(
            {Rule::form, expected.name, std::move(wanted_text), std::move(found_text), nullptr, nullptr});
        made.opened.push_back(opened);
    }

    /// What `record` has in the place of `outer`: "seconds, micros side by side".
    static std::string fields_in(const Field& outer, const Record& record) {
        std::vector<std::string> names;
        for (const auto& field : record.fields) {
            if (!is_filler(field) && is_part_of(field, outer)) names.push_back(field.name);
        }
        return join_some(names, 4) + (names.size() == 1 ? " alone" : " side by side");
    }

    void note_forms() {
        const auto both = [&](const Field& field, const std::vector<Field>& others) {
            return std::ranges::any_of(others, [&](const Field& other) { return same_bits(field, other); });
        };
        for (const auto& field : opened_found) {
            // A word of flags has a note of its own.
            if (is_generated_name(field.name) || both(field, opened_wanted) || both(field, made.expected.fields)) {
                continue;
            }
            note(field, fields_in(field, made.expected), "a record `" + field.type.name + "`", field);
        }
        for (const auto& field : opened_wanted) {
            if (both(field, opened_found) || both(field, made.actual.fields)) continue;
            note(field, "a record " + field.type.name, fields_in(field, made.actual), field);
        }
    }
};

/// Gives fields the names that the layer's aliases state, and makes one field of several with one name.
struct Renaming {
    SameNesting& made;
    const OrderTypes& types;

    static bool is_whole_bytes(const Type& type) {
        constexpr std::array kinds{Kind::unsigned_integer, Kind::signed_integer, Kind::enumeration, Kind::byte};
        return std::ranges::find(kinds, type.kind) != kinds.end();
    }

    /// Whether parts of one field can be one number: numbers themselves, and no address is made of floats.
    static bool can_be_one(const Field& expected, const std::vector<Field>& parts) {
        return (is_whole_bytes(expected.type) || expected.type.kind == Kind::pointer) &&
               std::ranges::all_of(parts, [](const Field& part) { return is_whole_bytes(part.type); });
    }

    void apply(const std::map<std::string, std::string>& renames) {
        std::map<std::string, std::vector<Field>> parts;
        std::erase_if(made.actual.fields, [&](const Field& field) {
            const auto to = renames.find(field.name);
            if (to == renames.end()) return false;
            parts[to->second].push_back(field);
            return true;
        });
        for (auto& [name, fields] : parts) made.actual.fields.push_back(as_one(name, fields));
        std::ranges::stable_sort(made.actual.fields, {}, &Field::offset_bits);
    }

    Field as_one(const std::string& name, const std::vector<Field>& fields) {
        Field one = fields.front();
        one.name = name;
        if (fields.size() == 1) return one;
        std::uint64_t end = one.offset_bits;
        bool is_run = true;
        for (const auto& field : fields) {
            is_run = is_run && field.offset_bits == end;
            end = field.offset_bits + size_bits(field);
        }
        one.bit_width.reset();
        one.type = {};
        one.type.kind = Kind::byte;
        one.type.width_bits = 8;
        one.type.extents = {(end - one.offset_bits + 7) / 8};
        const auto expected = std::ranges::find(made.expected.fields, name, &Field::name);
        const bool is_whole = is_run && expected != made.expected.fields.end() &&
                              expected->offset_bits == one.offset_bits &&
                              expected->offset_bits + size_bits(*expected) == end && can_be_one(*expected, fields);
        if (!is_whole) return one;
        for (const auto& field : fields) {
            if (const auto stated = order_stated_by(field.type, types); stated) one.byte_order = stated->order;
        }
        one.type = expected->type;
        one.bit_width = expected->bit_width;
        made.forms.push_back({Rule::form, name, type_text(*expected),
                              join(fields, ", ", &Field::name) + " side by side", nullptr, nullptr});
        made.opened.push_back(one);
        return one;
    }
};

SameNesting nest_at(const RecordIn& expected, const RecordIn& actual, const std::map<std::string, std::string>& renames,
                    const OrderTypes& types, int& budget) {
    Nesting nesting{expected, actual, renames, types, budget, {expected.record, actual.record, {}, {}}};
    nesting.open_all();
    if (!nesting.opened_wanted.empty() || !nesting.opened_found.empty()) {
        nesting.meet_joined_names(false);
        nesting.meet_paths(true);
        nesting.meet_joined_names(true);
        nesting.meet_paths(false);
        nesting.close_lonely(nesting.made.actual, nesting.made.expected, actual, nesting.opened_found);
        nesting.close_lonely(nesting.made.expected, nesting.made.actual, expected, nesting.opened_wanted);
        nesting.note_forms();
    }
    if (!renames.empty()) Renaming{nesting.made, types}.apply(renames);
    return std::move(nesting.made);
}

std::vector<Difference> differences_at(const RecordIn& expected, const RecordIn& actual, const OrderTypes& types,
                                       int& budget) {
    const auto made = nest_at(expected, actual, {}, types, budget);
    auto differences = compare_records(made.expected, made.actual);
    std::erase_if(differences, is_form);
    for (auto& difference : differences) {
        difference.expected_field = nullptr;
        difference.actual_field = nullptr;
    }
    return differences;
}

}  // namespace

SameNesting with_same_nesting(const RecordIn& expected, const RecordIn& actual,
                              const std::map<std::string, std::string>& renames, const OrderTypes& types) {
    int budget = most_opened;
    return nest_at(expected, actual, renames, types, budget);
}

std::vector<Difference> differences_of_bytes(const RecordIn& expected, const RecordIn& actual) {
    int budget = most_opened;
    auto differences = differences_at(expected, actual, {}, budget);
    std::erase_if(differences, [](const Difference& d) { return d.rule == Rule::renamed; });
    return differences;
}

}  // namespace abi
