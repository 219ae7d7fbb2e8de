#include "read/probe/plan.h"

#include <algorithm>
#include <cassert>
#include <set>
#include <unordered_map>

#include "read/probe/names.h"
#include "read/probe/values.h"

namespace abi::probe {
namespace {

/// Whether a question may contain the name of a field: a plain name, or the number of a field in a tuple.
bool is_field_name(const std::string& name) {
    return is_plain_name(name) || (!name.empty() && name.find_first_not_of("0123456789") == std::string::npos);
}

}  // namespace

Plan make_plan(const Request& request, FormCount forms) {
    Plan plan{request, {}, forms};
    std::unordered_map<std::string_view, std::size_t> item_of_record;
    for (std::size_t r = 0; r < request.records.size(); ++r) {
        if (!is_plain_name(request.records[r].name)) continue;
        if (!item_of_record.emplace(request.records[r].name, plan.items.size()).second) continue;
        plan.items.push_back({.what = Item::What::record, .record = r});
    }
    const std::size_t records = plan.items.size();
    for (std::size_t i = 0; i < records; ++i) {
        const auto r = plan.items[i].record;
        std::set<std::string_view> seen;
        for (std::size_t f = 0; f < request.records[r].fields.size(); ++f) {
            const auto& field = request.records[r].fields[f];
            if (!is_field_name(field.name) || !seen.insert(field.name).second) continue;
            const auto inner = item_of_record.find(field.type.name);
            plan.items.push_back({.what = Item::What::field,
                                  .record = r,
                                  .field = f,
                                  .owner = i,
                                  .inner = inner == item_of_record.end() ? no_item : inner->second,
                                  .levels = std::min(field.type.extents.size() + 1, most_levels)});
        }
    }
    for (std::size_t c = 0; c < request.constants.size(); ++c) {
        if (!is_plain_name(request.constants[c].name)) continue;
        plan.items.push_back({.what = Item::What::constant, .record = c});
    }
    add_enumerations(plan);
    return plan;
}

const Record& record_of(const Plan& plan, const Item& item) {
    return plan.request.records[item.record];
}
const Field& field_of(const Plan& plan, const Item& item) {
    return record_of(plan, item).fields[item.field];
}
const Constant& constant_of(const Plan& plan, const Item& item) {
    return plan.request.constants[item.record];
}

const Enum& enum_asked(const Plan& plan, const Item& item) {
    return plan.request.enums[item.record];
}
const Enumerator& value_asked(const Plan& plan, const Item& item) {
    return enum_asked(plan, item).enumerators[item.field];
}

bool is_asked(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    if (item.form >= plan.forms(plan, item)) return false;
    if (item.hidden && item.what == Item::What::field) return false;
    return item.owner == no_item || is_asked(plan, item.owner);
}

std::string fill(const Plan& plan, std::size_t number, std::string_view text, const Words& words) {
    const auto& item = plan.items[number];
    const auto value = [&](std::string_view word) -> std::string {
        const auto found = std::ranges::find(words, word, &Words::value_type::first);
        if (found != words.end()) return found->second;
        if (word == "n") return std::to_string(number);
        if (word == "o") return std::to_string(item.owner);
        assert(word == "name");
        if (item.what == Item::What::value) return value_asked(plan, item).name;
        return item.what == Item::What::constant ? constant_of(plan, item).name : field_of(plan, item).name;
    };
    std::string filled;
    for (auto at = text.find('@'); at != text.npos; at = text.find('@')) {
        const auto length = std::min(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz", at + 1), text.size()) - at;
        filled += std::string(text.substr(0, at)) + value(text.substr(at + 1, length - 1));
        text.remove_prefix(at + length);
    }
    return filled + std::string(text);
}

}  // namespace abi::probe
