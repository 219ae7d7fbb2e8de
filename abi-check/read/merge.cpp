#include "read/merge.h"

#include <algorithm>

namespace abi {
namespace {

bool same_field(const Field& a, const Field& b) {
    return a.name == b.name && a.type == b.type && a.offset_bits == b.offset_bits && a.bit_width == b.bit_width;
}

bool same_enum(const Enum& a, const Enum& b) {
    return a.type == b.type && a.fixed_width == b.fixed_width &&
           std::ranges::equal(a.enumerators, b.enumerators, [](const Enumerator& x, const Enumerator& y) {
               return x.name == y.name && x.value == y.value;
           });
}

bool same_constant(const Constant& a, const Constant& b) {
    return a.value == b.value;
}

void merge_record(Record record, Reading& reading, MergeIndex& index) {
    auto& records = reading.layout.records;
    const auto [known, is_new] = index.records.try_emplace(record.name, records.size());
    if (is_new) return records.push_back(std::move(record));
    auto& first = records[known->second];
    if (!record.size_bytes) return;
    if (!first.size_bytes) {
        first = std::move(record);
        return;
    }
    if (same_layout(first, record)) return;
    auto& others = reading.other_definitions;
    const bool said = std::ranges::any_of(others, [&](const Record& other) {
        return other.name == record.name && other.place == record.place && same_layout(other, record);
    });
    if (!said) others.push_back(std::move(record));
}

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
    return a.kind == b.kind && a.size_bytes == b.size_bytes && a.align_bytes == b.align_bytes &&
           std::ranges::equal(a.fields, b.fields, same_field);
}

void merge(UnitLayout unit, Reading& reading, MergeIndex& index) {
    for (auto& record : unit.records) merge_record(std::move(record), reading, index);
    for (auto& one : unit.enums) merge_value(std::move(one), reading.layout.enums, index.enums, same_enum);
    for (auto& one : unit.constants) {
        merge_value(std::move(one), reading.layout.constants, index.constants, same_constant);
    }
}

}  // namespace abi
