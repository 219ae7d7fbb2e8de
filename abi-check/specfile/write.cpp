#include "specfile/write.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "specfile/common_node.h"
#include "specfile/layout_members.h"
#include "specfile/object_text.h"
#include "specfile/object_tree.h"

namespace abi {
namespace {

using json = nlohmann::ordered_json;

template <typename Value>
json tree_of(const LayoutMembers<Dialect::spec>& members, const Value& value) {
    json node;
    ObjectTree object(node);
    members.add(object, value);
    return node;
}

/// Several layouts of one record are written as one record, where it can hold them.
json records_of(const LayoutMembers<Dialect::spec>& members, const std::vector<Record>& records) {
    json list = json::array();
    std::unordered_map<std::string_view, std::vector<const Record*>> by_name;
    for (const auto& record : records) by_name[record.name].push_back(&record);
    for (const auto& record : records) {
        const auto& all = by_name.at(record.name);
        if (all.front() != &record) continue;
        std::vector<json> namesakes;
        for (const auto* one : all) namesakes.push_back(tree_of(members, *one));
        const auto common = namesakes.size() > 1 ? common_node(namesakes) : std::nullopt;
        if (common) {
            list.push_back(*common);
        } else {
            for (auto& one : namesakes) list.push_back(std::move(one));
        }
    }
    return list;
}

std::string on_one_line(const json& node) {
    return node.dump(-1, ' ', false, json::error_handler_t::replace);
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

bool has_rows(const Layout& layout) {
    return !layout.constants.empty() || !layout.enums.empty() || !layout.records.empty();
}

void add_layout(ObjectText& object, const Layout& layout) {
    object.put("origin", layout.origin);
    object.put("target", layout.target);
    object.put("byte_order", to_string(layout.byte_order));
    const auto is_known = [&](const FactRow& row) { return !layout.facts[row.fact].empty(); };
    if (std::ranges::any_of(fact_table(), is_known)) {
        object.put_object("facts", [&](ObjectText& facts) {
            for (const auto& row : fact_table()) {
                if (is_known(row)) facts.put(row.key, layout.facts[row.fact]);
            }
        });
    }
    const LayoutMembers<Dialect::dump> members(layout);
    members.add_list(object, "constants", layout.constants);
    members.add_list(object, "enums", layout.enums);
    members.add_list(object, "records", layout.records);
}

}  // namespace

void write_dump(std::span<const Layout> layouts, const TextSink& sink) {
    TextParts parts{sink};
    ObjectText::write(parts, !layouts.empty(), 0, [&](ObjectText& object) {
        object.put("abi_check_dump", 1U);
        object.put_list("layouts", layouts, [](const Layout& one) { return has_rows(one); }, add_layout);
    });
    parts.waiting += '\n';
    parts.flush();
}

std::string write_dump(std::span<const Layout> layouts) {
    std::string text;
    write_dump(layouts, [&](std::string_view part) { text += part; });
    return text;
}

namespace {

void put_text(json& node, const char* key, const std::string& text) {
    if (!text.empty()) node[key] = text;
}

/// The lists of a spec.
json lists_of(const Layout& layout) {
    json lists;
    const LayoutMembers<Dialect::spec> members(layout);
    ObjectTree object(lists);
    if (!layout.constants.empty()) members.add_list(object, "constants", layout.constants);
    if (!layout.enums.empty()) members.add_list(object, "enums", layout.enums);
    if (!layout.records.empty()) lists["records"] = records_of(members, layout.records);
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
