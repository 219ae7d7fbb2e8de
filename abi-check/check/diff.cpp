#include "check/diff.h"

#include <algorithm>
#include <map>

#include "check/compare.h"
#include "check/order.h"
#include "model/words.h"

namespace abi {
namespace {

constexpr Level level_of(Change change) {
    return change == Change::breaking ? Level::error : Level::note;
}

/// Whether the new field only uses bytes that were padding or reserved before.
bool was_free(const Record& before, const Field& field) {
    for (const auto& tile : tile(before)) {
        const bool overlaps =
            tile.begin_bits < field.offset_bits + size_bits(field) && tile.end_bits > field.offset_bits;
        if (!overlaps) continue;
        const bool reserved =
            std::ranges::all_of(tile.fields, [&](std::size_t i) { return before.fields[i].role == Role::reserved; });
        if (tile.kind != TileKind::declared_padding && tile.kind != TileKind::implicit_padding && !reserved) {
            return false;
        }
    }
    return field.offset_bits + size_bits(field) <= before.size_bytes.value_or(0) * 8;
}

Change class_of(const Difference& difference, const Record& before) {
    if (difference.rule == Rule::renamed) {
        const bool taken_into_use =
            difference.expected_field->role == Role::reserved && difference.actual_field->role != Role::reserved;
        return taken_into_use ? Change::compatible : Change::cosmetic;
    }
    if (difference.rule == Rule::extra_field && was_free(before, *difference.actual_field)) return Change::compatible;
    return Change::breaking;
}

std::string message(const Difference& d, const std::string& record) {
    const std::string name = record + (d.field.empty() ? "" : "." + d.field);
    switch (d.rule) {
    case Rule::missing_field: return name + " was removed (it was " + d.expected + ")";
    case Rule::extra_field: return name + " was added, " + d.actual + ", where there was " + d.expected;
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

    void changed_record(const Record& before, const Record& after) {
        for (const auto& difference : compare_records(before, after)) {
            Finding& finding = add(difference.rule, class_of(difference, before), before.name, difference.field);
            finding.expected = difference.expected;
            finding.actual = difference.actual;
            finding.message = message(difference, before.name);
            finding.place = difference.actual_field != nullptr ? difference.actual_field->place : after.place;
            declared_before(finding,
                            difference.expected_field != nullptr ? difference.expected_field->place : before.place);
        }
    }

    /// `__be32` became `__le32`: the bytes change, although the compiler sees one type.
    void changed_orders(const Record& before, const Record& after) {
        for (const auto& field : before.fields) {
            const auto now = std::ranges::find(after.fields, field.name, &Field::name);
            if (now == after.fields.end() || !has_byte_order(field)) continue;
            const auto was = order_stated_by(field.type, {});
            const auto is = order_stated_by(now->type, {});
            if (!was || !is || was->order == is->order) continue;
            Finding& finding = add(Rule::byte_order, Change::breaking, before.name, field.name);
            finding.expected = "`" + was->name + "`";
            finding.actual = "`" + is->name + "`";
            finding.message = subject(finding) + ": was " + finding.expected + ", is " + finding.actual;
            finding.place = now->place;
            declared_before(finding, field.place);
        }
    }

    void added(const char* noun, const std::string& name, const Place& place) {
        Finding& finding = add(Rule::changed, Change::compatible, name, "");
        finding.message = std::string(noun) + " " + name + " was added";
        finding.place = place;
    }

    /// The finding has no line: the declaration is gone, and its line holds something else today.
    void removed(const char* noun, const std::string& name, const Place& place) {
        Finding& finding = add(Rule::changed, Change::breaking, name, "");
        finding.message = std::string(noun) + " " + name + " was removed";
        finding.place.file = place.file;
        declared_before(finding, place);
    }

    void declared_before(Finding& finding, const Place& place) const {
        finding.related.push_back({place, "where it was declared before", revision});
    }
};

/// All values of a name ("Enum.name" for an enumerator).
std::map<std::string, std::vector<NamedValue>> values_by_name(const Layout& layout) {
    std::map<std::string, std::vector<NamedValue>> values;
    for (auto& one : values_of(layout)) {
        values[one.owner.empty() ? one.name : one.owner + "." + one.name].push_back(std::move(one));
    }
    return values;
}

std::string to_string(const std::vector<NamedValue>& values) {
    return join(values, " and ", [](const NamedValue& one) { return abi::to_string(one.value); });
}

void diff_values(const Layout& before, const Layout& after, Collector& collector) {
    const auto old_values = values_by_name(before);
    const auto new_values = values_by_name(after);
    for (const auto& [name, old_value] : old_values) {
        const auto now = new_values.find(name);
        if (now == new_values.end()) {
            collector.removed("constant", name, old_value[0].place);
        } else if (!std::ranges::equal(now->second, old_value, {}, &NamedValue::value, &NamedValue::value)) {
            Finding& finding = collector.add(Rule::value, Change::breaking, name, "");
            finding.expected = to_string(old_value);
            finding.actual = to_string(now->second);
            finding.message = name + ": was " + finding.expected + ", is " + finding.actual;
            finding.place = now->second[0].place;
        }
    }
    for (const auto& [name, values] : new_values) {
        if (!old_values.contains(name)) collector.added("constant", name, values[0].place);
    }
}

void diff_enum_widths(const Layout& before, const Layout& after, Collector& collector) {
    for (const auto& old_enum : before.enums) {
        const Enum* now = find_enum(after, old_enum.name);
        if (now == nullptr || now->type == old_enum.type) continue;
        Finding& finding = collector.add(Rule::enum_width, Change::breaking, old_enum.name, "");
        finding.expected = to_string(old_enum.type);
        finding.actual = to_string(now->type);
        finding.message = old_enum.name + ": was " + finding.expected + ", is " + finding.actual;
        finding.place = now->place;
    }
}

}  // namespace

std::vector<Finding> diff(const Layout& before, const Layout& after, const std::string& layer,
                          const std::string& target, const std::string& revision) {
    Collector collector{layer, target, revision, {}};
    for (const auto& old_record : before.records) {
        const Record* now = find_record(after, old_record.name);
        if (now == nullptr) {
            collector.removed("record", old_record.name, old_record.place);
        } else {
            collector.changed_record(old_record, *now);
            collector.changed_orders(old_record, *now);
        }
    }
    for (const auto& new_record : after.records) {
        if (find_record(before, new_record.name) == nullptr) {
            collector.added("record", new_record.name, new_record.place);
        }
    }
    diff_values(before, after, collector);
    diff_enum_widths(before, after, collector);
    return std::move(collector.findings);
}

}  // namespace abi
