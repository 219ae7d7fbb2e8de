// Writes a spec as people do: one field, value or constant per line.
#include <nlohmann/json.hpp>

#include "specfile/type_name.h"
#include "specfile/write.h"

namespace abi {
namespace {

using json = nlohmann::ordered_json;

void put_text(json& node, const char* key, const std::string& text) {
    if (!text.empty()) node[key] = text;
}

// Declared before `list_of`, which calls them all.
json to_json(const Field& field);
json to_json(const Record& record);
json to_json(const Enumerator& enumerator);
json to_json(const Enum& each);
json to_json(const Constant& constant);

template <typename Value>
json list_of(const std::vector<Value>& values) {
    json list = json::array();
    for (const auto& value : values) list.push_back(to_json(value));
    return list;
}

/// A number below 10 as a JSON number, others as text such as "0x400".
json number(const Integer& value) {
    const bool is_digit = value.high == 0 && value.low < 10 && !value.negative;
    return is_digit ? json(value.low) : json(to_string(value));
}

/// The offset of a bit-field in a spec, in bits: that of its storage unit. If the bit-field crosses such a unit, as in
/// a packed record, it is the byte in which the bit-field begins.
std::uint64_t unit_begin_bits(const Field& field) {
    const std::uint64_t unit = field.type.width_bits;
    const std::uint64_t begin = unit == 0 ? 0 : field.offset_bits / unit * unit;
    return unit != 0 && field.offset_bits + *field.bit_width <= begin + unit ? begin : field.offset_bits / 8 * 8;
}

// Each function names every member of its value, so that it does not compile until somebody has decided whether a new
// one is part of a spec. What a spec cannot express is not written, such as places.

json to_json(const Field& field) {
    const auto& [name, type, offset_bits, bit_width, storage_bits, role, overlaps, doc, place] = field;
    json node;
    node["name"] = name;
    node["type"] = spell(type, bit_width);
    const std::uint64_t begin_bits = bit_width ? unit_begin_bits(field) : offset_bits;
    node["offset"] = begin_bits / 8;
    if (offset_bits != begin_bits) node["bit"] = offset_bits - begin_bits;
    if (role != Role::data) node["role"] = to_string(role);
    if (overlaps) node["overlaps"] = true;
    put_text(node, "doc", doc);
    return node;
}

json history_of(const Record& record) {
    json history = json::array();
    for (const auto& old : record.history) {
        json& node = history.emplace_back(json::object());
        node["label"] = old.name.starts_with(record.name + "@") ? old.name.substr(record.name.size() + 1) : old.name;
        put_text(node, "doc", old.doc);
        node["size"] = old.size_bytes.value_or(0);
        node["align"] = old.align_bytes.value_or(1);
        node["fields"] = list_of(old.fields);
    }
    return history;
}

json to_json(const Record& record) {
    const auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, grows_at_end, pointer_bytes,
                 targets, history, doc, place] = record;
    json node;
    node["name"] = name;
    if (kind == RecordKind::union_) node["kind"] = "union";
    node["size"] = size_bytes.value_or(0);
    node["align"] = align_bytes.value_or(1);
    if (packed) node["packed"] = true;
    if (grows_at_end) node["grows_at_end"] = true;
    if (pointer_bytes) node["pointer_bytes"] = *pointer_bytes;
    if (!targets.empty()) node["targets"] = targets;
    put_text(node, "doc", doc);
    node["fields"] = list_of(fields);
    if (!history.empty()) node["history"] = history_of(record);
    return node;
}

json to_json(const Enumerator& enumerator) {
    const auto& [name, value, doc, place] = enumerator;
    json node;
    node["name"] = name;
    node["value"] = number(value);
    put_text(node, "doc", doc);
    return node;
}

json to_json(const Enum& each) {
    const auto& [name, type, fixed_width, enumerators, doc, place] = each;
    json node;
    node["name"] = name;
    node["type"] = spell(type, {});
    put_text(node, "doc", doc);
    node["values"] = list_of(enumerators);
    return node;
}

json to_json(const Constant& constant) {
    const auto& [name, type, value, doc, place] = constant;
    json node;
    node["name"] = name;
    node["type"] = spell(type, {});
    node["value"] = number(value);
    put_text(node, "doc", doc);
    return node;
}

bool is_on_one_line(const json& node) {
    if (!node.is_array() && !node.is_object()) return true;
    const auto holds_things = [](const json& each) {
        return each.is_object() || (each.is_array() && !each.empty() && each.front().is_object());
    };
    for (const auto& each : node) {
        if (holds_things(each)) return false;
    }
    return true;
}

void print(std::string& text, const json& node, std::size_t indent) {
    if (!node.is_structured()) {
        text += node.dump(-1, ' ', false, json::error_handler_t::replace);
        return;
    }
    const bool flat = is_on_one_line(node);
    const bool is_object = node.is_object();
    const std::string gap = is_object ? " " : "";  // { "name": "a" }, ["riscv64"]
    const std::string inner = flat ? "" : "\n" + std::string(indent + 2, ' ');
    text += is_object ? "{" : "[";
    if (flat && !node.empty()) text += gap;
    for (std::size_t at = 0; const auto& [key, value] : node.items()) {
        if (at++ != 0) text += flat ? ", " : ",";
        text += inner;
        if (is_object) text += json(key).dump() + ": ";
        print(text, value, indent + 2);
    }
    if (flat && !node.empty()) text += gap;
    if (!flat) text += "\n" + std::string(indent, ' ');
    text += is_object ? "}" : "]";
}

}  // namespace

std::string write_spec(const SpecHead& head, const Layout& layout) {
    json root;
    put_text(root, "$schema", head.schema);
    root["name"] = head.name;
    put_text(root, "doc", head.doc);
    root["byte_order"] = layout.byte_order == ByteOrder::big ? "big" : "little";
    const auto put_list = [&](const char* key, const auto& values) {
        if (!values.empty()) root[key] = list_of(values);
    };
    put_list("constants", layout.constants);
    put_list("enums", layout.enums);
    put_list("records", layout.records);
    std::string text;
    print(text, root, 0);
    return text + "\n";
}

}  // namespace abi
