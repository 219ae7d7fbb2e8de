#include "check/diff.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "check/causes.h"
#include "check/compare.h"
#include "check/diff_values.h"
#include "check/leaves.h"
#include "check/order.h"
#include "model/name_index.h"
#include "model/words.h"

namespace abi {
namespace {

constexpr Level level_of(Change change) {
    return change == Change::breaking ? Level::error : Level::note;
}

/// The record with its reserved fields as padding. What was reserved may become anything, and may be cut in another
/// way, so only its bytes count.
Record with_free_bytes(Record record) {
    for (auto& field : record.fields) {
        if (field.role == Role::reserved) field.role = Role::padding;
    }
    // Here, unlike against a spec, a shorter record is a change.
    record.grows_at_end = false;
    return record;
}

bool overlap(const Field& a, const Field& b) {
    return a.offset_bits < b.offset_bits + size_bits(b) && b.offset_bits < a.offset_bits + size_bits(a);
}

/// Whether a field that the record did not have leaves all that was there as it was: it takes bytes that were reserved,
/// padding or behind the end of a record that grows, or it is another member of a union.
bool leaves_rest(const Difference& added, const std::vector<Difference>& all, const Record& before, bool grows) {
    const Field& field = *added.actual_field;
    const bool is_inside = field.offset_bits + size_bits(field) <= before.size_bytes.value_or(0) * 8;
    if (!is_inside && !grows) return false;
    return std::ranges::none_of(all, [&](const Difference& other) {
        const bool was_used = other.expected_field != nullptr && !is_filler(*other.expected_field);
        return was_used && other.rule != Rule::extra_field && other.rule != Rule::renamed &&
               overlap(*other.expected_field, field);
    });
}

/// `grows`: the spec says that the record may grow at its end.
Change class_of(const Difference& difference, const std::vector<Difference>& all, const Record& before,
                const Record& after, bool grows) {
    switch (difference.rule) {
    case Rule::form:
    case Rule::renamed: return Change::cosmetic;
    case Rule::extra_field: return leaves_rest(difference, all, before, grows) ? Change::compatible : Change::breaking;
    case Rule::size: return grows && before.size_bytes < after.size_bytes ? Change::compatible : Change::breaking;
    default: return Change::breaking;
    }
}

/// Where a new field lies: "where there was _pad at offset 4".
std::string place_of_new(const Difference& d) {
    const Field* there = d.expected_field;
    if (there == nullptr || is_filler(*there)) return "where there was " + d.expected;
    return "in bytes of " + d.expected;
}

std::string message(const Difference& d, const std::string& record) {
    const std::string name = record + (d.field.empty() ? "" : "." + d.field);
    switch (d.rule) {
    case Rule::missing_field: return name + " was removed (it was " + d.expected + ")";
    case Rule::extra_field: return name + " was added, " + d.actual + ", " + place_of_new(d);
    case Rule::renamed: return name + " is now called `" + d.actual + "`";
    case Rule::size: return "size of " + name + ": was " + d.expected + ", is " + d.actual;
    case Rule::alignment: return "alignment of " + name + ": was " + d.expected + ", is " + d.actual;
    default: return name + ": was " + d.expected + ", is " + d.actual;
    }
}

struct Collector {
    std::string layer;
    std::string target;
    std::string revision;
    const OrderTypes& types;
    std::vector<Finding> findings;

    Finding& add(Rule rule, Change change, std::string record, std::string field) {
        Finding finding;
        finding.rule = rule;
        finding.change = change;
        finding.level = level_of(change);
        finding.record = std::move(record);
        finding.field = std::move(field);
        finding.layer = layer;
        finding.target = target;
        return findings.emplace_back(std::move(finding));
    }

    void changed_record(const RecordIn& old_side, const RecordIn& new_side) {
        const auto made = with_same_nesting(old_side, new_side, {}, types);
        const Record before = with_free_bytes(made.expected);
        const Record after = with_free_bytes(made.actual);
        auto differences = made.forms;
        std::ranges::move(compare_records(before, after), std::back_inserter(differences));
        const auto first = findings.size();
        for (const auto& difference : differences) {
            const Change change = class_of(difference, differences, before, after, new_side.record.grows_at_end);
            Finding& finding = add(difference.rule, change, before.name, difference.field);
            finding.expected = difference.expected;
            finding.actual = difference.actual;
            finding.message = message(difference, before.name);
            finding.place = difference.actual_field != nullptr ? difference.actual_field->place : after.place;
            declared_before(finding,
                            difference.expected_field != nullptr ? difference.expected_field->place : before.place);
        }
        name_causes(find_edits(before, after, differences, {"removed", "added"}), std::span(findings).subspan(first));
    }

    /// `__be32` became `__le32`: the bytes change, although the compiler sees one type.
    void changed_orders(const Record& before, const Record& after) {
        for (const auto& field : before.fields) {
            const auto now = std::ranges::find(after.fields, field.name, &Field::name);
            if (now == after.fields.end() || !has_byte_order(field)) continue;
            const auto was = order_stated_by(field.type, types);
            const auto is = order_stated_by(now->type, types);
            if (!was || !is || was->order == is->order) continue;
            Finding& finding = add(Rule::byte_order, Change::breaking, before.name, field.name);
            finding.expected = "`" + was->name + "`";
            finding.actual = "`" + is->name + "`";
            finding.message = subject(finding) + ": was " + finding.expected + ", is " + finding.actual;
            finding.place = now->place;
            declared_before(finding, field.place);
        }
    }

