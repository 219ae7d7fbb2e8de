#include "specfile/write.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "specfile/resolve.h"
#include "specfile/type_name.h"

namespace abi {
namespace {

using json = nlohmann::ordered_json;

json or_null(const std::optional<std::uint64_t>& value) {
    return value ? json(*value) : json(nullptr);
}

void put_text(json& node, const char* key, const std::string& text) {
    if (!text.empty()) node[key] = text;
}

void put_place(json& node, const Place& place) {
    if (place == Place{}) return;
    json& made = node["place"] = json::object();
    made["file"] = place.file;
    const auto put = [&](const char* key, unsigned value) {
        if (value != 0) made[key] = value;
    };
    put("line", place.line);
    put("column", place.column);
    put("end_line", place.end_line);
    put("end_column", place.end_column);
}

/// Does the spec's spelling say all that there is to say?
bool is_said_by(const std::string& text, const TypeTable& table, const Type& type, std::optional<unsigned> bit_width) {
    auto parsed = parse_type_name(text);
    if (!parsed || parsed->bit_width != bit_width || resolve(parsed->type, table, {})) return false;
    return parsed->type == type;
}

void put_type(json& node, const TypeTable& table, const Type& type, std::optional<unsigned> bit_width) {
    std::string text = to_string(type);
    if (bit_width) text += ":" + std::to_string(*bit_width);
    node["type"] = text;
    if (type.spelling != text) node["spelling"] = type.spelling;
    if (type.host_sized) node["host_sized"] = true;
    if (is_said_by(text, table, type, bit_width)) return;

    json& exact = node["exact_type"] = json::object();
    exact["kind"] = to_string(type.kind);
    exact["width_bits"] = type.width_bits;
    put_text(exact, "name", type.name);
    if (!type.extents.empty()) exact["extents"] = type.extents;
    if (type.flexible_tail) exact["flexible_tail"] = true;
    if (bit_width) exact["bit_width"] = *bit_width;
}

json to_json(const Field& field, const TypeTable& table) {
    json node;
    node["name"] = field.name;
    put_type(node, table, field.type, field.bit_width);
    node["offset"] = field.offset_bits / 8;
    if (field.offset_bits % 8 != 0) node["bit"] = field.offset_bits % 8;
    // A reader takes the type's own width for the storage of a bit-field, unless it is told otherwise.
    const bool is_said = field.bit_width && !node.contains("exact_type");
    const bool is_default = is_said && field.storage_bits == field.type.width_bits;
    if ((field.storage_bits || is_said) && !is_default) node["storage_bits"] = or_null(field.storage_bits);
    if (field.role != Role::data) node["role"] = to_string(field.role);
    put_text(node, "doc", field.doc);
    put_place(node, field.place);
    return node;
}

json to_json(const Record& record, const TypeTable& table, const Record* newer) {
    json node;
    // An entry of a history is named "CmdPacket@label".
    if (newer == nullptr) {
        node["name"] = record.name;
    } else {
        const bool prefixed = record.name.starts_with(newer->name + "@");
        node["label"] = prefixed ? record.name.substr(newer->name.size() + 1) : record.name;
    }
    node["kind"] = record.kind == RecordKind::union_ ? "union" : "struct";
    node["size"] = or_null(record.size_bytes);
    node["align"] = or_null(record.align_bytes);
    if (record.packed) node["packed"] = true;
    put_text(node, "blind", record.fields_unknown);
    if (record.grows_at_end) node["grows_at_end"] = true;
    if (record.pointer_bytes) node["pointer_bytes"] = *record.pointer_bytes;
    if (!record.targets.empty()) node["targets"] = record.targets;
    put_text(node, "doc", record.doc);
    put_place(node, record.place);
    json& fields = node["fields"] = json::array();
    for (const auto& field : record.fields) fields.push_back(to_json(field, table));
    if (!record.history.empty()) {
        json& history = node["history"] = json::array();
        for (const auto& old : record.history) history.push_back(to_json(old, table, &record));
    }
    return node;
}

json to_json(const Enum& each) {
    json node;
    node["name"] = each.name;
    put_type(node, {}, each.type, {});
    if (!each.fixed_width) node["fixed_width"] = false;
    put_text(node, "doc", each.doc);
    put_place(node, each.place);
    json& values = node["values"] = json::array();
    for (const auto& value : each.enumerators) {
        json& made = values.emplace_back(json::object());
        made["name"] = value.name;
        made["value"] = to_string(value.value);
        put_text(made, "doc", value.doc);
        put_place(made, value.place);
    }
    return node;
}

json to_json(const Constant& constant, const TypeTable& table) {
    json node;
    node["name"] = constant.name;
    put_type(node, table, constant.type, {});
    node["value"] = to_string(constant.value);
    put_text(node, "doc", constant.doc);
    put_place(node, constant.place);
    return node;
}

json to_json(const Layout& layout) {
    const TypeTable table = table_of(layout);
    json node;
    node["origin"] = layout.origin;
    node["target"] = layout.target;
    node["byte_order"] = layout.byte_order == ByteOrder::big ? "big" : "little";
    json& constants = node["constants"] = json::array();
    for (const auto& constant : layout.constants) constants.push_back(to_json(constant, table));
    json& enums = node["enums"] = json::array();
    for (const auto& each : layout.enums) enums.push_back(to_json(each));
    json& records = node["records"] = json::array();
    for (const auto& record : layout.records) records.push_back(to_json(record, table, nullptr));
    return node;
}

std::string on_one_line(const json& node) {
    return node.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Is this a list of things, or a thing that has one? Then each of them has a line.
bool has_rows(const json& node) {
    const auto is_list = [](const json& each) {
        return each.is_array() && std::ranges::any_of(each, [](const json& item) { return item.is_structured(); });
    };
    return is_list(node) || (node.is_object() && std::ranges::any_of(node, is_list));
}

/// A field, a constant, an enumerator: each on one line, so that a change is a change in one line.
void print(std::string& text, const json& node, std::size_t indent) {
    if (!has_rows(node)) {
        text += on_one_line(node);
        return;
    }
    const std::string inner(indent + 1, ' ');
    text += node.is_array() ? "[\n" : "{\n";
    for (std::size_t i = 0; const auto& [key, value] : node.items()) {
        text += inner;
        if (node.is_object()) text += on_one_line(json(key)) + ": ";
        print(text, value, indent + 1);
        text += ++i < node.size() ? ",\n" : "\n";
    }
    text += std::string(indent, ' ') + (node.is_array() ? "]" : "}");
}

}  // namespace

std::string write_dump(std::span<const Layout> layouts) {
    json root;
    root["abi_check_dump"] = 1;
    json& list = root["layouts"] = json::array();
    for (const auto& layout : layouts) list.push_back(to_json(layout));
    std::string text;
    print(text, root, 0);
    return text + "\n";
}

}  // namespace abi
