#include "read/merge.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "model/order_names.h"

namespace abi {
namespace {

// Each comparison names every member, so that it does not compile until somebody has decided about a new one.

/// Whether the names of the types state the same byte order, or none: a `__be32` is no `__u32`.
bool same_stated_order(const Type& a, const Type& b) {
    if (a.spelling == b.spelling && a.typedefs == b.typedefs) return true;
    const auto one = order_stated_by(a, {});
    const auto other = order_stated_by(b, {});
    return one.has_value() == other.has_value() && (!one || one->order == other->order);
}

bool same_field(const Field& a, const Field& b) {
    const auto& [name, type, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place] = b;
    return a.name == name && a.type == type && a.offset_bits == offset_bits && a.bit_width == bit_width &&
           a.byte_order == byte_order && same_stated_order(a.type, type);
}

bool same_enum(const Enum& a, const Enum& b) {
    const auto& [enum_name, type, fixed_width, enumerators, enum_doc, enum_place, only_asked, scoped, targets] = b;
    return a.type == type && a.fixed_width == fixed_width && a.scoped == scoped &&
           std::ranges::equal(a.enumerators, enumerators, [](const Enumerator& x, const Enumerator& y) {
               const auto& [name, value, doc, place] = y;
               return x.name == name && x.value == value;
           });
}

bool same_constant(const Constant& a, const Constant& b) {
    const auto& [name, type, value, doc, place, expression, targets] = b;
    return a.value == value;
}

bool same_start(const Place& a, const Place& b) {
    return a.line != 0 && a.file == b.file && a.line == b.line && a.column == b.column;
}

/// C calls a record within R `In`, C++ calls it `R::In`.
bool ends_with_component(std::string_view name, std::string_view last) {
    return name.size() > last.size() + 2 && name.ends_with(last) &&
           name.substr(0, name.size() - last.size()).ends_with("::");
}

bool same_name_in_c_and_cxx(std::string_view a, std::string_view b) {
    return a == b || ends_with_component(a, b) || ends_with_component(b, a);
}

bool same_field_in_c_and_cxx(const Field& a, const Field& b) {
    if (!same_name_in_c_and_cxx(a.type.name, b.type.name)) return false;
    Field renamed = a;
    renamed.type.name = b.type.name;
    return same_field(renamed, b);
}

/// Whether two records are one definition in a header that was read as C and as C++. Does not compare the records
/// within.
bool same_outside(const Record& a, const Record& b) {
    return same_start(a.place, b.place) && a.kind == b.kind && a.size_bytes == b.size_bytes &&
           a.align_bytes == b.align_bytes && std::ranges::equal(a.fields, b.fields, same_field_in_c_and_cxx);
}

/// The records of two fields, which have different names.
struct InnerRecords {
    const Record* first = nullptr;
    const Record* second = nullptr;
};

/// Also compares the records within that C and C++ name differently. Those of one name are compared when they are
/// merged themselves. `find_inner` returns both records by their names.
bool same_in_c_and_cxx(const Record& first, const Record& second, const auto& find_inner) {
    if (!same_outside(first, second)) return false;
    for (std::size_t at = 0; at < first.fields.size(); ++at) {
        const auto& a = first.fields[at].type;
        const auto& b = second.fields[at].type;
        if (a.kind != Kind::record || a.name == b.name) continue;
        const InnerRecords inner = find_inner(a.name, b.name);
        if (inner.first == nullptr || inner.second == nullptr) return false;
        if (!same_in_c_and_cxx(*inner.first, *inner.second, find_inner)) return false;
    }
    return true;
}

/// Moves the records of one unit into a reading.
class UnitRecords {
  public:
    UnitRecords(std::vector<Record> records, Reading& reading, MergeIndex& index, const std::string* unit_name)
        : own_(std::move(records)), is_moved_(own_.size()), reading_(reading), index_(index), unit_name_(unit_name) {}

    void merge() {
        for (std::size_t at = 0; at < own_.size(); ++at) merge(at);
    }

