// Values of the model as bytes (see bytes.h): all of their members, because a dump may have those of a spec.
#pragma once

#include <algorithm>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "cache/bytes.h"
#include "model/layout.h"
#include "model/problem.h"

namespace abi::bytes {

// members() names every member of a value in their order, so that it does not compile while it lacks a new one.
// `ToBytes` writes them, `FromBytes` reads them.

template <typename Value, typename Plain>
concept is = std::same_as<std::remove_const_t<Value>, Plain>;

/// The largest value that a part may have.
template <typename Value>
inline constexpr auto last = std::numeric_limits<Value>::max();
template <>
inline constexpr auto last<Kind> = Kind::unknown;
template <>
inline constexpr auto last<Role> = Role::tag;
template <>
inline constexpr auto last<RecordKind> = RecordKind::union_;
template <>
inline constexpr auto last<ByteOrder> = ByteOrder::native;

struct ToBytes {
    std::string bytes;
    std::string last_file;  // most places are in the same file as the place before

    template <typename... Values>
    void parts(const Values&... values) {
        (part(values), ...);
    }
    void file(const std::string& value) {
        part(value == last_file);
        if (value != last_file) part(last_file = value);
    }

    /// Records within a record: one level only, so that bytes cannot nest them without end.
    void nested(const std::vector<Record>& records) {
        put_number(bytes, is_nested ? 0 : records.size());
        if (is_nested) return;
        is_nested = true;
        for (const auto& record : records) part(record);
        is_nested = false;
    }
    bool is_nested = false;

    void part(const std::string& value) { put_text(bytes, value); }
    template <typename Value>
    void part(const std::vector<Value>& values) {
        put_number(bytes, values.size());
        for (const auto& value : values) part(value);
    }
    template <typename Value>
    void part(const std::optional<Value>& value) {
        part(value.has_value());
        if (value) part(*value);
    }
    template <typename Value>
    void part(const Value& value) {
        if constexpr (std::is_class_v<Value>) {
            members(*this, value);
        } else {
            put_number(bytes, static_cast<std::uint64_t>(value));
        }
    }
};

struct FromBytes {
    ByteSource from;
    std::string_view last_file;

    template <typename... Values>
    void parts(Values&... values) {
        (part(values), ...);
    }
    void file(std::string& value) {
        bool is_last = false;
        part(is_last);
        if (!is_last) last_file = from.text();
        value = last_file;
    }

    void nested(std::vector<Record>& records) {
        if (is_nested) {
            from.good = from.number() == 0 && from.good;
            return;
        }
        is_nested = true;
        part(records);
        is_nested = false;
    }
    bool is_nested = false;

    void part(std::string& value) { value = from.text(); }
    template <typename Value>
    void part(std::vector<Value>& values) {
        const auto count = from.count();
        // The count is at most the number of bytes left, but in memory an element is larger than one byte.
        values.reserve(std::min<std::size_t>(count, 1024));
        for (std::size_t at = 0; at < count && from.good; ++at) part(values.emplace_back());
    }
    template <typename Value>
    void part(std::optional<Value>& value) {
        bool is_there = false;
        part(is_there);
        if (is_there) part(value.emplace());
    }
    template <typename Value>
    void part(Value& value) {
        if constexpr (std::is_class_v<Value>) {
            members(*this, value);
        } else {
            const auto number = from.number();
            if (number > static_cast<std::uint64_t>(last<Value>)) from.good = false;
            value = static_cast<Value>(from.good ? number : 0);
        }
    }
};

template <typename Value>
std::string written(const Value& value) {
    ToBytes sink;
    sink.part(value);
    return std::move(sink.bytes);
}

/// Nothing if the bytes are not exactly what written() makes of a value.
template <typename Value>
std::optional<Value> read_whole(std::string_view bytes) {
    FromBytes source{.from = {.rest = bytes}};
    Value value;
    source.part(value);
    if (!source.from.good || !source.from.rest.empty()) return std::nullopt;
    return value;
}

void members(auto& io, is<Place> auto& value) {
    auto& [file, line, column, end_line, end_column] = value;
    io.file(file);
    io.parts(line, column, end_line, end_column);
}

void members(auto& io, is<Integer> auto& value) {
    auto& [low, high, negative] = value;
    io.parts(low, high, negative);
}

void members(auto& io, is<Type> auto& value) {
    auto& [kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling, typedefs] = value;
    io.parts(kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling, typedefs);
}

void members(auto& io, is<Field> auto& value) {
    auto& [name, type, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place] = value;
    io.parts(name, type, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place);
}

void members(auto& io, is<Record> auto& value) {
    auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, only_asked, no_promise, grows_at_end,
           min_size_bytes, size_field, record_order, pointer_bytes, targets, unit, unit_local, history, doc, place] =
        value;
    io.parts(name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, only_asked, no_promise, grows_at_end,
             min_size_bytes, size_field, record_order, pointer_bytes, targets, unit, unit_local, doc, place);
    io.nested(history);
}

void members(auto& io, is<Enumerator> auto& value) {
    auto& [name, number, doc, place] = value;
    io.parts(name, number, doc, place);
}

void members(auto& io, is<Enum> auto& value) {
    auto& [name, type, fixed_width, enumerators, doc, place, only_asked, scoped, targets] = value;
    io.parts(name, type, fixed_width, enumerators, doc, place, only_asked, scoped, targets);
}

void members(auto& io, is<Expression> auto& value) {
    auto& [form, direction, type, number, record, field, argument] = value;
    io.parts(form, direction, type, number, record, field, argument);
}

void members(auto& io, is<Constant> auto& value) {
    auto& [name, type, number, doc, place, expression, targets] = value;
    io.parts(name, type, number, doc, place, expression, targets);
}

void members(auto& io, is<TargetFacts> auto& value) {
    for (const auto& row : fact_table()) io.parts(value[row.fact]);
}

void members(auto& io, is<Problem> auto& value) {
    auto& [place, pointer, expected, found] = value;
    io.parts(place, pointer, expected, found);
}

}  // namespace abi::bytes
