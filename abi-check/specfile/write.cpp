#include "specfile/write.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "specfile/common_node.h"
#include "specfile/expression_json.h"
#include "specfile/layout_json.h"
#include "specfile/resolve.h"
#include "specfile/type_name.h"

namespace abi {
namespace {

using json = nlohmann::ordered_json;

void put_text(json& node, const char* key, const std::string& text) {
    if (!text.empty()) node[key] = text;
}

/// Whether `text`, the spelling of a spec, describes the type completely.
bool is_complete(const std::string& text, const TypeTable& table, const Type& type, std::optional<unsigned> bit_width) {
    auto parsed = parse_type_name(text);
    if (!parsed || parsed->bit_width != bit_width || resolve(parsed->type, table, {})) return false;
    return parsed->type == type;
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

/// An entry of a history is named "CmdPacket@label".
std::string label_of(const Record& old, const Record& newer) {
    return old.name.starts_with(newer.name + "@") ? old.name.substr(newer.name.size() + 1) : old.name;
}

/// Writes the values of one layout. Each function that writes a value names all of its members, so that it does not
/// compile while it lacks a new one. What a spec cannot express is in dumps only, such as places.
class LayoutWriter {
  public:
    LayoutWriter(Dialect dialect, const Layout& layout)
        : is_dump_(dialect == Dialect::dump), table_(table_of(layout)) {}

    template <typename Value>
    json node_of(const Value& value) const {
        return to_json(value);
    }

    template <typename Value>
    json list_of(const std::vector<Value>& values) const {
        json list = json::array();
        for (const auto& value : values) list.push_back(to_json(value));
        return list;
    }

    /// The records of a spec. Several layouts of one record are written as one record, where it can hold them.
    json records_of(const std::vector<Record>& records) const {
        json list = json::array();
        std::unordered_map<std::string_view, std::vector<const Record*>> by_name;
        for (const auto& record : records) by_name[record.name].push_back(&record);
        for (const auto& record : records) {
            const auto& all = by_name.at(record.name);
            if (all.front() != &record) continue;
            std::vector<json> namesakes;
            for (const auto* one : all) namesakes.push_back(to_json(*one));
            const auto common = namesakes.size() > 1 ? common_node(namesakes) : std::nullopt;
            if (common) {
                list.push_back(*common);
            } else {
                for (auto& one : namesakes) list.push_back(std::move(one));
            }
        }
        return list;
    }

  private:
    void put_doc(json& node, const std::string& doc, const Place& place) const {
        put_text(node, "doc", doc);
        if (!is_dump_ || place == Place{}) return;
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

    void put_type(json& node, const TypeTable& table, const Type& type, std::optional<unsigned> bit_width,
                  std::optional<ByteOrder> byte_order = {}) const {
        if (!is_dump_) {
            node["type"] = spell(type, bit_width, byte_order);
            return;
        }
        // `is_signed` follows from the enumeration's own type.
        const auto& [kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling, typedefs] = type;
        std::string text = to_string(type);
        if (bit_width) text += ":" + std::to_string(*bit_width);
        node["type"] = text;
        if (spelling != text) node["spelling"] = spelling;
        put_text(node, "typedefs", typedefs);
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

    json value_of(const Integer& value) const { return is_dump_ ? json(to_string(value)) : number(value); }

    /// A dump has null for what is not known.
    json known(const std::optional<std::uint64_t>& value, std::uint64_t otherwise) const {
        return is_dump_ && !value ? json(nullptr) : json(value.value_or(otherwise));
    }

    json to_json(const Field& field) const {
        const auto& [name, type, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place] =
            field;
        json node;
        node["name"] = name;
        put_type(node, table_, type, bit_width, byte_order);
        const bool has_unit = !is_dump_ && bit_width;
        const std::uint64_t begin_bits = has_unit ? unit_begin_bits(field) : offset_bits / 8 * 8;
        node["offset"] = begin_bits / 8;
        if (offset_bits != begin_bits && (is_dump_ || bit_width)) node["bit"] = offset_bits - begin_bits;
        // Without "storage_bits" the reader assumes that a bit-field's storage is as wide as its type.
        const bool has_default = bit_width && !node.contains("exact_type");
        const bool is_default = has_default && storage_bits == type.width_bits;
        if (is_dump_ && (storage_bits || has_default) && !is_default) node["storage_bits"] = known(storage_bits, 0);
        if (is_dump_ && byte_order) node["byte_order"] = to_string(*byte_order);
        if (role != Role::data) node["role"] = to_string(role);
        put_text(node, "since", since);
        if (overlaps && !is_dump_) node["overlaps"] = true;  // in a dump, fields may overlap anyway
        put_doc(node, doc, place);
        return node;
    }

    json old_record(const Record& old, const Record& newer) const {
        if (is_dump_) return to_json(old, &newer);
        json node;
        node["label"] = label_of(old, newer);
        put_text(node, "doc", old.doc);
        node["size"] = known(old.size_bytes, 0);
        node["align"] = known(old.align_bytes, 1);
        node["fields"] = list_of(old.fields);
        return node;
    }

    json to_json(const Record& record, const Record* newer = nullptr) const {
        const auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, only_asked, no_promise,
                     grows_at_end, min_size_bytes, size_field, record_order, pointer_bytes, targets, unit, unit_local,
                     history, doc, place] = record;
        json node;
        if (newer == nullptr) {
            node["name"] = name;
        } else {
            node["label"] = label_of(record, *newer);
        }
        const bool is_union = kind == RecordKind::union_;
        if (is_dump_ || is_union) node["kind"] = is_union ? "union" : "struct";
        node["size"] = known(size_bytes, 0);
        node["align"] = known(align_bytes, 1);
        if (packed) node["packed"] = true;
        if (is_dump_) {
            put_text(node, "blind", fields_unknown);
            put_text(node, "only_asked", only_asked);
            put_text(node, "no_promise", no_promise);
            put_text(node, "unit", unit);
        }
        if (grows_at_end) node["grows_at_end"] = true;
        if (min_size_bytes) node["min_size"] = *min_size_bytes;
        put_text(node, "size_field", size_field);
        if (record_order) node["byte_order"] = to_string(*record_order);
        if (pointer_bytes) node["pointer_bytes"] = *pointer_bytes;
        if (!targets.empty()) node["targets"] = targets;
        put_doc(node, doc, place);
        node["fields"] = list_of(fields);
        for (const auto& old : history) node["history"].push_back(old_record(old, record));
        return node;
    }

    json to_json(const Enumerator& enumerator) const {
        const auto& [name, value, doc, place] = enumerator;
        json node;
        node["name"] = name;
        node["value"] = value_of(value);
        put_doc(node, doc, place);
        return node;
    }

    json to_json(const Enum& each) const {
        const auto& [name, type, fixed_width, enumerators, doc, place, only_asked, scoped, targets] = each;
        json node;
        node["name"] = name;
        put_type(node, {}, type, {});
        if (is_dump_ && !fixed_width) node["fixed_width"] = false;
        if (is_dump_ && scoped) node["scoped"] = true;
        if (is_dump_ && only_asked) node["only_asked"] = true;
        if (!targets.empty()) node["targets"] = targets;
        put_doc(node, doc, place);
        node["values"] = list_of(enumerators);
        return node;
    }

    json to_json(const Constant& constant) const {
        const auto& [name, type, value, doc, place, expression, targets] = constant;
        json node;
        node["name"] = name;
        put_type(node, table_, type, {});
        node["value"] = expression && !is_dump_ ? write_expression(*expression) : value_of(value);
        if (!targets.empty()) node["targets"] = targets;
        put_doc(node, doc, place);
        return node;
    }

    bool is_dump_;
    TypeTable table_;
};

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
void print_dump(std::string& text, const json& node, std::size_t indent) {
    if (!has_rows(node)) {
        text += on_one_line(node);
        return;
    }
    const std::string inner(indent + 1, ' ');
    text += node.is_array() ? "[\n" : "{\n";
    for (std::size_t i = 0; const auto& [key, value] : node.items()) {
        text += inner;
        if (node.is_object()) text += on_one_line(json(key)) + ": ";
        print_dump(text, value, indent + 1);
        text += ++i < node.size() ? ",\n" : "\n";
    }
    text += std::string(indent, ' ') + (node.is_array() ? "]" : "}");
}

/// Whether a node of a spec holds no object and no list of objects.
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

void print_spec(std::string& text, const json& node, std::size_t indent) {
    if (!node.is_structured()) {
        text += on_one_line(node);
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
        print_spec(text, value, indent + 2);
    }
    if (flat && !node.empty()) text += gap;
    if (!flat) text += "\n" + std::string(indent, ' ');
    text += is_object ? "}" : "]";
}

}  // namespace

namespace {

/// Prints a list value by value, as print_dump prints the whole list. A tree of all of them takes several times the
/// memory.
template <typename Value>
void print_list(std::string& text, const std::vector<Value>& values, const LayoutWriter& writer, std::size_t indent) {
    if (values.empty()) {
        text += "[]";
        return;
    }
    const std::string inner(indent + 1, ' ');
    text += "[\n";
    for (const auto& value : values) {
        text += inner;
        print_dump(text, writer.node_of(value), indent + 1);
        text += &value == &values.back() ? "\n" : ",\n";
    }
    text += std::string(indent, ' ') + "]";
}

/// What a layout has beside its lists.
json head_of(const Layout& layout) {
    json head;
    head["origin"] = layout.origin;
    head["target"] = layout.target;
    head["byte_order"] = to_string(layout.byte_order);
    for (const auto& row : fact_table()) put_text(head["facts"], row.key.data(), layout.facts[row.fact]);
    if (head["facts"].is_null()) head.erase("facts");
    return head;
}

void print_layout(std::string& text, const Layout& layout, std::size_t indent) {
    json head = head_of(layout);
    if (layout.constants.empty() && layout.enums.empty() && layout.records.empty()) {
        for (const char* list : {"constants", "enums", "records"}) head[list] = json::array();
        return print_dump(text, head, indent);
    }
    const LayoutWriter writer(Dialect::dump, layout);
    const std::string inner(indent + 1, ' ');
    text += "{\n";
    for (const auto& [key, value] : head.items()) {
        text += inner + on_one_line(json(key)) + ": " + on_one_line(value) + ",\n";
    }
    text += inner + "\"constants\": ";
    print_list(text, layout.constants, writer, indent + 1);
    text += ",\n" + inner + "\"enums\": ";
    print_list(text, layout.enums, writer, indent + 1);
    text += ",\n" + inner + "\"records\": ";
    print_list(text, layout.records, writer, indent + 1);
    text += "\n" + std::string(indent, ' ') + "}";
}

}  // namespace

std::string write_dump(std::span<const Layout> layouts) {
    if (layouts.empty()) return on_one_line({{"abi_check_dump", 1}, {"layouts", json::array()}}) + "\n";
    std::string text = "{\n \"abi_check_dump\": 1,\n \"layouts\": [\n";
    for (const auto& layout : layouts) {
        text += "  ";
        print_layout(text, layout, 2);
        text += &layout == &layouts.back() ? "\n" : ",\n";
    }
    return text + " ]\n}\n";
}

namespace {

/// The lists of a spec.
json lists_of(const Layout& layout) {
    json lists;
    const LayoutWriter writer(Dialect::spec, layout);
    const auto put_list = [&](const char* key, const auto& values) {
        if (!values.empty()) lists[key] = writer.list_of(values);
    };
    put_list("constants", layout.constants);
    put_list("enums", layout.enums);
    if (!layout.records.empty()) lists["records"] = writer.records_of(layout.records);
    return lists;
}

}  // namespace

std::string write_spec(const SpecHead& head, const Layout& layout) {
    json root;
    put_text(root, "$schema", head.schema);
    root["name"] = head.name;
    put_text(root, "doc", head.doc);
    root["byte_order"] = to_string(layout.byte_order);
    root.update(lists_of(layout));
    std::string text;
    print_spec(text, root, 0);
    return text + "\n";
}

SpecRows rows_of(const Layout& layout) {
    const json lists = lists_of(layout);
    const auto rows = [&](const char* key) {
        std::vector<std::string> texts;
        if (!lists.contains(key)) return texts;
        for (const auto& entry : lists.at(key)) print_spec(texts.emplace_back(), entry, 4);
        return texts;
    };
    return {rows("constants"), rows("enums"), rows("records")};
}

}  // namespace abi
