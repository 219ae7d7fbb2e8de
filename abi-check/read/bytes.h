// Values as bytes: a compact format for what readers find. The caches between runs and the reports of shards use it.
//
// A number is LEB128, a text is its length and its bytes, a list is its count and its elements. The format does not
// depend on the machine. It has no version: what holds the bytes names the build of the program that wrote them.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "model/problem.h"
#include "read/reading.h"
#include "read/unit_layout.h"

namespace abi {

void put_number(std::string& bytes, std::uint64_t number);
void put_text(std::string& bytes, std::string_view text);

/// Reads values from the front of untrusted bytes. After the first value that does not fit, `good` is false and every
/// further value is 0 or "".
struct ByteSource {
    std::string_view rest;
    bool good = true;

    std::uint64_t number();
    std::string_view text();
    /// The count of the elements that follow. Never more than the bytes that are left, as an element has at least one.
    std::size_t count();
};

std::string bytes_of(const Reading& reading);

/// Nothing if the bytes are not exactly what bytes_of writes for some reading.
std::optional<Reading> reading_of(std::string_view bytes);

// members() names every member of a value in their order, so that it does not compile while it lacks a new one.
// `ByteWriter` writes them, `ByteReader` reads them. A room adds the members of its own types in its own namespace.

template <typename Value, typename Plain>
concept is = std::same_as<std::remove_const_t<Value>, Plain>;

/// The largest value that a part may have.
template <typename Value>
inline constexpr auto largest = std::numeric_limits<Value>::max();
template <>
inline constexpr auto largest<Kind> = Kind::unknown;
template <>
inline constexpr auto largest<Role> = Role::tag;
template <>
inline constexpr auto largest<RecordKind> = RecordKind::union_;
template <>
inline constexpr auto largest<ByteOrder> = ByteOrder::native;

struct ByteWriter {
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

    /// Records within a record: only one level, so that bytes cannot nest them without end.
    void nested(const std::vector<Record>& records) {
        put_number(bytes, is_nested ? 0 : records.size());
        if (is_nested) return;
        is_nested = true;
        for (const auto& record : records) part(record);
        is_nested = false;
    }
    bool is_nested = false;

    void part(const std::string& value) { put_text(bytes, value); }
    template <typename One, typename Other>
    void part(const std::pair<One, Other>& value) {
        parts(value.first, value.second);
    }
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

struct ByteReader {
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
    template <typename One, typename Other>
    void part(std::pair<One, Other>& value) {
        parts(value.first, value.second);
    }
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
            if (number > static_cast<std::uint64_t>(largest<Value>)) from.good = false;
            value = static_cast<Value>(from.good ? number : 0);
        }
    }
};

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

void members(auto& io, is<LocalDeclarations> auto& value) {
    auto& [records, enums, constants] = value;
    io.parts(records, enums, constants);
}

void members(auto& io, is<PackedBy> auto& value) {
    auto& [record, pragma] = value;
    io.parts(record, pragma);
}

void members(auto& io, is<Problem> auto& value) {
    auto& [place, pointer, expected, found] = value;
    io.parts(place, pointer, expected, found);
}

void members(auto& io, is<TargetFacts> auto& value) {
    for (const auto& row : fact_table()) io.parts(value[row.fact]);
}

void members(auto& io, is<UnitLayout> auto& value) {
    auto& [byte_order, facts, records, enums, constants, local, packed_by, failed_assertions] = value;
    io.parts(byte_order, facts, records, enums, constants, local, packed_by, failed_assertions);
}

void members(auto& io, is<Layout> auto& value) {
    auto& [origin, target, facts, byte_order, records, enums, constants] = value;
    io.parts(origin, target, facts, byte_order, records, enums, constants);
}

void members(auto& io, is<Stamp> auto& value) {
    auto& [object, spec_digest, record_digests] = value;
    io.parts(object, spec_digest, record_digests);
}

void members(auto& io, is<ChangedSource> auto& value) {
    auto& [object, source] = value;
    io.parts(object, source);
}

void members(auto& io, is<UnitFacts> auto& value) {
    auto& [unit, facts] = value;
    io.parts(unit, facts);
}

void members(auto& io, is<UnitChoice> auto& value) {
    auto& [is_left_out, why, found_in, file] = value;
    io.parts(is_left_out, why, found_in, file);
}

void members(auto& io, is<Reading> auto& value) {
    // Claims belong to --prove, which asks a compiler in each run.
    auto& [layout, problems, failed_assertions, units, other_definitions, stamps, changed, unit_facts, choices,
           claims] = value;
    io.parts(layout, problems, failed_assertions, units, other_definitions, stamps, changed, unit_facts, choices);
}

}  // namespace abi
