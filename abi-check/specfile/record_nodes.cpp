#include "specfile/record_nodes.h"

#include <algorithm>
#include <set>

#include "model/words.h"

namespace abi {
namespace {

using nlohmann::json;

std::string step(const char* list, std::size_t index) {
    return std::string("/") + list + "/" + std::to_string(index);
}

/// The fields of one layout, each with its pointer.
struct Fields {
    std::vector<json> nodes;
    std::vector<std::string> pointers;

    auto find(const std::string& name) {
        return std::ranges::find_if(nodes, [&](const json& one) { return one.at("name") == name; });
    }
    void erase(std::vector<json>::iterator at) {
        pointers.erase(pointers.begin() + (at - nodes.begin()));
        nodes.erase(at);
    }
    void merge(const json& changed, const std::string& pointer) {
        const auto found = find(changed.at("name").get<std::string>());
        if (found == nodes.end()) {
            nodes.push_back(changed);
            pointers.push_back(pointer);
            return;
        }
        found->update(changed);
        // A new type has other bits, so the bit of the old one is not meant.
        if (changed.contains("offset") && !changed.contains("bit")) found->erase("bit");
        pointers[static_cast<std::size_t>(found - nodes.begin())] = pointer;
    }
};

std::uint64_t offset_of(const json& field) {
    return field.value("offset", std::uint64_t{0}) * 8 + field.value("bit", std::uint64_t{0});
}

class Splitter {
  public:
    Splitter(const json& record, std::string pointer, std::vector<Problem>& problems)
        : record_(record), pointer_(std::move(pointer)), problems_(problems) {}

    void split(std::vector<RecordNode>& into) {
        const auto layouts = record_.find("layouts");
        if (layouts == record_.end()) return into.push_back(whole(record_, pointer_, own_fields()));
        json common = record_;
        common.erase("layouts");
        const auto rest = own_targets(*layouts);
        if (record_.contains("size")) {
            json otherwise = common;
            if (!rest.empty()) otherwise["targets"] = rest;
            const bool nothing_left = record_.contains("targets") && rest.empty();
            if (!nothing_left) into.push_back(whole(std::move(otherwise), pointer_, own_fields()));
        }
        for (std::size_t i = 0; i < layouts->size(); ++i) into.push_back(layout((*layouts)[i], i, common));
    }

  private:
    void complain(const std::string& pointer, std::string expected, std::string found) {
        problems_.push_back({{}, pointer, std::move(expected), std::move(found)});
    }

    /// The targets of the record itself that no entry of "layouts" takes.
    std::vector<std::string> own_targets(const json& layouts) const {
        std::set<std::string> taken;
        for (const auto& one : layouts) {
            for (const auto& target : one.at("targets")) taken.insert(target.get<std::string>());
        }
        auto targets = record_.value("targets", std::vector<std::string>{});
        std::erase_if(targets, [&](const auto& target) { return taken.contains(target); });
        return targets;
    }

    Fields own_fields() const {
        Fields fields;
        const auto list = record_.find("fields");
        for (std::size_t i = 0; list != record_.end() && i < list->size(); ++i) {
            fields.nodes.push_back((*list)[i]);
            fields.pointers.push_back(pointer_ + step("fields", i));
        }
        return fields;
    }

    RecordNode layout(const json& entry, std::size_t index, const json& common) {
        const std::string at = pointer_ + step("layouts", index);
        json made = common;
        made.update(entry);
        Fields fields = own_fields();
        const auto without = entry.value("without", json::array());
        std::set<std::string> seen;
        for (std::size_t i = 0; i < without.size(); ++i) {
            const auto name = without[i].get<std::string>();
            const auto found = fields.find(name);
            if (!seen.insert(name).second) {
                complain(at + step("without", i), "each field once", in_quotes(name) + " again");
            } else if (found == fields.nodes.end()) {
                complain(at + step("without", i), "a field of the record", in_quotes(name));
            } else {
                fields.erase(found);
            }
        }
        made.erase("without");
        const auto changed = entry.value("fields", json::array());
        seen.clear();
        for (std::size_t i = 0; i < changed.size(); ++i) {
            const auto name = changed[i].at("name").get<std::string>();
            if (!seen.insert(name).second) {
                complain(at + step("fields", i) + "/name", "each field once", in_quotes(name) + " again");
            }
            fields.merge(changed[i], at + step("fields", i));
        }
        if (!changed.empty()) sort(fields);
        return whole(std::move(made), at, std::move(fields));
    }

    /// The offsets of a layout may give the fields another order than the record's.
    static void sort(Fields& fields) {
        std::vector<std::size_t> order(fields.nodes.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::ranges::stable_sort(order, {}, [&](std::size_t i) { return offset_of(fields.nodes[i]); });
        Fields sorted;
        for (const auto i : order) {
            sorted.nodes.push_back(std::move(fields.nodes[i]));
            sorted.pointers.push_back(std::move(fields.pointers[i]));
        }
        fields = std::move(sorted);
    }

    /// Checks what the schema cannot require, because a layout may have it from its record.
    RecordNode whole(json node, const std::string& at, Fields fields) {
        for (const char* member : {"size", "align"}) {
            if (node.contains(member)) continue;
            complain(at, std::string("\"") + member + "\", in this layout or in the record", "a layout without it");
        }
        for (std::size_t i = 0; i < fields.nodes.size(); ++i) {
            for (const char* member : {"type", "offset"}) {
                if (fields.nodes[i].contains(member)) continue;
                complain(fields.pointers[i], std::string("\"") + member + "\"", "a field without it");
                fields.nodes[i][member] = member == std::string_view("type") ? json("u8") : json(0);
            }
        }
        node["fields"] = std::move(fields.nodes);
        return {std::move(node), {at, std::move(fields.pointers)}};
    }

    const json& record_;
    std::string pointer_;
    std::vector<Problem>& problems_;
};

}  // namespace

std::vector<RecordPointers> plain_pointers(const Layout& layout) {
    std::vector<RecordPointers> pointers;
    for (std::size_t i = 0; i < layout.records.size(); ++i) {
        RecordPointers one{step("records", i), {}};
        for (std::size_t j = 0; j < layout.records[i].fields.size(); ++j) {
            one.fields.push_back(one.record + step("fields", j));
        }
        pointers.push_back(std::move(one));
    }
    return pointers;
}

std::vector<RecordNode> record_nodes(const json& records, const std::string& pointer, std::vector<Problem>& problems) {
    std::vector<RecordNode> nodes;
    for (std::size_t i = 0; i < records.size(); ++i) {
        Splitter(records[i], pointer + step("records", i), problems).split(nodes);
    }
    return nodes;
}

}  // namespace abi
