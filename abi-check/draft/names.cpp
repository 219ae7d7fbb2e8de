#include "draft/names.h"

#include <algorithm>

#include "specfile/type_name.h"

namespace abi {
namespace {

constexpr std::size_t longest_name = 200;  // the limit in spec/abi-spec.schema.json

bool is_usable(std::string_view name) {
    return is_identifier(name) && !is_builtin_type(name) && name.size() <= longest_name;
}

/// Unique names, in the order of the layouts.
struct NameList {
    std::vector<std::string> names;
    std::set<std::string> known;

    void add(const std::string& name) {
        if (known.insert(name).second) names.push_back(name);
    }
};

struct NameLists {
    NameList types;    // records and enumerations
    NameList numbers;  // constants
    std::set<std::string> enumerators;
};

NameLists lists_of(std::span<const Layout> layouts) {
    NameLists lists;
    for (const auto& layout : layouts) {
        for (const auto& record : layout.records) lists.types.add(record.name);
        for (const auto& one : layout.enums) {
            lists.types.add(one.name);
            for (const auto& value : one.enumerators) lists.enumerators.insert(value.name);
        }
        for (const auto& constant : layout.constants) lists.numbers.add(constant.name);
    }
    return lists;
}

std::set<std::string> without(std::set<std::string> names, const std::set<std::string>& others) {
    std::erase_if(names, [&](const auto& name) { return others.contains(name); });
    return names;
}

/// A name becomes its last component if it is unqualified already, or if the component is unique and not taken.
void choose(const NameList& list, std::set<std::string> taken, std::map<std::string, std::string>& chosen,
            std::map<std::string, std::string>& aliases) {
    std::map<std::string_view, unsigned> uses;
    for (const auto& name : list.names) ++uses[unqualified(name)];
    std::vector<const std::string*> others;
    for (const auto& name : list.names) {
        const std::string last(unqualified(name));
        const bool is_plain = last == name;
        const bool is_only = uses[last] == 1 && !taken.contains(last);
        if (is_usable(last) && (is_plain || is_only) && taken.insert(last).second) {
            chosen.emplace(name, last);
        } else {
            others.push_back(&name);
        }
    }
    for (const auto* name : others) {
        std::string made = as_identifier(*name);
        if (is_builtin_type(made)) made += "_";
        made = free_name(made, taken);
        chosen.emplace(*name, made);
        aliases.emplace(*name, made);
    }
}

}  // namespace

std::string_view unqualified(std::string_view name) {
    const auto at = name.find_last_of(":.");
    return at == std::string_view::npos ? name : name.substr(at + 1);
}

std::string as_identifier(std::string_view name) {
    std::string made;
    for (const char c : name) {
        const bool fits = is_identifier(std::string("_") + c);
        // "core::Packet<int, 4>" becomes core_Packet_int_4: one _ for each run of other characters.
        if (fits) {
            made += c;
        } else if (!made.empty() && made.back() != '_') {
            made += '_';
        }
    }
    while (made.size() > 1 && made.back() == '_' && !name.ends_with('_')) made.pop_back();
    if (!is_identifier(made)) made.insert(0, 1, '_');
    return made.substr(0, longest_name);
}

std::string free_name(const std::string& name, std::set<std::string>& taken) {
    std::string made = name;
    for (unsigned count = 2; !taken.insert(made).second; ++count) {
        const std::string suffix = std::to_string(count);
        made = name.substr(0, longest_name - suffix.size()) + suffix;
    }
    return made;
}

DraftNames draft_names(std::span<const Layout> layouts, const std::set<std::string>& taken) {
    auto lists = lists_of(layouts);
    const auto& [types, numbers, enumerators] = lists;
    DraftNames names;
    choose(types, without(taken, types.known), names.types, names.aliases);
    auto taken_numbers = without(taken, numbers.known);
    taken_numbers.insert(enumerators.begin(), enumerators.end());
    choose(numbers, std::move(taken_numbers), names.numbers, names.aliases);
    // A class or a scoped enumeration keeps its constants to itself: MAX does not mean Color::MAX.
    for (const auto& [own, meant] : names.numbers) {
        const auto scope = own.size() - std::min(own.size(), unqualified(own).size() + 2);
        if (own != meant && types.known.contains(own.substr(0, scope))) names.aliases.emplace(own, meant);
    }
    return names;
}

std::vector<std::string> shorter_names(std::span<const Layout> layouts) {
    const auto lists = lists_of(layouts);
    std::set<std::string> shorter;
    for (const auto* list : {&lists.types, &lists.numbers}) {
        for (const auto& name : list->names) {
            if (unqualified(name) == name) continue;
            shorter.insert(std::string(unqualified(name)));
            shorter.insert(as_identifier(name));
        }
    }
    std::erase_if(shorter, [](const auto& name) { return !is_usable(name); });
    return {shorter.begin(), shorter.end()};
}

}  // namespace abi
