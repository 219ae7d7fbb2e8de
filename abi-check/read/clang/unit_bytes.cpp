#include "read/clang/unit_bytes.h"

#include <algorithm>
#include <utility>

namespace abi::clang_reader {
namespace {

// One function per value gives its parts in their order; `Sink` writes them, `Source` reads them. Each function names
// every member of its value, so that it does not compile while it lacks a new one.

struct Sink {
    std::string bytes;
    std::string last_file;  // most places are in the same file as the place before

    void part(bool value) { bytes += value ? '\1' : '\0'; }
    void part(std::uint64_t value) { put_number(bytes, value); }
    void part(unsigned value) { put_number(bytes, value); }
    void part(const std::string& value) { put_text(bytes, value); }
    void file(const std::string& value) {
        part(value == last_file);
        if (value != last_file) part(last_file = value);
    }
    template <typename Enum>
    void choice(Enum value, Enum /*last*/) {
        put_number(bytes, static_cast<std::uint64_t>(value));
    }
    template <typename Value, typename Each>
    void list(const std::vector<Value>& values, Each each) {
        put_number(bytes, values.size());
        for (const auto& value : values) each(*this, value);
    }
    template <typename Value, typename Each>
    void maybe(const std::optional<Value>& value, Each each) {
        part(value.has_value());
        if (value) each(*this, *value);
    }
};

struct Source {
    ByteSource from;
    std::string_view last_file;

    void part(bool& value) { value = limited(1) != 0; }
    void part(std::uint64_t& value) { value = from.number(); }
    void part(unsigned& value) { value = static_cast<unsigned>(limited(~0U)); }
    void part(std::string& value) { value = from.text(); }
    void file(std::string& value) {
        bool is_last = false;
        part(is_last);
        if (!is_last) last_file = from.text();
        value = last_file;
    }
    template <typename Enum>
    void choice(Enum& value, Enum last) {
        value = static_cast<Enum>(limited(static_cast<std::uint64_t>(last)));
    }
    template <typename Value, typename Each>
    void list(std::vector<Value>& values, Each each) {
        const auto count = from.count();
        // The count is at most the number of bytes left, but in memory an element is larger than one byte.
        values.reserve(std::min<std::size_t>(count, 1024));
        for (std::size_t at = 0; at < count && from.good; ++at) each(*this, values.emplace_back());
    }
    template <typename Value, typename Each>
    void maybe(std::optional<Value>& value, Each each) {
        bool is_there = false;
        part(is_there);
        if (is_there) each(*this, value.emplace());
    }

