#include "test/explain/family.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace abi::explain_bench {
namespace {

Row row(std::string name, unsigned width_bits, Value value, unsigned count = 1, bool is_signed = false) {
    return {.name = std::move(name),
            .width_bits = width_bits,
            .value = std::move(value),
            .count = count,
            .is_signed = is_signed};
}

std::string enum_of(const Row& row) {
    std::string name = row.name;
    for (const auto value : row.known) name += "_" + std::to_string(value);
    return name;
}

Type type_of(const Row& row) {
    Type type;
    type.kind = !row.known.empty() ? Kind::enumeration : row.is_signed ? Kind::signed_integer : Kind::unsigned_integer;
    if (!row.known.empty()) type.name = enum_of(row);
    type.width_bits = row.width_bits;
    if (row.count > 1) type.extents = {row.count};
    type.spelling = to_string(type);
    return type;
}

bool is_same_layout(const Record& a, const Record& b) {
    const auto place = [](const Field& field) { return std::pair(field.offset_bits, size_bits(field)); };
    return a.size_bytes == b.size_bytes && std::ranges::equal(a.fields, b.fields, {}, place, place);
}

std::size_t chosen(const std::vector<std::size_t>& from, Random& random) {
    return from[below(random, from.size())];
}

/// The indices of the rows for which `holds`.
template <typename Holds>
std::vector<std::size_t> rows_where(const std::vector<Row>& rows, const Holds& holds) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (holds(rows[i])) found.push_back(i);
    }
    return found;
}

/// A field that is not there, filling first.
std::vector<Row> with_one_removed(std::vector<Row> rows, Random& random) {
    auto places = rows_where(rows, [](const Row& one) { return one.role != Role::data; });
    if (places.empty()) places = rows_where(rows, [](const Row&) { return true; });
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(chosen(places, random)));
    return rows;
}

/// Two neighbours of different widths change places.
std::vector<Row> with_two_swapped(std::vector<Row> rows, Random& random) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
        if (rows[i].width_bits * rows[i].count != rows[i + 1].width_bits * rows[i + 1].count) places.push_back(i);
    }
    if (places.empty()) return rows;
    const auto at = chosen(places, random);
    std::swap(rows[at], rows[at + 1]);
    return rows;
}

/// One number has twice its width.
std::vector<Row> with_one_widened(std::vector<Row> rows, Random& random) {
    const auto places = rows_where(
        rows, [](const Row& one) { return one.role == Role::data && one.count == 1 && one.width_bits < 64; });
    if (!places.empty()) rows[chosen(places, random)].width_bits *= 2;
    return rows;
}

}  // namespace

Row u8(std::string name, Value value) {
    return row(std::move(name), 8, std::move(value));
}
Row u16(std::string name, Value value) {
    return row(std::move(name), 16, std::move(value));
}
Row u32(std::string name, Value value) {
    return row(std::move(name), 32, std::move(value));
}
Row u64(std::string name, Value value) {
    return row(std::move(name), 64, std::move(value));
}
Row i32(std::string name, Value value) {
    return row(std::move(name), 32, std::move(value), 1, true);
}
Row i64(std::string name, Value value) {
    return row(std::move(name), 64, std::move(value), 1, true);
}
Row u8s(std::string name, unsigned count, Value value) {
    return row(std::move(name), 8, std::move(value), count);
}
Row u16s(std::string name, unsigned count, Value value) {
    return row(std::move(name), 16, std::move(value), count);
}
Row reserved(std::string name, unsigned width_bits, unsigned count) {
    auto made = row(std::move(name), width_bits, always(0), count);
    made.role = Role::reserved;
    return made;
}
Row padding(std::string name, unsigned width_bits, unsigned count) {
    auto made = row(std::move(name), width_bits, always(0), count);
    made.role = Role::padding;
    return made;
}

Row Row::of(std::vector<std::uint64_t> values) const {
    Row with = *this;
    with.known = std::move(values);
    return with;
}

std::vector<std::uint64_t> numbers(std::uint64_t first, std::uint64_t last) {
    std::vector<std::uint64_t> all;
    for (auto value = first; value <= last; ++value) all.push_back(value);
    return all;
}