    void added(const char* noun, const std::string& name, const std::string& shown, const Place& place) {
        Finding& finding = add(Rule::changed, Change::compatible, name, "");
        finding.message = std::string(noun) + " " + shown + " was added";
        finding.place = place;
    }

    /// The finding has no line: the declaration is gone, and its line holds something else today.
    void removed(const char* noun, const std::string& name, const std::string& shown, const Place& place) {
        Finding& finding = add(Rule::changed, Change::breaking, name, "");
        finding.message = std::string(noun) + " " + shown + " was removed";
        finding.place.file = place.file;
        declared_before(finding, place);
    }

    void declared_before(Finding& finding, const Place& place) const {
        finding.related.push_back({place, "where it was declared before", revision});
    }
};

std::string to_string(const std::vector<NamedValue>& values) {
    return join(values, " and ", [](const NamedValue& one) { return abi::to_string(one.value); });
}

void diff_values(const Layout& before, const Layout& after, Collector& collector) {
    for (const auto& [name, change, old, now] : changes_of_values(before, after)) {
        if (old.empty()) {
            collector.added("constant", name, name, now[0].place);
        } else if (now.empty()) {
            collector.removed("constant", name, name, old[0].place);
        } else {
            Finding& finding = collector.add(Rule::value, change, name, "");
            finding.expected = to_string(old);
            finding.actual = to_string(now);
            finding.message = name + ": was " + finding.expected + ", is " + finding.actual;
            if (change == Change::compatible) finding.message += ", because values were added";
            finding.place = now[0].place;
        }
    }
}

void diff_enum_widths(const Layout& before, const Layout& after, Collector& collector) {
    const NameIndex<Enum> all_after(after.enums);
    for (const auto& old_enum : before.enums) {
        const Enum* now = all_after.find(old_enum.name);
        if (now == nullptr || now->type == old_enum.type) continue;
        Finding& finding = collector.add(Rule::enum_width, Change::breaking, old_enum.name, "");
        finding.expected = to_string(old_enum.type);
        finding.actual = to_string(now->type);
        finding.message = old_enum.name + ": was " + finding.expected + ", is " + finding.actual;
        finding.place = now->place;
    }
}

/// The layout with the byte order of each number in its field, so that an order that a record or the whole layout
/// states is compared like that of a field.
Layout with_every_order(Layout layout) {
    for (auto& record : layout.records) {
        for (auto& field : record.fields) {
            if (!field.byte_order) field.byte_order = record.byte_order.value_or(layout.byte_order);
        }
        record.byte_order.reset();
    }
    return layout;
}

/// The records of a layout by name, each with all of its layouts.
struct RecordLayouts {
    std::unordered_map<std::string_view, std::vector<const Record*>> of_name{};
    NameIndex<Record> first;

    explicit RecordLayouts(const Layout& layout) : first(layout.records) {
        for (const auto& record : layout.records) of_name[record.name].push_back(&record);
    }
    std::span<const Record* const> of(std::string_view name) const {
        const auto found = of_name.find(name);
        return found == of_name.end() ? std::span<const Record* const>() : found->second;
    }
};

/// The record of this name for the same targets. If the layout has one record of the name on either side, that one.
const Record* counterpart(const Record& record, const RecordLayouts& own, const RecordLayouts& other) {
    const auto there = other.of(record.name);
    for (const Record* one : there) {
        if (one->targets == record.targets) return one;
    }
    return there.size() == 1 && own.of(record.name).size() == 1 ? there.front() : nullptr;
}

/// "list", or "list on i686" if the record has several layouts.
std::string name_on_targets(const Record& record, const RecordLayouts& layouts) {
    const bool varies = layouts.of(record.name).size() > 1;
    return varies && !record.targets.empty() ? record.name + " on " + join(record.targets) : record.name;
}

}  // namespace

std::vector<Finding> diff(const Layout& older, const Layout& newer, const std::string& layer, const std::string& target,
                          const std::string& revision, const OrderTypes& types) {
    const Layout before = with_every_order(older);
    const Layout after = with_every_order(newer);
    const RecordLayouts then(before);
    const RecordLayouts today(after);
    Collector collector{layer, target, revision, types, {}};
    for (const auto& old_record : before.records) {
        const Record* now = counterpart(old_record, then, today);
        if (now == nullptr) {
            collector.removed("record", old_record.name, name_on_targets(old_record, then), old_record.place);
        } else {
            collector.changed_record({old_record, then.first}, {*now, today.first});
            collector.changed_orders(old_record, *now);
        }
    }
    for (const auto& new_record : after.records) {
        if (counterpart(new_record, today, then) != nullptr) continue;
        collector.added("record", new_record.name, name_on_targets(new_record, today), new_record.place);
    }
    diff_values(before, after, collector);
    diff_enum_widths(before, after, collector);
    follow_nested(before, collector.findings);
    return std::move(collector.findings);
}

}  // namespace abi
