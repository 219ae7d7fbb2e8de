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

// Each function names every member of its value, so that it does not compile while it lacks a new one.

void put_place(json& node, const Place& place) {
    if (place == Place{}) return;
    const auto& [file, line, column, end_line, end_column] = place;
    json& made = node["place"] = json::object();
    made["file"] = file;
    const auto put = [&](const char* key, unsigned value) {
        if (value != 0) made[key] = value;
    };
    put("line", line);
    put("column", column);
    put("end_line", end_line);
    put("end_column", end_column);
}

/// Whether `text`, the spelling of a spec, describes the type completely.
bool is_complete(const std::string& text, const TypeTable& table, const Type& type, std::optional<unsigned> bit_width) {
    auto parsed = parse_type_name(text);
    if (!parsed || parsed->bit_width != bit_width || resolve(parsed->type, table, {})) return false;
    return parsed->type == type;
}

void put_type(json& node, const TypeTable& table, const Type& type, std::optional<unsigned> bit_width) {
    // `is_signed` follows from the enumeration's own type.
    const auto& [kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling] = type;
    std::string text = to_string(type);
    if (bit_width) text += ":" + std::to_string(*bit_width);
    node["type"] = text;
    if (spelling != text) node["spelling"] = spelling;
    if (host_sized) node["host_sized"] = true;
    if (is_complete(text, table, type, bit_width)) return;

    json& exact = node["exact_type"] = json::object();
    exact["kind"] = to_string(kind);
    exact["width_bits"] = width_bits;
    put_text(exact, "name", name);
    if (!extents.empty()) exact["extents"] = extents;
    if (flexible_tail) exact["flexible_tail"] = true;
    if (bit_width) exact["bit_width"] = *bit_width;
}

json to_json(const Field& field, const TypeTable& table) {
    // In a dump, fields may overlap anyway.
    const auto& [name, type, offset_bits, bit_width, storage_bits, role, overlaps, doc, place] = field;
    json node;
    node["name"] = name;
    put_type(node, table, type, bit_width);
    node["offset"] = offset_bits / 8;
    if (offset_bits % 8 != 0) node["bit"] = offset_bits % 8;
    // Without "storage_bits" the reader assumes that a bit-field's storage is as wide as its type.
    const bool has_default = bit_width && !node.contains("exact_type");
    const bool is_default = has_default && storage_bits == type.width_bits;
    if ((storage_bits || has_default) && !is_default) node["storage_bits"] = or_null(storage_bits);
    if (role != Role::data) node["role"] = to_string(role);
    put_text(node, "doc", doc);
    put_place(node, place);
    return node;
}

json to_json(const Record& record, const TypeTable& table, const Record* newer) {
    const auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, grows_at_end, pointer_bytes,
                 targets, history, doc, place] = record;
    json node;
    // An entry of a history is named "CmdPacket@label".
    if (newer == nullptr) {
        node["name"] = name;
    } else {
        node["label"] = name.starts_with(newer->name + "@") ? name.substr(newer->name.size() + 1) : name;
    }
    node["kind"] = kind == RecordKind::union_ ? "union" : "struct";
    node["size"] = or_null(size_bytes);
    node["align"] = or_null(align_bytes);
    if (packed) node["packed"] = true;
    put_text(node, "blind", fields_unknown);
    if (grows_at_end) node["grows_at_end"] = true;
    if (pointer_bytes) node["pointer_bytes"] = *pointer_bytes;
    if (!targets.empty()) node["targets"] = targets;
    put_text(node, "doc", doc);
    put_place(node, place);
    json& list = node["fields"] = json::array();
    for (const auto& field : fields) list.push_back(to_json(field, table));
    for (const auto& old : history) node["history"].push_back(to_json(old, table, &record));
    return node;
}

json to_json(const Enumerator& enumerator) {
    const auto& [name, value, doc, place] = enumerator;
    json node;
    node["name"] = name;
    node["value"] = to_string(value);
    put_text(node, "doc", doc);
    put_place(node, place);
    return node;
}

json to_json(const Enum& each) {
    const auto& [name, type, fixed_width, enumerators, doc, place] = each;
    json node;
    node["name"] = name;
    put_type(node, {}, type, {});
    if (!fixed_width) node["fixed_width"] = false;
    put_text(node, "doc", doc);
    put_place(node, place);
    json& values = node["values"] = json::array();
    for (const auto& enumerator : enumerators) values.push_back(to_json(enumerator));
    return node;
}

json to_json(const Constant& constant, const TypeTable& table) {
    const auto& [name, type, value, doc, place] = constant;
    json node;
    node["name"] = name;
    put_type(node, table, type, {});
    node["value"] = to_string(value);
    put_text(node, "doc", doc);
    put_place(node, place);
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

/// Whether a node is printed on several lines: a list of objects, or an object with such a list.
bool has_rows(const json& node) {
    const auto is_list = [](const json& each) {
        return each.is_array() && std::ranges::any_of(each, [](const json& item) { return item.is_structured(); });
    };
    return is_list(node) || (node.is_object() && std::ranges::any_of(node, is_list));
}

/// Prints each field, constant and enumerator on one line, so that a change of one of them changes one line.
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
