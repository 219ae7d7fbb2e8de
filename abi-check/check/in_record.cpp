#include "check/in_record.h"

#include <algorithm>
#include <array>
#include <optional>

#include "model/name_index.h"

namespace abi {
namespace {

/// A layout by the names of its records and enumerations.
struct Indexed {
    NameIndex<Record> records;
    NameIndex<Enum> enums;

    explicit Indexed(const Layout& layout) : records(layout.records), enums(layout.enums) {}
};

std::optional<std::uint64_t> offset_in(const Indexed& layout, const Finding& finding) {
    const Record* record = layout.records.find(finding.record);
    if (record == nullptr) return std::nullopt;
    const auto field = std::ranges::find(record->fields, finding.field, &Field::name);
    return field == record->fields.end() ? std::nullopt : std::optional(field->offset_bits);
}

/// How many enumerators stand before the one of the finding.
std::optional<std::uint64_t> number_in(const Indexed& layout, const Finding& finding) {
    const Enum* one = layout.enums.find(finding.record);
    if (one == nullptr) return std::nullopt;
    const auto found = std::ranges::find(one->enumerators, finding.field, &Enumerator::name);
    if (found == one->enumerators.end()) return std::nullopt;
    return static_cast<std::uint64_t>(found - one->enumerators.begin());
}

}  // namespace

void note_order(std::span<Finding> findings, const Layout& spec, const Layout& actual) {
    const std::array layouts{Indexed(spec), Indexed(actual)};
    for (auto& finding : findings) {
        if (finding.field.empty()) continue;
        for (const auto& layout : layouts) {
            auto at = offset_in(layout, finding);
            if (!at) at = number_in(layout, finding);
            if (!at) continue;
            finding.at = *at + 1;
            break;
        }
    }
}

}  // namespace abi