  private:
    void merge(std::size_t at) {
        auto& record = own_[at];
        auto& records = reading_.layout.records;
        const auto [known, is_new] = index_.records.try_emplace(record.name, records.size());
        if (is_new) records.push_back(taken(at));
        if (index_.units.size() < records.size()) index_.units.resize(records.size());
        auto& first_unit = index_.units[known->second];
        if (is_new) {
            first_unit = unit_name_;
            return;
        }
        auto& first = records[known->second];
        if (!record.size_bytes) return;
        if (!first.size_bytes) {
            first = taken(at);
            first_unit = unit_name_;
            return;
        }
        if (same_layout(first, record)) return;
        const auto find_inner = [&](const std::string& name, const std::string& name_in_unit) {
            return InnerRecords{in_reading(name), in_unit(name_in_unit)};
        };
        if (same_in_c_and_cxx(first, record, find_inner)) return;
        auto& others = reading_.other_definitions;
        const bool said = std::ranges::any_of(others, [&](const Record& other) {
            return other.name == record.name && other.place == record.place &&
                   (same_layout(other, record) || same_outside(other, record));
        });
        if (said) return;
        others.push_back(record);
        if (unit_name_ != nullptr) others.back().unit = *unit_name_;
        if (first_unit != nullptr) first.unit = *first_unit;
    }

    /// A definition is moved, and only its name stays, by which in_unit() finds it. Another record cannot take its
    /// place in the reading. That of a declaration can be taken, so it is copied.
    Record taken(std::size_t at) {
        auto& record = own_[at];
        if (!record.size_bytes) return record;
        is_moved_[at] = true;
        auto name = record.name;
        auto moved = std::move(record);
        record = Record{.name = std::move(name)};
        return moved;
    }

    const Record* in_reading(const std::string& name) const {
        const auto found = index_.records.find(name);
        return found == index_.records.end() ? nullptr : &reading_.layout.records[found->second];
    }

    const Record* in_unit(const std::string& name) const {
        const auto found = std::ranges::find(own_, name, &Record::name);
        if (found == own_.end()) return nullptr;
        return is_moved_[static_cast<std::size_t>(found - own_.begin())] ? in_reading(name) : &*found;
    }

    std::vector<Record> own_;
    std::vector<bool> is_moved_;  // by position in own_
    Reading& reading_;
    MergeIndex& index_;
    const std::string* unit_name_;
};

template <typename Value, typename Same>
void merge_value(Value value, std::vector<Value>& values, std::unordered_multimap<std::string, std::size_t>& index,
                 Same same) {
    const auto [begin, end] = index.equal_range(value.name);
    if (std::any_of(begin, end, [&](const auto& entry) { return same(values[entry.second], value); })) return;
    index.emplace(value.name, values.size());
    values.push_back(std::move(value));
}

}  // namespace

bool same_layout(const Record& a, const Record& b) {
    const auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, only_asked, no_promise,
                 grows_at_end, min_size_bytes, size_field, record_order, pointer_bytes, targets, unit, unit_local,
                 history, doc, place] = b;
    return a.kind == kind && a.size_bytes == size_bytes && a.align_bytes == align_bytes &&
           std::ranges::equal(a.fields, fields, same_field);
}

void merge(UnitLayout unit, Reading& reading, MergeIndex& index, const std::string* unit_name) {
    UnitRecords(std::move(unit.records), reading, index, unit_name).merge();
    for (auto& one : unit.enums) merge_value(std::move(one), reading.layout.enums, index.enums, same_enum);
    for (auto& one : unit.constants) {
        merge_value(std::move(one), reading.layout.constants, index.constants, same_constant);
    }
}

void merge_local(std::vector<LocalDeclarations> locals, const std::vector<const std::string*>& unit_names,
                 Reading& reading, MergeIndex& index) {
    if (locals.empty()) return;
    std::unordered_set<std::string> known;
    for (const auto& record : reading.layout.records) {
        if (record.size_bytes) known.insert(record.name);
    }
    for (const auto& constant : reading.layout.constants) known.insert(constant.name);
    for (const auto& one : reading.layout.enums) {
        known.insert(one.name);
        for (const auto& enumerator : one.enumerators) known.insert(enumerator.name);
    }
    for (std::size_t at = 0; at < locals.size(); ++at) {
        auto& local = locals[at];
        for (auto& record : local.records) record.unit_local = true;
        std::erase_if(local.records, [&](const Record& record) { return known.contains(record.name); });
        std::erase_if(local.constants, [&](const Constant& constant) { return known.contains(constant.name); });
        std::erase_if(local.enums, [&](const Enum& one) {
            return known.contains(one.name) || std::ranges::any_of(one.enumerators, [&](const Enumerator& enumerator) {
                       return known.contains(enumerator.name);
                   });
        });
        UnitLayout unit;
        unit.records = std::move(local.records);
        unit.enums = std::move(local.enums);
        unit.constants = std::move(local.constants);
        merge(std::move(unit), reading, index, unit_names[at]);
    }
}

}  // namespace abi
