#include "specfile/common_node.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "specfile/record_nodes.h"

namespace abi {
namespace {

using json = nlohmann::ordered_json;

/// Members that mean the same as their absence, with the value that they then have.
struct Default {
    const char* member;
    json value;
};
const std::array<Default, 4>& defaults() {
    static const std::array<Default, 4> table{
        {{"packed", false}, {"grows_at_end", false}, {"overlaps", false}, {"role", "data"}}};
    return table;
}

const json* find_field(const json& record, const json& name) {
    const auto& fields = record.at("fields");
    const auto found = std::ranges::find_if(fields, [&](const json& one) { return one.at("name") == name; });
    return found == fields.end() ? nullptr : &*found;
}

bool same_member(const json& a, const json& b, const std::string& member) {
    return a.contains(member) && b.contains(member) && a.at(member) == b.at(member);
}

/// The members of `first` that each of `all` has with the same value, without those named in `except`.
json common_members(const json& first, const std::vector<const json*>& all,
                    const std::vector<std::string_view>& except) {
    json common = json::object();
    for (const auto& [member, value] : first.items()) {
        if (std::ranges::find(except, member) != except.end()) continue;
        const auto has_it = [&](const json* one) { return same_member(first, *one, member); };
        if (std::ranges::all_of(all, has_it)) common[member] = value;
    }
    return common;
}

/// The record that holds what is common to all layouts and has no layout of its own. A field is common if its type is.
json common_record(const std::vector<json>& layouts) {
    std::vector<const json*> all;
    all.reserve(layouts.size());
    for (const auto& one : layouts) all.push_back(&one);
    json record = common_members(layouts.front(), all, {"size", "targets", "fields"});
    record["fields"] = json::array();
    for (const auto& field : layouts.front().at("fields")) {
        std::vector<const json*> namesakes;
        namesakes.reserve(layouts.size());
        for (const auto& one : layouts) namesakes.push_back(find_field(one, field.at("name")));
        const auto has_it = [&](const json* one) { return one != nullptr && same_member(field, *one, "type"); };
        if (!std::ranges::all_of(namesakes, has_it)) continue;
        // With another offset, the bit of the record's field would not be meant.
        json common = common_members(field, namesakes, {"bit"});
        if (common.contains("offset") && field.contains("bit")) common.erase("offset");
        record["fields"].push_back(std::move(common));
    }
    return record;
}

/// Adds to `changed` the members of `wanted` that `base` does not have with the same value. Returns whether these make
/// `wanted` of `base`: a member cannot be taken away, unless it has a default.
bool add_changes(const json& base, const json& wanted, const std::vector<std::string_view>& except, json& changed) {
    const auto is_left_out = [&](const std::string& member) {
        return std::ranges::find(except, member) != except.end();
    };
    for (const auto& [member, value] : wanted.items()) {
        if (!is_left_out(member) && !same_member(base, wanted, member)) changed[member] = value;
    }
    return std::ranges::all_of(base.items(), [&](const auto& item) {
        const auto& member = item.key();
        if (is_left_out(member) || wanted.contains(member)) return true;
        if (member == "bit") return changed.contains("offset");  // which erases it
        const auto* const known =
            std::ranges::find_if(defaults(), [&](const auto& one) { return one.member == member; });
        if (known == defaults().end()) return false;
        changed[member] = known->value;
        return true;
    });
}

/// The entry of "layouts" that makes `wanted` of the record.
std::optional<json> entry_of(const json& record, const json& wanted) {
    json entry{{"targets", wanted.at("targets")}};
    if (!add_changes(record, wanted, {"name", "targets", "fields"}, entry)) return std::nullopt;
    json without = json::array();
    json fields = json::array();
    for (const auto& field : record.at("fields")) {
        if (find_field(wanted, field.at("name")) == nullptr) without.push_back(field.at("name"));
    }
    for (const auto& field : wanted.at("fields")) {
        const json* base = find_field(record, field.at("name"));
        json changed{{"name", field.at("name")}};
        if (base == nullptr || !add_changes(*base, field, {"name"}, changed)) {
            if (base != nullptr) without.push_back(field.at("name"));
            changed = field;
        }
        if (changed.contains("offset") && field.contains("bit")) changed["bit"] = field.at("bit");
        if (changed.size() > 1) fields.push_back(std::move(changed));
    }
    if (!without.empty()) entry["without"] = std::move(without);
    if (!fields.empty()) entry["fields"] = std::move(fields);
    return entry;
}

/// Without members that have their default value, and with members in the order of their names.
nlohmann::json plain(nlohmann::json record) {
    const auto erase_defaults = [](nlohmann::json& node) {
        for (const auto& [member, value] : defaults()) {
            if (node.contains(member) && node.at(member) == nlohmann::json(value)) node.erase(member);
        }
    };
    erase_defaults(record);
    for (auto& field : record["fields"]) erase_defaults(field);
    return record;
}

/// Whether the record is read as exactly these layouts, in any order.
bool reads_as(const json& record, const std::vector<json>& layouts) {
    std::vector<Problem> problems;
    std::vector<nlohmann::json> made;
    const auto records = nlohmann::json::array({nlohmann::json(record)});
    for (auto& one : record_nodes(records, "", problems)) made.push_back(plain(std::move(one.node)));
    std::vector<nlohmann::json> wanted;
    wanted.reserve(layouts.size());
    for (const auto& one : layouts) wanted.push_back(plain(nlohmann::json(one)));
    return problems.empty() && std::ranges::is_permutation(made, wanted);
}

}  // namespace

std::optional<json> common_node(const std::vector<json>& layouts) {
    const auto own = std::ranges::find_if(layouts, [](const json& one) { return !one.contains("targets"); });
    json record = own != layouts.end() ? *own : common_record(layouts);
    json entries = json::array();
    for (auto one = layouts.begin(); one != layouts.end(); ++one) {
        if (one == own) continue;
        auto entry = entry_of(record, *one);
        if (!entry) return std::nullopt;
        entries.push_back(std::move(*entry));
    }
    if (record.at("fields").empty()) record.erase("fields");
    record["layouts"] = std::move(entries);
    if (!reads_as(record, layouts)) return std::nullopt;
    return record;
}

}  // namespace abi
