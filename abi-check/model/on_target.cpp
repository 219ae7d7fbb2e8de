#include "model/on_target.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "model/expression.h"
#include "model/find.h"

namespace abi {
namespace {

template <typename Value>
const Value* find_on(const std::vector<Value>& all, std::string_view name, std::string_view target) {
    const Value* otherwise = nullptr;
    for (const auto& one : all) {
        if (one.name != name) continue;
        if (contains(one.targets, target)) return &one;
        if (one.targets.empty()) otherwise = &one;
    }
    return otherwise;
}

/// The values that hold on the target, each name once, in the order of the spec.
template <typename Value>
std::vector<Value> all_on(const std::vector<Value>& all, std::string_view target) {
    std::vector<Value> made;
    const Extents extents(all);
    std::unordered_map<std::string_view, std::size_t> ranks;  // of names
    std::vector<const Value*> chosen;
    for (const auto& one : all) {
        const auto [at, is_new] = ranks.try_emplace(one.name, chosen.size());
        if (is_new) chosen.push_back(nullptr);
        if (chosen[at->second] == nullptr && holds_on(extents.of(one), target)) chosen[at->second] = &one;
    }
    for (const Value* one : chosen) {
        if (one != nullptr) made.push_back(*one);
    }
    for (auto& one : made) one.targets.clear();
    return made;
}

void settle_order(Record& record, ByteOrder whole, ByteOrder machine) {
    const auto settled = [&](ByteOrder order) { return order == ByteOrder::native ? machine : order; };
    for (auto& field : record.fields) {
        const auto order = field.byte_order ? field.byte_order : record.byte_order;
        field.byte_order.reset();
        if (order && settled(*order) != whole) field.byte_order = settled(*order);
    }
    record.byte_order.reset();
    for (auto& old : record.history) settle_order(old, whole, machine);
}

/// Gives constants with an expression their values on the target. Where a record does not exist, its size does not,
/// either.
void settle_constants(Layout& here, const TargetFacts& facts) {
    std::erase_if(here.constants,
                  [&](const Constant& one) { return one.expression && !is_made_of(*one.expression, here); });
    for (auto& one : here.constants) {
        if (one.expression) one.value = evaluate(*one.expression, here, facts).value_or(one.value);
    }
}

}  // namespace

bool holds_on(const Extent& extent, std::string_view target) {
    return extent.only.empty() ? !contains(extent.not_on, target) : contains(extent.only, target);
}

bool overlap(const Extent& a, const Extent& b) {
    const auto any_on = [](const Extent& one, const Extent& other) {
        return std::ranges::any_of(one.only, [&](const auto& target) { return holds_on(other, target); });
    };
    if (a.only.empty() && b.only.empty()) return true;
    return a.only.empty() ? any_on(b, a) : any_on(a, b);
}

Layout on_target(const Layout& spec, std::string_view target, ByteOrder machine, const TargetFacts& facts) {
    Layout here;
    here.origin = spec.origin;
    here.target = target;
    here.facts = spec.facts;
    here.byte_order = spec.byte_order;
    here.records = all_on(spec.records, target);
    here.enums = all_on(spec.enums, target);
    here.constants = all_on(spec.constants, target);
    here = with_field_orders(std::move(here), machine);
    settle_constants(here, facts);
    return here;
}

Layout with_field_orders(Layout layout, ByteOrder machine) {
    if (layout.byte_order == ByteOrder::native) layout.byte_order = machine;
    for (auto& record : layout.records) settle_order(record, layout.byte_order, machine);
    return layout;
}

const Record* find_record_on(const Layout& spec, std::string_view name, std::string_view target) {
    return find_on(spec.records, name, target);
}

bool varies_by_target(const Layout& spec, std::string_view record) {
    return std::ranges::count(spec.records, record, &Record::name) > 1;
}

std::vector<std::string> names_that_vary(const Layout& spec) {
    std::vector<std::string> names;
    const auto add = [&](const auto& all) {
        std::set<std::string_view> seen;
        for (const auto& one : all) {
            if (!seen.insert(one.name).second && !contains(names, one.name)) names.push_back(one.name);
        }
    };
    add(spec.records);
    add(spec.enums);
    add(spec.constants);
    return names;
}

std::vector<std::string> targets_named(const Layout& spec) {
    std::vector<std::string> targets;
    const auto add = [&](const auto& all) {
        for (const auto& one : all) {
            for (const auto& target : one.targets) {
                if (!contains(targets, target)) targets.push_back(target);
            }
        }
    };
    add(spec.records);
    add(spec.enums);
    add(spec.constants);
    return targets;
}

RecordTargets::RecordTargets(const Layout& spec) {
    for (const auto& record : spec.records) {
        if (record.targets.empty()) {
            everywhere_.insert(record.name);
        } else {
            with_targets_[record.name].push_back(&record);
        }
    }
}

std::vector<std::string> RecordTargets::of(std::string_view name) const {
    std::vector<std::string> targets;
    const auto found = with_targets_.find(name);
    if (found == with_targets_.end() || everywhere_.contains(name)) return targets;
    for (const auto* record : found->second) {
        targets.insert(targets.end(), record->targets.begin(), record->targets.end());
    }
    return targets;
}

}  // namespace abi
