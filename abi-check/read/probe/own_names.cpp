#include "read/probe/own_names.h"

#include <charconv>
#include <utility>

namespace abi::probe {

NamedArray named_array(std::string_view name) {
    NamedArray array;
    while (name.starts_with('[') && name.ends_with(']') && name.rfind("; ") != name.npos) {
        const auto semicolon = name.rfind("; ");
        auto& extent = array.extents.emplace_back(0);
        std::from_chars(name.data() + semicolon + 2, name.data() + name.size() - 1, extent);
        name = name.substr(1, semicolon - 1);
    }
    array.element = name;
    return array;
}

OwnNames own_names(const Plan& plan, const Answers& answers) {
    OwnNames names;
    for (const auto& answer : answers.records) {
        if (answer.name.empty() || answer.item >= plan.items.size()) continue;
        const auto& item = plan.items[answer.item];
        if (item.what != Item::What::record) continue;
        names.emplace(answer.name, OwnName{record_of(plan, item).name, answer.size_bytes});
    }
    return names;
}

void name_record(const OwnNames& names, const std::string& own_name, const Type& asked, Type& type) {
    if (asked.kind != Kind::unknown && asked.kind != Kind::record) return;
    auto array = named_array(own_name);
    const auto record = names.find(array.element);
    if (record == names.end()) return;
    type.kind = Kind::record;
    type.width_bits = record->second.size_bytes * 8;
    type.name = record->second.name;
    type.extents = std::move(array.extents);
}

}  // namespace abi::probe
