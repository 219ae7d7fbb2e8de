#include "merge/values.h"

#include <array>
#include <cstdint>
#include <optional>

#include "model/words.h"

namespace abi {
namespace {

using nlohmann::json;

/// The value whose name is `text`. The schema lists the names, so there is one.
template <typename Value, std::size_t Count>
Value named(const std::array<Value, Count>& values, const std::string& text) {
    for (const auto value : values) {
        if (to_string(value) == text) return value;
    }
    return values.front();
}

constexpr std::array kinds{Kind::unsigned_integer, Kind::signed_integer, Kind::floating, Kind::boolean, Kind::byte,
                           Kind::pointer,          Kind::enumeration,    Kind::record,   Kind::unknown};
constexpr std::array orders{ByteOrder::little, ByteOrder::big, ByteOrder::native};
constexpr std::array roles{Role::data, Role::padding, Role::reserved, Role::tag};

std::string text_in(const json& node, const char* key) {
    return node.at(key).get<std::string>();
}

bool flag_in(const json& node, const char* key) {
    return node.at(key).get<bool>();
}

template <typename Number>
std::optional<Number> number_in(const json& node, const char* key) {
    const json& value = node.at(key);
    if (value.is_null()) return std::nullopt;
    return value.get<Number>();
}

std::optional<ByteOrder> order_in(const json& node) {
    const json& value = node.at("byte_order");
    if (value.is_null()) return std::nullopt;
    return named(orders, value.get<std::string>());
}

// Each function names every member, so that it does not compile while it lacks a new one.

Type type_in(const json& node) {
    Type made;
    auto& [kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling, typedefs] = made;
    kind = named(kinds, text_in(node, "kind"));
    width_bits = node.at("width_bits").get<std::uint64_t>();
    name = text_in(node, "name");
    extents = node.at("extents").get<std::vector<std::uint64_t>>();
    flexible_tail = flag_in(node, "flexible_tail");
    is_signed = flag_in(node, "is_signed");
    host_sized = flag_in(node, "host_sized");
    spelling = text_in(node, "spelling");
    typedefs = text_in(node, "typedefs");
    return made;
}

Field field_in(const json& node) {
    Field made;
    auto& [name, type, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place] = made;
    name = text_in(node, "name");
    type = type_in(node.at("type"));
    offset_bits = node.at("offset_bits").get<std::uint64_t>();
    bit_width = number_in<unsigned>(node, "bit_width");
    storage_bits = number_in<std::uint64_t>(node, "storage_bits");
    byte_order = order_in(node);
    role = named(roles, text_in(node, "role"));
    since = text_in(node, "since");
    overlaps = flag_in(node, "overlaps");
    doc = text_in(node, "doc");
    place = place_in(node.at("place"));
    return made;
}

Integer value_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    const std::string text = text_in(node, "value");
    const auto value = parse_integer(text);
    if (!value) problems.push_back({{}, pointer + "/value", "an integer of up to 128 bits", in_quotes(text)});
    return value.value_or(Integer{});
}

Enum enum_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    Enum made;
    auto& [name, type, fixed_width, enumerators, doc, place, only_asked, scoped, targets] = made;
    name = text_in(node, "name");
    type = type_in(node.at("type"));
    fixed_width = flag_in(node, "fixed_width");
    doc = text_in(node, "doc");
    place = place_in(node.at("place"));
    only_asked = flag_in(node, "only_asked");
    scoped = flag_in(node, "scoped");
    targets = names_in(node.at("targets"));
    for (std::size_t at = 0; const auto& one : node.at("enumerators")) {
        const std::string own = pointer + "/enumerators/" + std::to_string(at++);
        enumerators.push_back(
            {text_in(one, "name"), value_in(one, own, problems), text_in(one, "doc"), place_in(one.at("place"))});
    }
    return made;
}

Constant constant_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    Constant made;
    // A report has the value of the expression, for the target or for none.
    auto& [name, type, value, doc, place, expression, targets] = made;
    name = text_in(node, "name");
    type = type_in(node.at("type"));
    value = value_in(node, pointer, problems);
    doc = text_in(node, "doc");
    place = place_in(node.at("place"));
    targets = names_in(node.at("targets"));
    return made;
}

}  // namespace

std::string text_or_empty(const json& node, const char* key) {
    const json& value = node.at(key);
    return value.is_null() ? std::string() : value.get<std::string>();
}

std::vector<std::string> names_in(const json& node) {
    return node.get<std::vector<std::string>>();
}

Place place_in(const json& node) {
    Place place;
    if (node.is_null()) return place;
    place.file = text_in(node, "file");
    place.line = node.value("line", 0U);
    place.column = node.value("column", 0U);
    place.end_line = node.value("end_line", 0U);
    place.end_column = node.value("end_column", 0U);
    return place;
}

Record record_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    Record made;
    if (node.is_null()) {
        problems.push_back({{}, pointer, "a record", "null"});
        return made;
    }
    auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, only_asked, no_promise, grows_at_end,
           min_size_bytes, size_field, byte_order, pointer_bytes, targets, unit, unit_local, history, doc, place] =
        made;
    name = text_in(node, "name");
    kind = text_in(node, "kind") == "union" ? RecordKind::union_ : RecordKind::structure;
    size_bytes = number_in<std::uint64_t>(node, "size_bytes");
    align_bytes = number_in<std::uint64_t>(node, "align_bytes");
    for (const auto& field : node.at("fields")) fields.push_back(field_in(field));
    packed = flag_in(node, "packed");
    fields_unknown = text_in(node, "blind");
    only_asked = text_in(node, "only_asked");
    no_promise = text_in(node, "no_promise");
    grows_at_end = flag_in(node, "grows_at_end");
    min_size_bytes = number_in<std::uint64_t>(node, "min_size_bytes");
    size_field = text_in(node, "size_field");
    byte_order = order_in(node);
    pointer_bytes = number_in<unsigned>(node, "pointer_bytes");
    targets = names_in(node.at("targets"));
    unit = text_in(node, "unit");
    unit_local = flag_in(node, "unit_local");
    for (std::size_t at = 0; const auto& earlier : node.at("history")) {
        history.push_back(record_in(earlier, pointer + "/history/" + std::to_string(at++), problems));
    }
    doc = text_in(node, "doc");
    place = place_in(node.at("place"));
    return made;
}

Layout layout_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    Layout layout;
    layout.origin = text_in(node, "origin");
    layout.target = text_in(node, "target");
    layout.byte_order = named(orders, text_in(node, "byte_order"));
    const auto read = [&](const char* list, auto& values, auto read_one) {
        for (std::size_t at = 0; const auto& one : node.at(list)) {
            values.push_back(read_one(one, pointer + "/" + list + "/" + std::to_string(at++), problems));
        }
    };
    read("records", layout.records, record_in);
    read("enums", layout.enums, enum_in);
    read("constants", layout.constants, constant_in);
    return layout;
}

}  // namespace abi