  private:
    std::uint64_t limited(std::uint64_t last) {
        const auto number = from.number();
        if (number <= last) return number;
        from.good = false;
        return 0;
    }
};

const auto plain = [](auto& io, auto& value) { io.part(value); };

const auto place = [](auto& io, auto& value) {
    auto& [file, line, column, end_line, end_column] = value;
    io.file(file);
    io.part(line);
    io.part(column);
    io.part(end_line);
    io.part(end_column);
};

const auto integer = [](auto& io, auto& value) {
    auto& [low, high, negative] = value;
    io.part(low);
    io.part(high);
    io.part(negative);
};

const auto type = [](auto& io, auto& value) {
    auto& [kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling] = value;
    io.choice(kind, Kind::unknown);
    io.part(width_bits);
    io.part(name);
    io.list(extents, plain);
    io.part(flexible_tail);
    io.part(is_signed);
    io.part(host_sized);
    io.part(spelling);
};

const auto field = [](auto& io, auto& value) {
    // Only a spec sets `overlaps`.
    auto& [name, own_type, offset_bits, bit_width, storage_bits, byte_order, role, overlaps, doc, own_place] = value;
    io.part(name);
    type(io, own_type);
    io.part(offset_bits);
    io.maybe(bit_width, plain);
    io.maybe(storage_bits, plain);
    io.maybe(byte_order, [](auto& inner, auto& order) { inner.choice(order, ByteOrder::big); });
    io.choice(role, Role::tag);
    io.part(doc);
    place(io, own_place);
};

const auto record = [](auto& io, auto& value) {
    // Only a spec sets `grows_at_end`, `pointer_bytes`, `targets` and `history`; only a probe sets `only_asked` and
    // `no_promise`.
    auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, only_asked, no_promise, grows_at_end,
           pointer_bytes, targets, unit, history, doc, own_place] = value;
    io.part(name);
    io.choice(kind, RecordKind::union_);
    io.maybe(size_bytes, plain);
    io.maybe(align_bytes, plain);
    io.list(fields, field);
    io.part(packed);
    io.part(fields_unknown);
    io.part(unit);
    io.part(doc);
    place(io, own_place);
};

const auto enumerator = [](auto& io, auto& value) {
    auto& [name, number, doc, own_place] = value;
    io.part(name);
    integer(io, number);
    io.part(doc);
    place(io, own_place);
};

const auto enumeration = [](auto& io, auto& value) {
    auto& [name, own_type, fixed_width, enumerators, doc, own_place, only_asked] = value;
    io.part(name);
    type(io, own_type);
    io.part(fixed_width);
    io.list(enumerators, enumerator);
    io.part(doc);
    place(io, own_place);
};

const auto constant = [](auto& io, auto& value) {
    auto& [name, own_type, number, doc, own_place] = value;
    io.part(name);
    type(io, own_type);
    integer(io, number);
    io.part(doc);
    place(io, own_place);
};

const auto layout = [](auto& io, auto& value) {
    io.choice(value.byte_order, ByteOrder::big);
    for (const auto& row : fact_table()) io.part(value.facts[row.fact]);
    io.list(value.records, record);
    io.list(value.enums, enumeration);
    io.list(value.constants, constant);
    io.list(value.local.records, record);
    io.list(value.local.enums, enumeration);
    io.list(value.local.constants, constant);
    io.list(value.packed_by, [](auto& list, auto& one) {
        list.part(one.record);
        list.part(one.pragma);
    });
};

const auto unit = [](auto& io, auto& value) {
    io.maybe(value.layout, layout);
    place(io, value.problem.place);
    io.part(value.problem.pointer);
    io.part(value.problem.expected);
    io.part(value.problem.found);
};

}  // namespace

void put_number(std::string& bytes, std::uint64_t number) {
    while (number >= 0x80) {
        bytes += static_cast<char>(0x80 | (number & 0x7f));
        number >>= 7;
    }
    bytes += static_cast<char>(number);
}

void put_text(std::string& bytes, std::string_view text) {
    put_number(bytes, text.size());
    bytes += text;
}

std::uint64_t ByteSource::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; good && !rest.empty() && shift < 64; shift += 7) {
        const auto byte = static_cast<unsigned char>(rest.front());
        rest.remove_prefix(1);
        value |= std::uint64_t{byte & 0x7fU} << shift;
        if (byte < 0x80) return value;
    }
    good = false;
    return 0;
}

std::string_view ByteSource::text() {
    const auto size = count();
    const auto text = rest.substr(0, size);
    rest.remove_prefix(size);
    return text;
}

std::size_t ByteSource::count() {
    const auto many = number();
    if (many > rest.size()) good = false;
    return good ? static_cast<std::size_t>(many) : 0;
}

std::string bytes_of(const std::vector<Unit>& units) {
    Sink sink;
    sink.list(units, unit);
    return std::move(sink.bytes);
}

std::optional<std::vector<Unit>> units_of(std::string_view bytes) {
    Source source{.from = {.rest = bytes}};
    std::vector<Unit> units;
    source.list(units, unit);
    if (!source.from.good || !source.from.rest.empty()) return std::nullopt;
    return units;
}

}  // namespace abi::clang_reader
