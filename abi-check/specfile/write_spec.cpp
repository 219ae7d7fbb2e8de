// A spec as text, in the shape in which people write them: what belongs together on one line.
#include <nlohmann/json.hpp>

#include "specfile/type_name.h"
#include "specfile/write.h"

namespace abi {
namespace {

using json = nlohmann::ordered_json;

void put_text(json& node, const char* key, const std::string& text) {
    if (!text.empty()) node[key] = text;
}

/// A small number as a number, others as programmers read them: "0x400".
json number(const Integer& value) {
    const bool is_digit = value.high == 0 && value.low < 10 && !value.negative;
    return is_digit ? json(value.low) : json(to_string(value));
}

/// A bit-field's offset is that of its unit, where its type's own alignment puts one; in a packed record it may be the
/// byte in which it begins.
std::uint64_t unit_begin_bits(const Field& field) {
    const std::uint64_t unit = field.type.width_bits;
    const std::uint64_t begin = unit == 0 ? 0 : field.offset_bits / unit * unit;
    return unit != 0 && field.offset_bits + *field.bit_width <= begin + unit ? begin : field.offset_bits / 8 * 8;
}

json to_json(const Field& field) {
    json node;
    node["name"] = field.name;
    node["type"] = spell(field.type, field.bit_width);
    const std::uint64_t begin_bits = field.bit_width ? unit_begin_bits(field) : field.offset_bits;
    node["offset"] = begin_bits / 8;
    if (field.offset_bits != begin_bits) node["bit"] = field.offset_bits - begin_bits;
    if (field.role != Role::data) node["role"] = to_string(field.role);
    if (field.overlaps) node["overlaps"] = true;
    put_text(node, "doc", field.doc);
    return node;
}

json fields_of(const Record& record) {
    json fields = json::array();
    for (const auto& field : record.fields) fields.push_back(to_json(field));
    return fields;
}

json history_of(const Record& record) {
    json history = json::array();
    for (const auto& old : record.history) {
        json& node = history.emplace_back(json::object());
        node["label"] = old.name.starts_with(record.name + "@") ? old.name.substr(record.name.size() + 1) : old.name;
        put_text(node, "doc", old.doc);
        node["size"] = old.size_bytes.value_or(0);
        node["align"] = old.align_bytes.value_or(1);
        node["fields"] = fields_of(old);
    }
    return history;
}

json to_json(const Record& record) {
    json node;
    node["name"] = record.name;
    if (record.kind == RecordKind::union_) node["kind"] = "union";
    node["size"] = record.size_bytes.value_or(0);
    node["align"] = record.align_bytes.value_or(1);
    if (record.packed) node["packed"] = true;
    if (record.grows_at_end) node["grows_at_end"] = true;
    if (record.pointer_bytes) node["pointer_bytes"] = *record.pointer_bytes;
    if (!record.targets.empty()) node["targets"] = record.targets;
    put_text(node, "doc", record.doc);
    node["fields"] = fields_of(record);
    if (!record.history.empty()) node["history"] = history_of(record);
    return node;
}

json to_json(const Enum& each) {
    json node;
    node["name"] = each.name;
    node["type"] = spell(each.type, {});
    put_text(node, "doc", each.doc);
    json& values = node["values"] = json::array();
    for (const auto& value : each.enumerators) {
        json& made = values.emplace_back(json::object());
        made["name"] = value.name;
        made["value"] = number(value.value);
        put_text(made, "doc", value.doc);
    }
    return node;
}

json to_json(const Constant& constant) {
    json node;
    node["name"] = constant.name;
    node["type"] = spell(constant.type, {});
    node["value"] = number(constant.value);
    put_text(node, "doc", constant.doc);
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
        if (values.empty()) return;
        json& list = root[key] = json::array();
        for (const auto& value : values) list.push_back(to_json(value));
    };
    put_list("constants", layout.constants);
    put_list("enums", layout.enums);
    put_list("records", layout.records);
    std::string text;
    print(text, root, 0);
    return text + "\n";
}

}  // namespace abi