Record record_of(const std::string& name, const std::vector<Row>& rows, Packing packing) {
    Record record;
    record.name = name;
    std::uint64_t at = 0;
    std::uint64_t align = 8;  // in bits
    for (const auto& one : rows) {
        const std::uint64_t own = packing == Packing::packed ? 8 : one.width_bits;
        align = std::max(align, own);
        at = (at + own - 1) / own * own;
        Field field;
        field.name = one.name;
        field.type = type_of(one);
        field.offset_bits = at;
        field.role = one.role;
        at += size_bits(field);
        record.fields.push_back(std::move(field));
    }
    record.size_bytes = (at + align - 1) / align * align / 8;
    record.align_bytes = align / 8;
    record.packed = packing == Packing::packed;
    return record;
}

void add(const Family& family, const std::vector<Drift>& drifts, Layout& layout) {
    auto record = record_of(family.record, family.rows, family.packing);
    record.size_field = family.size_field;
    for (const auto& drift : drifts) record.history.push_back(drift.record);
    layout.records.push_back(std::move(record));
    for (const auto& one : family.rows) {
        if (one.known.empty() || find_enum(layout, enum_of(one)) != nullptr) continue;
        Enum listed;
        listed.name = enum_of(one);
        listed.type = type_of(one);
        for (const auto value : one.known) listed.enumerators.push_back({std::to_string(value), {value}, "", {}});
        layout.enums.push_back(std::move(listed));
    }
    for (const auto value : family.constants) {
        Constant constant;
        constant.name = family.record + "_magic";
        constant.value = {value};
        layout.constants.push_back(std::move(constant));
    }
}

std::vector<Drift> drifts_of(const Family& family, Random& random) {
    const auto truth = record_of(family.record, family.rows, family.packing);
    const bool is_packed = family.packing == Packing::packed;
    auto without_padding = family.rows;
    std::erase_if(without_padding, [](const Row& one) { return one.role == Role::padding; });
    struct Mistake {
        std::string label;
        std::vector<Row> rows;
        Packing packing;
    };
    const std::vector<Mistake> mistakes{
        is_packed ? Mistake{"aligned", family.rows, Packing::natural}
                  : Mistake{"packed", without_padding, Packing::packed},
        {"removed", with_one_removed(family.rows, random), family.packing},
        {"swapped", with_two_swapped(family.rows, random), family.packing},
        {"widened", with_one_widened(family.rows, random), family.packing},
    };
    std::vector<Drift> drifts;
    for (const auto& mistake : mistakes) {
        auto record = record_of(family.record + "@" + mistake.label, mistake.rows, mistake.packing);
        const bool is_known = is_same_layout(record, truth) || std::ranges::any_of(drifts, [&](const Drift& other) {
                                  return is_same_layout(record, other.record);
                              });
        if (!is_known) drifts.push_back({mistake.label, mistake.rows, std::move(record)});
    }
    return drifts;
}

Bytes packets_of(const Record& record, const std::vector<Row>& rows, ByteOrder order, unsigned count, Random& random) {
    Layout layout;
    layout.byte_order = order;
    std::map<std::string, std::optional<std::uint64_t>> kept;
    Bytes all;
    for (unsigned i = 0; i < count; ++i) {
        std::vector<FieldValue> values;
        for (const auto& one : rows) {
            for (unsigned element = 0; element < one.count; ++element) {
                Draw draw{random, kept[one.name], element};
                const std::string index = one.count > 1 ? "[" + std::to_string(element) + "]" : "";
                values.push_back({one.name + index, one.value(draw), 0, 0});
            }
        }
        const auto bytes = encode(layout, record, values, order);
        assert(bytes && "a family's values fit into its fields");
        all.insert(all.end(), bytes->begin(), bytes->end());
    }
    return all;
}

std::vector<Family> families() {
    std::vector<Family> all;
    for (auto& some : {kernel_families(), device_families(), network_families(), file_families()}) {
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

}  // namespace abi::explain_bench
