#include "draft/select.h"

#include <algorithm>
#include <set>

#include "draft/names.h"
#include "specfile/glob.h"

namespace abi {
namespace {

bool matches(const std::string& pattern, const std::string& name) {
    return matches_glob(pattern, name) || matches_glob(pattern, unqualified(name));
}

bool matches(const std::string& pattern, const Enum& one) {
    return matches(pattern, one.name) ||
           std::ranges::any_of(one.enumerators, [&](const Enumerator& value) { return matches(pattern, value.name); });
}

template <typename Value>
bool matches(const std::string& pattern, const Value& value) {
    return matches(pattern, value.name);
}

/// The names of the types that stay: those that match, and what they hold.
std::set<std::string> wanted_types(std::span<const std::string> patterns, const Layout& layout) {
    std::set<std::string> wanted;
    const auto is_wanted = [&](const auto& value) {
        return std::ranges::any_of(patterns, [&](const auto& pattern) { return matches(pattern, value); });
    };
    for (const auto& one : layout.enums) {
        if (is_wanted(one)) wanted.insert(one.name);
    }
    std::vector<const Record*> todo;
    for (const auto& record : layout.records) {
        if (is_wanted(record)) todo.push_back(&record);
    }
    while (!todo.empty()) {
        const Record& record = *todo.back();
        todo.pop_back();
        if (!wanted.insert(record.name).second) continue;
        for (const auto& field : record.fields) {
            if (field.type.kind == Kind::enumeration) wanted.insert(field.type.name);
            const auto* inner = field.type.kind == Kind::record ? find_record(layout, field.type.name) : nullptr;
            if (inner != nullptr) todo.push_back(inner);
        }
    }
    return wanted;
}

template <typename Value>
bool any_matches(const std::string& pattern, const std::vector<Value>& values) {
    return std::ranges::any_of(values, [&](const Value& value) { return matches(pattern, value); });
}

}  // namespace

std::set<std::string> keep_matching(std::span<const std::string> patterns, Layout& layout) {
    std::set<std::string> others;
    if (patterns.empty()) return others;
    const auto wanted = wanted_types(patterns, layout);
    const auto leave_out = [&](const auto& declared, bool is_wanted) {
        if (!is_wanted) others.emplace(unqualified(declared.name));
        return !is_wanted;
    };
    const auto is_other = [&](const auto& type) { return leave_out(type, wanted.contains(type.name)); };
    std::erase_if(layout.records, is_other);
    std::erase_if(layout.enums, is_other);
    std::erase_if(layout.constants, [&](const Constant& constant) {
        const auto fits = [&](const auto& pattern) { return matches(pattern, constant); };
        return leave_out(constant, std::ranges::any_of(patterns, fits));
    });
    return others;
}

std::vector<std::string> without_match(std::span<const std::string> patterns, std::span<const Layout> layouts) {
    std::vector<std::string> found;
    for (const auto& pattern : patterns) {
        const bool matches_one = std::ranges::any_of(layouts, [&](const Layout& layout) {
            return any_matches(pattern, layout.records) || any_matches(pattern, layout.enums) ||
                   any_matches(pattern, layout.constants);
        });
        if (!matches_one) found.push_back(pattern);
    }
    return found;
}

}  // namespace abi
